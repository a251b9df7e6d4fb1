package say

import (
	"strings"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/incidents"
	"capdeck/model/phrase"
)

// NoticeCause returns why a gap began, or how a capture was paused for too long; "" if
// the kind of the notice is enough.
func NoticeCause(notice *coverage.Notice) string {
	switch notice.Kind {
	case coverage.NoticeEndedPaused:
		return "the call ended while the capture was paused"
	case coverage.NoticeGap:
		return GapCause(notice.Cause)
	case coverage.NoticePausedLong, coverage.NoticeCapturedLong:
	}
	return ""
}

// GapCause returns why a gap began.
func GapCause(cause coverage.GapCause) string {
	switch cause {
	case coverage.GapNotStarted:
		return "no capture was seen"
	case coverage.GapStopped:
		return "the capture stopped unasked"
	case coverage.GapStoppedByUs:
		return "stopped from here"
	case coverage.GapStoppedByOther:
		return "stopped by another client"
	case coverage.GapNoAnswer:
		return "the recorder did not answer"
	case coverage.GapLinkLost:
		return "the link or the registration was lost"
	}
	return ""
}

// BlindCause returns why DNs were not watched.
func BlindCause(cause coverage.BlindCause) string {
	switch cause {
	case coverage.BlindLink:
		return "link down"
	case coverage.BlindNotRegistered:
		return "not registered"
	}
	return "capdeck not running"
}

// IncidentKind returns a kind of incident in words.
func IncidentKind(kind incidents.Kind) string {
	switch kind {
	case incidents.StoppedUnasked:
		return "stopped unasked"
	case incidents.StoppedByOther:
		return "stopped by another client"
	case incidents.NotCaptured:
		return "not captured"
	case incidents.PausedTooLong:
		return "paused too long"
	case incidents.CapturedAfterCall:
		return "captured after the call"
	case incidents.RecorderSilent:
		return "recorder silent"
	case incidents.Conflict:
		return "conflict"
	case incidents.Rejected:
		return "command rejected"
	case incidents.LinkLost:
		return "link lost"
	case incidents.JournalFailed:
		return "journal failed"
	}
	return ""
}

// IncidentAbout returns what an incident is about: a DN with its label or else its agent, a team, or the
// site. It is not sanitised.
func IncidentAbout(incident *incidents.Incident) string {
	switch {
	case incident.Key.DN != "" && incident.Label != "":
		return incident.Key.DN + " " + incident.Label
	case incident.Key.DN != "" && incident.Agent != "":
		return incident.Key.DN + " " + incident.Agent
	case incident.Key.DN != "":
		return incident.Key.DN
	case incident.Team != "":
		return "team " + incident.Team
	}
	return "T-Server"
}

// IncidentCause returns why an incident happened, or that no more than its kind is known. It is
// not sanitised.
func IncidentCause(incident *incidents.Incident) string {
	if incident.Cause == "" {
		return "nothing more is known"
	}
	return incident.Cause
}

// IncidentState returns how an incident stands: whether it lasts, and by whom it was
// acknowledged and why.
func IncidentState(incident *incidents.Incident) Part {
	part := Part{Role: Faint, Text: "over"}
	switch {
	case incident.EndNotSeen:
		part.Text = "end not seen"
	case incident.IsOpen():
		part.Text = "open"
	}
	switch {
	case incident.IsAcknowledged():
		part.Text += ", " + incident.Reason.String()
		if incident.By != "" {
			part.Text += " (" + incident.By + ")"
		}
	case incident.Severity == incidents.Major:
		part.Role = Fault
	default:
		part.Role = Warning
	}
	return part
}

// IncidentRaised returns that an incident began. IncidentAbout says where.
func IncidentRaised(incident *incidents.Incident) string {
	text := "incident: " + IncidentKind(incident.Kind)
	if incident.Cause != "" {
		text += ", " + strings.TrimRight(incident.Cause, " .")
	}
	return text
}

// IncidentCleared returns that an incident is over. IncidentAbout says where.
func IncidentCleared(incident *incidents.Incident) string {
	kind := IncidentKind(incident.Kind) + Times(Spoken, incident.Count)
	if incident.EndNotSeen {
		return "incident over: " + kind + ", its end was not seen"
	}
	return "incident over after " + phrase.Age(incident.Lasted(incident.Cleared)) + ": " + kind
}

// IncidentNote returns that an incident was raised or is over, where, and how many others
// were meanwhile.
func IncidentNote(entry *incidents.Entry, more int) string {
	text := IncidentAbout(&entry.Incident) + ": "
	if entry.Kind == incidents.EntryCleared {
		text += IncidentCleared(&entry.Incident)
	} else {
		text += IncidentRaised(&entry.Incident)
	}
	if more > 0 {
		text += " and " + phrase.Number(more) + " more"
	}
	return text
}

