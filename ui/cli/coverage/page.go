package coverage

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"capdeck/model/coverage"
	"capdeck/model/coverage/report"
	"capdeck/model/phrase"
	"capdeck/model/say"
)

// restsOn is what the figures rest on. Each form of the report has it.
const restsOn = "The figures rest on the indications of the recorder. Whether a file was stored, can be played, or shows the right screen cannot be seen from here."

// page is a report with how it is asked for.
type page struct {
	*report.Report
	asked *query
	now   time.Time
}

// target reports whether the share reaches --target; isAsked is false without the flag. A
// period without a share does not reach it.
func (p *page) target() (met, isAsked bool) {
	if p.asked.target <= 0 {
		return true, false
	}
	share, ok := p.Total.Sums.Share()
	return ok && share*100 >= p.asked.target, true
}

// period returns the period in words.
func (p *page) period() string {
	const form = "2006-01-02 15:04"
	from, to := p.From.In(p.now.Location()), p.To.In(p.now.Location())
	text := from.Format(form) + " to " + to.Format(form)
	if from.Format("15:04") == "00:00" && to.Equal(from.AddDate(0, 0, 1)) {
		text = from.Format(time.DateOnly)
	}
	return text + " (" + to.Format("MST, -07:00") + ")"
}

// headline returns the report in one sentence.
func (p *page) headline() string {
	switch share, ok := p.Total.Sums.Share(); {
	case ok:
		s := &p.Total.Sums
		text := fmt.Sprintf("%s of the stretches on calls are covered: %s of %s", percent(share), phrase.Number(s.Covered), phrase.Number(s.Stretches-s.Excluded))
		if met, isAsked := p.target(); isAsked && !met {
			text += fmt.Sprintf(", below the target of %g %%", p.asked.target)
		}
		return text
	case len(p.Runs) == 0:
		return "There is no evidence of this period: no capdeck that records coverage watched, so nothing can be said about it"
	case p.Total.Sums.Excluded > 0:
		return "All calls of this period are excluded, so there is no share"
	}
	return "No call that began in this period and has ended was seen, so there is no share"
}

// notWatched returns how much of the time no one watched, by cause.
func (p *page) notWatched() string {
	share, ok := p.Total.NotWatchedShare()
	if !ok {
		return "no DN is known that should have been watched"
	}
	u := p.Total.NotWatched
	text := fmt.Sprintf("%s of the time of %s", percentUp(share), phrase.Count(p.Total.DNs, "DN", "DNs"))
	var causes []string
	for _, of := range []struct {
		cause   string
		seconds float64
	}{
		{say.BlindCause(coverage.BlindStopped), u.Stopped}, {say.BlindCause(coverage.BlindLink), u.Link}, {say.BlindCause(coverage.BlindNotRegistered), u.NotRegistered},
	} {
		if of.seconds > 0 {
			causes = append(causes, of.cause+" "+clock(of.seconds))
		}
	}
	if len(causes) > 0 {
		text += ": " + strings.Join(causes, ", ")
	}
	return text
}

// remarks returns what else a reader must know.
func (p *page) remarks() []string {
	var all []string
	add := func(n int, one, more string) {
		if n > 0 {
			all = append(all, phrase.Capital(phrase.Count(n, one, more))+".")
		}
	}
	t := &p.Total
	add(t.Sums.Excluded, "stretch is excluded by the policy", "stretches are excluded by the policy")
	add(t.AtLeast, "stretch began before it was watched: its times are at least these", "stretches began before they were watched: their times are at least these")
	add(t.EndNotSeen, "stretch ended unseen", "stretches ended unseen")
	add(t.PausedLong, "stretch was paused for longer than the limit", "stretches were paused for longer than the limit")
	add(t.EndedPaused, "stretch ended while the capture was paused", "stretches ended while the capture was paused")
	add(p.Repeated, "stretch was seen by several boards and counts once", "stretches were seen by several boards and count once")
	add(p.Joined, "stretch was joined from what several boards saw of it", "stretches were joined from what several boards saw of them")
	add(p.Overlapping, "stretch overlaps with another of the same DN: are two switches recorded as one site?", "stretches overlap with others of the same DN: are two switches recorded as one site?")
	killed := 0
	for i := range p.Runs {
		if !p.Runs[i].Ended && !p.Runs[i].Running {
			killed++
		}
	}
	add(killed, "board did not end in order: of the calls that went on then, the last minute may be missing", "boards did not end in order: of the calls that went on then, the last minute may be missing")
	return all
}

