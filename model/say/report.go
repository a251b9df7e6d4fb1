package say

import (
	"fmt"
	"strings"

	"capdeck/model/coverage"
	"capdeck/model/coverage/report"
	"capdeck/model/incidents"
	"capdeck/model/phrase"
)

// ReportRestsOn says what the figures of a coverage report rest on. Each form of the report
// has it.
const ReportRestsOn = "The figures rest on the indications of the recorder. Whether a file was stored, can be played, or shows the right screen cannot be seen from here."

// ReportHeadline returns a coverage report in one sentence, without its full stop. missed is
// the target in percent that is not reached, 0 if it is, or if there is none.
func ReportHeadline(r *report.Report, missed float64) string {
	switch share, ok := r.Total.Sums.Share(); {
	case ok:
		s := &r.Total.Sums
		text := fmt.Sprintf("%s of the stretches on calls are covered: %s of %s", phrase.Percent(share), phrase.Number(s.Covered), phrase.Number(s.Stretches-s.Excluded))
		if missed > 0 {
			text += fmt.Sprintf(", below the target of %g %%", missed)
		}
		return text
	case len(r.Runs) == 0:
		return "There is no evidence of this period: no capdeck that records coverage watched, so nothing can be said about it"
	case r.Total.Sums.Excluded > 0:
		return "All calls of this period are excluded, so there is no share"
	}
	return "No call that began in this period and has ended was seen, so there is no share"
}

// ReportOnCalls returns the time on calls and its parts.
func ReportOnCalls(s *coverage.Sums) string {
	clock := func(part coverage.Part) string {
		time := map[coverage.Part]float64{
			coverage.PartCaptured: s.Captured.Seconds(), coverage.PartPaused: s.Paused.Seconds(), coverage.PartOff: s.Off.Seconds(), coverage.PartUnverified: s.Unverified.Seconds(),
		}[part]
		return part.String() + " " + phrase.Clock(time)
	}
	return fmt.Sprintf("%s: %s, %s, %s, %s", phrase.Clock(s.Established.Seconds()),
		clock(coverage.PartCaptured), clock(coverage.PartPaused), clock(coverage.PartOff), clock(coverage.PartUnverified))
}

// ReportNotWatched returns how much of the time no one watched, by cause.
func ReportNotWatched(r *report.Report) string {
	share, ok := r.Total.NotWatchedShare()
	if !ok {
		return "no DN is known that should have been watched"
	}
	u := r.Total.NotWatched
	text := fmt.Sprintf("%s of the time of %s", phrase.PercentUp(share), phrase.Count(r.Total.DNs, "DN", "DNs"))
	var causes []string
	for _, of := range []struct {
		cause   coverage.BlindCause
		seconds float64
	}{{coverage.BlindStopped, u.Stopped}, {coverage.BlindLink, u.Link}, {coverage.BlindNotRegistered, u.NotRegistered}} {
		if of.seconds > 0 {
			causes = append(causes, BlindCause(of.cause)+" "+phrase.Clock(of.seconds))
		}
	}
	if len(causes) > 0 {
		text += ": " + strings.Join(causes, ", ")
	}
	return text
}

// ReportToCapture returns the times to capture of a report in words.
func ReportToCapture(c *report.Captures) string {
	text := "no time to capture is known"
	if half, ok := c.Percentile(50); ok {
		most, _ := c.Percentile(95)
		text = fmt.Sprintf("half within %s, 95 %% within %s, of %s", DurationAtMost(half), DurationAtMost(most), phrase.Count(c.Len(), "capture", "captures"))
	}
	if c.AtMost > 0 {
		text += fmt.Sprintf("; %s not among them, since a query found the capture", phrase.Count(c.AtMost, "time is", "times are"))
	}
	if c.Never > 0 {
		text += fmt.Sprintf("; never captured: %s", phrase.Number(c.Never))
	}
	return text
}

// ReportRemarks returns what else a reader of a coverage report must know, a sentence each.
func ReportRemarks(r *report.Report) []string {
	var all []string
	add := func(n int, one, more string) {
		if n > 0 {
			all = append(all, phrase.Capital(phrase.Count(n, one, more))+".")
		}
	}
	t := &r.Total
	add(t.Sums.Excluded, "stretch is excluded by the policy", "stretches are excluded by the policy")
	add(t.AtLeast, "stretch began before it was watched: its times are at least these", "stretches began before they were watched: their times are at least these")
	add(t.EndNotSeen, "stretch ended unseen", "stretches ended unseen")
	add(t.PausedLong, "stretch was paused for longer than the limit", "stretches were paused for longer than the limit")
	add(t.EndedPaused, "stretch ended while the capture was paused", "stretches ended while the capture was paused")
	add(r.Repeated, "stretch was seen by several boards and counts once", "stretches were seen by several boards and count once")
	add(r.Joined, "stretch was joined from what several boards saw of it", "stretches were joined from what several boards saw of them")
	add(r.Overlapping, "stretch overlaps with another of the same DN: are two switches recorded as one site?", "stretches overlap with others of the same DN: are two switches recorded as one site?")
	killed := 0
	for i := range r.Runs {
		if !r.Runs[i].Ended && !r.Runs[i].Running {
			killed++
		}
	}
	add(killed, "board did not end in order: of the calls that went on then, the last minute may be missing", "boards did not end in order: of the calls that went on then, the last minute may be missing")
	return all
}

// ReportStrip explains what is below the axis of a plot of shares, and what is hatched.
const ReportStrip = "The strip below the axis shows the share of the time that was not watched; the hatched part of a bar is that of stretches with gaps."

// NotWatched returns a share of the time as one in which no one watched.
func NotWatched(share float64) string { return "not watched " + phrase.PercentUp(share) }

// Acknowledgement returns the reason, the note and the name of an acknowledgement.
func Acknowledgement(incident *incidents.Incident) string {
	if !incident.IsAcknowledged() {
		return "not acknowledged"
	}
	text := strings.TrimSuffix(incident.Reason.String()+": "+incident.Note, ": ")
	if incident.By != "" {
		text += " (" + incident.By + ")"
	}
	return text
}

// IncidentAcknowledgedAlready returns that an incident with an ID was acknowledged before, by
// whom and why.
func IncidentAcknowledgedAlready(id string, incident *incidents.Incident) string {
	return id + " is acknowledged already: " + Acknowledgement(incident)
}
