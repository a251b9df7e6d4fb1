package watch

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/incidents"
	"capdeck/model/occurrence"
	"capdeck/model/rows"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/ui/cli/live"
)

// lines turns what happens into records, and keeps those that the filter lets through until
// they are taken.
type lines struct {
	filter *rows.Match // nil if there is none
	host   string
	seen   []seen // by Row.Index
	link   event.Link
	behind bool
	ready  []record
}

// seen is what was last printed of a row, and whether the row matched the filter then.
type seen struct {
	state        board.State
	stale        board.Stale
	fault        board.Fault
	registration board.RegistrationState
	matched      bool
}

// begin notes the rows before anything is known about them.
func (l *lines) begin(rows []*board.Row) {
	l.seen = make([]seen, len(rows))
	l.rematch(rows)
}

// rematch notes which rows match the filter. A filter that depends on the time needs that
// before each change.
func (l *lines) rematch(rows []*board.Row) {
	if l.filter == nil {
		return
	}
	for i, row := range rows {
		l.seen[i].matched = l.filter.Matches(row)
	}
}

// take returns the records since the last call. They are valid until the next one.
func (l *lines) take() []record {
	taken := l.ready
	l.ready = l.ready[:0]
	return taken
}

// add adds a record about the whole site.
func (l *lines) add(at time.Time, r record) {
	r.Schema, r.Time, r.Site = schemaVersion, timestamp(at), live.Site
	l.ready = append(l.ready, r)
}

// addRow adds a record about a DN. The zero time means now.
func (l *lines) addRow(row *board.Row, at time.Time, r record) {
	r.DN, r.Label, r.Team, r.Row = row.Key().DN, row.Label(), row.Team(), rowOf(row)
	l.add(at, r)
}

// lets reports whether the lines of a row are printed.
func (l *lines) lets(row *board.Row) bool {
	return l.filter == nil || l.seen[row.Index()].matched || l.filter.Matches(row)
}

// changed adds the lines of a change of the board.
func (l *lines) changed(change *board.Change) {
	row := change.Row
	if row == nil {
		l.siteChanged(change)
		return
	}
	before := &l.seen[row.Index()]
	if l.filter != nil {
		now := l.filter.Matches(row)
		lets := now || before.matched
		before.matched = now
		if !lets {
			// What was not printed is not what the next line is compared with.
			before.state, before.stale, before.fault, before.registration = row.State(), row.Stale(), faultOf(change, before.fault), row.Registration().State
			return
		}
	}
	switch change.Kind {
	case board.ChangeIndication:
		l.indicated(change, before)
	case board.ChangeStale:
		l.vouched(change, before)
	case board.ChangeOther:
		l.addRow(row, change.At, record{Type: typeCommand, Text: say.OtherLine(change.Verb, change.ConnID), Command: &commandRecord{change.Verb.String(), connID(change.ConnID)}})
	case board.ChangeCall, board.ChangeCallEnded, board.ChangeCallRenamed:
		l.call(change)
	case board.ChangeAgent:
		agent := row.Agent()
		l.addRow(row, change.At, record{Type: typeAgent, Text: say.AgentLine(&agent), Agent: &agentRecord{agent.ID, agent.StateText(), agent.Reason}})
	case board.ChangeWatched, board.ChangeUnwatched:
		l.registered(change, before)
	case board.ChangeFault:
		l.registered(change, before)
		l.fault(change, before)
	}
}

// faultOf returns the present fault of a row after a change.
func faultOf(change *board.Change, before board.Fault) board.Fault {
	if change.Kind == board.ChangeFault {
		return change.Fault
	}
	return before
}

func (l *lines) siteChanged(change *board.Change) {
	if change.Kind != board.ChangeSilence {
		return // the events of the link say more than ChangeLink
	}
	o, _ := occurrence.Of(change)
	r := &recorderRecord{Silent: change.Silent, Whole: change.Whole}
	if change.Silent {
		r.Since = optional(change.Since)
	}
	l.add(change.At, record{Type: typeRecorder, Team: change.Team, Text: say.FeedLine(&o, change.Team).Text, Recorder: r})
}

// indicated adds an indication that changes what is known: the state of its call, or of the
// row.
func (l *lines) indicated(change *board.Change, before *seen) {
	row := change.Row
	if change.State == change.Before && row.State() == before.state {
		return
	}
	o, _ := occurrence.Of(change)
	before.state, before.stale = row.State(), row.Stale()
	l.addRow(row, change.At, record{
		Type: typeCapture, Text: say.CaptureLine(&o, row.CaptureCall(), change.ConnID),
		Capture: &captureRecord{Old: change.Before.String(), New: change.State.String(), By: causeWord(change.Cause), ConnID: connID(change.ConnID)},
	})
}