// policies returns the policies that were in force, each once.
func (p *page) policies() []string {
	var all []string
	seen := map[string]bool{}
	for i := range p.Runs {
		policy := strings.Join(p.Runs[i].Policy, " ")
		if policy == "" {
			policy = "(not recorded)"
		}
		if !seen[policy] {
			seen[policy] = true
			all = append(all, policy)
		}
	}
	return all
}

// toCapture returns the times to capture in words.
func (p *page) toCapture() string {
	c := &p.Captures
	text := "no time to capture is known"
	if half, ok := c.Percentile(50); ok {
		most, _ := c.Percentile(95)
		text = fmt.Sprintf("half within %s, 95 %% within %s, of %s", seconds(half), seconds(most), phrase.Count(c.Len(), "capture", "captures"))
	}
	if c.AtMost > 0 {
		text += fmt.Sprintf("; %s not among them, since a query found the capture", phrase.Count(c.AtMost, "time is", "times are"))
	}
	if c.Never > 0 {
		text += fmt.Sprintf("; never captured: %s", phrase.Number(c.Never))
	}
	return text
}

// percent returns a share, cut after one decimal so that only all is 100 %.
func percent(share float64) string {
	return strconv.FormatFloat(math.Floor(share*1000+1e-9)/10, 'f', 1, 64) + " %"
}

// percentUp returns the share of something missing, rounded up so that only nothing is 0 %,
// and only all is 100 %.
func percentUp(share float64) string {
	if share > 0.999 && share < 1 {
		return percent(share)
	}
	return strconv.FormatFloat(max(math.Ceil(share*1000-1e-9), 0)/10, 'f', 1, 64) + " %"
}

// shareText returns the share of a line, "–" for none.
func shareText(share float64, ok bool) string {
	if !ok {
		return "–"
	}
	return percent(share)
}

// clock returns a time as h:mm:ss.
func clock(of float64) string {
	whole := int64(of + 0.5)
	return fmt.Sprintf("%d:%02d:%02d", whole/3600, whole/60%60, whole%60)
}

func clockOf(d time.Duration) string { return clock(d.Seconds()) }

// seconds returns a short time in tenths of a second, rounded up: what lasted that long happened within it.
func seconds(d time.Duration) string {
	const tenth = 100 * time.Millisecond
	return strconv.FormatFloat(float64((d+tenth-1)/tenth)/10, 'f', -1, 64) + " s"
}

// p95 returns the 95th percentile of a line's times to capture, "–" for none.
func p95(l *report.Line) string {
	at, ok := l.ToCapture.Percentile(95)
	if !ok {
		return "–"
	}
	return seconds(at)
}

// gapCells returns what the tables show of a gap.
func (p *page) gapCells(g *report.Gap) []string {
	mark := func(is bool, text string) string {
		if is {
			return text
		}
		return ""
	}
	agent := g.Agent
	if g.Label != "" && g.Agent != "" {
		agent = g.Label + " (" + g.Agent + ")"
	} else if g.Label != "" {
		agent = g.Label
	}
	call := ""
	if g.ConnID != 0 {
		call = say.ConnID(g.ConnID)
	}
	incident, note := "", ""
	if i := g.Incident; i != nil {
		incident = say.IncidentKind(i.Kind)
		note = "not acknowledged"
		if i.IsAcknowledged() {
			note = strings.TrimSuffix(i.Reason.String()+": "+i.Note, ": ")
			if i.By != "" {
				note += " (" + i.By + ")"
			}
		}
	}
	began := g.Began.In(p.now.Location())
	return []string{
		mark(g.AtLeast, "<") + began.Format("2006-01-02 15:04:05"), g.Key.DN, g.Team, agent, call,
		clockOf(g.Ended.Sub(g.Began)) + mark(g.AtLeast || g.EndNotSeen, "+"), say.GapCause(g.Cause), incident, note,
	}
}