// AcknowledgeQuestion asks for the reason of incidents.
func AcknowledgeQuestion(all []incidents.Incident) string {
	var kinds []string
	seen := map[incidents.Kind]bool{}
	for n := range all {
		if kind := all[n].Kind; !seen[kind] {
			seen[kind] = true
			kinds = append(kinds, IncidentKind(kind))
		}
	}
	text := "Acknowledge " + phrase.Count(len(all), "incident", "incidents")
	if isOfOne(all) {
		text += " of " + IncidentAbout(&all[0])
	}
	return text + " (" + strings.Join(kinds, ", ") + "). What was the reason?"
}

// isOfOne reports whether incidents are about the same DN, or there is only one.
func isOfOne(all []incidents.Incident) bool {
	for n := range all {
		if n > 0 && (all[n].Key.DN == "" || all[n].Key != all[0].Key) {
			return false
		}
	}
	return len(all) > 0
}

// Acknowledged returns how many incidents were acknowledged, and for which reason. hidden
// is the number of DNs that were chosen and that the filter hides.
func Acknowledged(count int, reason incidents.Reason, hidden int) string {
	if count == 0 {
		return "nothing was acknowledged: someone else has done so"
	}
	text := "acknowledged " + phrase.Count(count, "incident", "incidents") + ": " + reason.String()
	if hidden > 0 {
		text += "; the filter hides " + phrase.Count(hidden, "of these DNs", "of these DNs")
	}
	return text
}

// AcknowledgedElsewhere returns that another process has acknowledged incidents, by whom, and
// for which reason.
func AcknowledgedElsewhere(all []incidents.Incident) string {
	text := phrase.Count(len(all), "incident was", "incidents were")
	if len(all) == 1 {
		text = "the incident of " + IncidentAbout(&all[0]) + " was"
	}
	first := &all[0]
	text += " acknowledged elsewhere"
	for i := range all {
		if all[i].By != first.By || all[i].Reason != first.Reason {
			return text
		}
	}
	if first.By != "" {
		text += " by " + first.By
	}
	return text + ": " + first.Reason.String()
}

// RemarkAcknowledged returns that rows no longer show that another client stopped their
// capture.
func RemarkAcknowledged(keys []board.Key) string {
	if len(keys) == 1 {
		return "acknowledged that another client stopped the capture of DN " + keys[0].DN
	}
	return "acknowledged that another client stopped captures"
}

// NothingToAcknowledge returns that DNs have no unacknowledged incident.
func NothingToAcknowledge(keys []board.Key) string {
	if len(keys) == 1 {
		return "there is nothing to acknowledge for DN " + keys[0].DN + ": it has no incident that is not acknowledged"
	}
	return "there is nothing to acknowledge: these " + phrase.Count(len(keys), "DN has", "DNs have") + " no incident that is not acknowledged"
}

// AcknowledgedAlready says that nothing is left to acknowledge.
const AcknowledgedAlready = "each of them was acknowledged before"

// IncidentWithoutDN says that there is no DN to go to.
const IncidentWithoutDN = "this incident is not about a DN"

// NoIncidents returns that a list has none.
func NoIncidents(view incidents.View) string {
	switch view {
	case incidents.ViewOpen:
		return "Nothing is wrong at present."
	case incidents.ViewAll:
		return "There was no incident."
	case incidents.ViewUnacknowledged:
	}
	return "Every incident is acknowledged."
}

// NoLongerOnBoard returns that a DN was removed.
func NoLongerOnBoard(dn string) string { return "DN " + dn + " is not on the board any more" }

// FilterHidesDN returns that a DN cannot be shown.
func FilterHidesDN(dn string) string { return "the filter hides DN " + dn }

// IncidentKindShort returns a kind of incident in words for a narrow place.
func IncidentKindShort(kind incidents.Kind) string {
	switch kind {
	case incidents.StoppedUnasked:
		return "stopped"
	case incidents.StoppedByOther:
		return "other's stop"
	case incidents.PausedTooLong:
		return "paused long"
	case incidents.CapturedAfterCall:
		return "after call"
	case incidents.RecorderSilent:
		return "silent"
	case incidents.Rejected:
		return "rejected"
	case incidents.JournalFailed:
		return "journal"
	case incidents.NotCaptured, incidents.Conflict, incidents.LinkLost:
	}
	return IncidentKind(kind)
}