// vouched adds that a state is no longer vouched for, or again. A line about the capture has
// said so, too.
func (l *lines) vouched(change *board.Change, before *seen) {
	row := change.Row
	if row.Stale() == before.stale {
		return
	}
	before.stale = row.Stale()
	if row.State() == board.StateUnknown {
		return // nobody vouches for it in any case
	}
	l.addRow(row, change.At, record{Type: typeVouched, Text: say.VouchedLine(row), Vouched: &vouchedRecord{row.Stale() == 0}})
}

func (l *lines) call(change *board.Change) {
	r := &callRecord{ConnID: connID(change.ConnID), From: connID(change.From), Found: change.Found}
	if call := change.Call; call != nil {
		r.State, r.Other, r.Type, r.Queue, r.UUID, r.Original = call.State.String(), call.Other, call.Type, call.Queue, call.UUID, connID(call.Original)
		r.Began, r.AtLeast = optional(call.Began), call.BeganIsLowerBound
	}
	var text string
	switch change.Kind {
	case board.ChangeCallEnded:
		r.State, text = "ended", say.EndedLine(change.Call, change.ConnID, change.At)
	case board.ChangeCallRenamed:
		text = say.RenamedLine(change.Call, change.From)
	default:
		text = say.CallLine(change.Call)
	}
	l.addRow(change.Row, change.At, record{Type: typeCall, Text: text, Call: r})
}

// registered adds the state of the registration if it is another one. While the link is not
// up, no DN is registered, and the line about the link has said that.
func (l *lines) registered(change *board.Change, before *seen) {
	now := change.Row.Registration()
	if change.Kind == board.ChangeUnwatched && now.State.Held() {
		before.registration = board.RegistrationNone // the link was lost
		return
	}
	if now.State == before.registration {
		return
	}
	before.registration = now.State
	if now.State == board.RegistrationNone || now.State == board.RegistrationPending {
		return
	}
	l.addRow(change.Row, change.At, record{
		Type: typeRegistration, Text: say.RegistrationLine(now), Registration: &registrationRecord{now.State.String(), now.Code, now.Text},
	})
}

// fault adds the present fault of a row, or that there is none any more, unless that is one of
// the registration.
func (l *lines) fault(change *board.Change, before *seen) {
	was, now := before.fault, change.Fault
	before.fault = now
	if isOfRegistration(now.Kind) || now.Kind == board.FaultNone && isOfRegistration(was.Kind) {
		return
	}
	r := &faultRecord{Code: now.Code}
	if r.Fault = now.String(); now.Kind == board.FaultNone {
		r.Ended = was.String()
	}
	l.addRow(change.Row, change.At, record{Type: typeFault, Text: say.FaultLine(change.Row, was, now), Fault: r})
}

func isOfRegistration(kind board.FaultKind) bool {
	switch kind {
	case board.FaultRefused, board.FaultRegistrationLost, board.FaultNotRegistered, board.FaultOutOfService:
		return true
	}
	return false
}

// linkChanged adds a state of the link, unless nothing else than the time of an attempt is
// new.
func (l *lines) linkChanged(at time.Time, link *event.Link) {
	before := l.link
	again := link.Attempt > 1 && (link.State == event.LinkConnecting || link.State == event.LinkLoggingIn)
	if again {
		return
	}
	l.link = *link
	if link.State == before.State && link.Address == before.Address && link.Reason == before.Reason && link.Role == before.Role && link.KeepAlive == before.KeepAlive {
		return
	}
	l.add(at, record{Type: typeLink, Text: say.LinkLine(link, l.host), Link: linkOf(link)})
}

// late adds that lines are late, or no longer.
func (l *lines) late(at time.Time, behind bool) {
	if behind == l.behind {
		return
	}
	l.behind = behind
	l.add(at, record{Type: typeBehind, Text: say.BehindLine(behind), Behind: &behindRecord{behind}})
}

// happened adds an incident that no other line is about.
func (l *lines) happened(entry *incidents.Entry, row *board.Row) {
	incident := &entry.Incident
	switch incident.Kind {
	case incidents.StoppedUnasked, incidents.StoppedByOther, incidents.NotCaptured, incidents.PausedTooLong, incidents.CapturedAfterCall:
	default:
		return
	}
	if row == nil || !l.lets(row) {
		return
	}
	r := &incidentRecord{
		ID: incident.ID, Kind: incident.Kind.String(), Severity: incident.Severity.String(), Began: timestamp(incident.Latest),
		AtLeast: incident.AtLeast, EndNotSeen: incident.EndNotSeen, Count: incident.Count, Cause: incident.Cause, ConnID: connID(incident.ConnID),
	}
	text := say.IncidentRaised(incident)
	switch entry.Kind {
	case incidents.EntryRaised:
		r.Event = "raised"
	case incidents.EntryRepeated:
		r.Event = "repeated"
	case incidents.EntryCleared:
		r.Event, text = "cleared", say.IncidentCleared(incident)
	case incidents.EntryAcknowledged:
		return
	}
	l.addRow(row, entry.At, record{Type: typeIncident, Text: text, Incident: r})
}
