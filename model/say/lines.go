package say

import (
	"strconv"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/occurrence"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// CaptureLine returns how a capture changed, by an occurrence of the kind
// board.ChangeIndication: "capture stopped by another client, was recording". about is the call
// that it belongs to, connID the ConnID that was indicated, 0 for none.
func CaptureLine(o *occurrence.Occurrence, about board.CaptureCall, connID uint64) string {
	text := FeedLine(o, "").Text
	if words := CaptureCall(Spoken, about); words != "" {
		text += " " + words
	}
	if o.State != o.Before {
		text += ", was " + State(Spoken, o.Before).Text
	}
	return text + named(connID)
}

// named returns a ConnID behind a sentence, "" for none.
func named(connID uint64) string {
	if connID == 0 {
		return ""
	}
	return ", ConnID " + ConnID(connID)
}

// VouchedLine returns that a capture is no longer vouched for, or is again.
func VouchedLine(row *board.Row) string {
	if stale := row.Stale(); stale != 0 {
		return State(Spoken, row.State()).Text + ", " + Unvouched(stale)
	}
	return VouchedAgain(row.State())
}

// OtherLine returns what another client asked for.
func OtherLine(verb event.Verb, connID uint64) string {
	return verb.String() + " " + ByAnotherClient + named(connID)
}

// CallLine returns the state of a call.
func CallLine(call *board.Call) string { return "call " + Call(call) + named(call.ConnID) }

// RenamedLine returns that a call has a new ConnID.
func RenamedLine(call *board.Call, from uint64) string {
	return "call " + Call(call) + ", ConnID " + ConnID(from) + " is now " + ConnID(call.ConnID)
}

// EndedLine returns that a call left a DN at a time. call is nil if it was not known.
func EndedLine(call *board.Call, connID uint64, at time.Time) string {
	o := occurrence.Occurrence{Kind: board.ChangeCallEnded}
	if call != nil {
		o.SetLength(at.Sub(call.Began))
		if call.BeganIsLowerBound {
			o.Flags |= occurrence.AtLeast
		}
	}
	return Happened(&o).Text + named(connID)
}

// AgentLine returns the agent at a DN, and the agent's state.
func AgentLine(agent *board.Agent) string {
	text := "agent"
	for _, part := range [...]string{agent.ID, agent.StateText()} {
		if part != "" {
			text += " " + part
		}
	}
	if agent.Reason != "" {
		text += ", reason " + agent.Reason
	}
	if text == "agent" {
		text = "agent not known"
	}
	return text
}

// RegistrationLine returns the state of a registration that was answered, or lost.
func RegistrationLine(r board.Registration) string {
	if r.State == board.RegistrationHeld {
		if r.Code == 0 {
			return r.State.String()
		}
		return strings.TrimRight(r.State.String()+", "+strconv.Itoa(int(r.Code))+" "+r.Text, " ")
	}
	return RegistrationFailure(r.State, r.Code, r.Text, false)
}

// FaultLine returns the present fault of a row, or that the one before is over.
func FaultLine(row *board.Row, before, now board.Fault) string {
	if now.Kind == board.FaultNone {
		return Cleared(before)
	}
	return FaultSentence(row, now)
}

// LinkLine returns the state of the link as one line without the time.
func LinkLine(link *event.Link, host string) string {
	connection := Connection{Form: Shown, Link: link, Host: host}
	if link.State == event.LinkUp {
		connection.Form = Spoken
	}
	text := connection.Text().Text
	if link.KeepAlive != "" {
		text += " " + phrase.Sentence(link.KeepAlive)
	}
	return text
}

// BehindLine returns whether lines are late.
func BehindLine(behind bool) string {
	if behind {
		return "The next lines are late: their reader or capdeck cannot keep up."
	}
	return "Lines are no longer late."
}

// NotMet returns that a filter was not met, and why watching ended: "within 30 s". seen is what
// was seen instead.
func NotMet(until, when, seen string) string {
	return "--until " + strconv.Quote(until) + " was not met " + when + ": " + seen
}

// NothingWatched returns that there was nothing to watch in a time, "within 30 s", and why.
func NothingWatched(when, why string) string { return "nothing could be watched " + when + ": " + why }

// mostSeen is the number of rows that Seen describes one by one.
const mostSeen = 3

// Seen returns the states of rows, or how many of them are in each state.
func Seen(rows []*board.Row) string {
	if len(rows) == 0 {
		return "no such DN is watched"
	}
	if len(rows) > mostSeen {
		var counts board.Counters
		for _, row := range rows {
			countRow(&counts, row)
		}
		return strings.TrimSuffix(Counts(counts), ".")
	}
	texts := make([]string, len(rows))
	for i, row := range rows {
		texts[i] = seen(row)
	}
	return strings.Join(texts, "; ")
}

// seen returns the state of a row, or why there is none, as a sentence.
func seen(row *board.Row) string {
	dn, r := row.Key().DN, row.Registration()
	text := ""
	switch r.State {
	case board.RegistrationHeld, board.RegistrationOutOfService:
		return dn + " is " + Row(row)
	case board.RegistrationNone, board.RegistrationPending:
		return dn + " is not registered yet"
	case board.RegistrationRefused:
		text = "the registration of " + dn + " was refused"
	case board.RegistrationLost:
		text = "the registration of " + dn + " was lost"
	case board.RegistrationNoAnswer:
		text = "the registration of " + dn + " was not answered"
	}
	if r.Code != 0 {
		text += " (" + strings.TrimRight(strconv.Itoa(int(r.Code))+" "+r.Text, " ") + ")"
	}
	return text
}

func countRow(counts *board.Counters, row *board.Row) {
	counts.Total++
	if row.Registration().State.Held() {
		counts.Registered++
	}
	switch row.State() {
	case board.StateRec:
		counts.Rec++
	case board.StatePaused:
		counts.Paused++
	case board.StateOff:
		counts.Off++
	case board.StateUnknown:
		counts.Unknown++
	}
	if row.Fault().Kind != board.FaultNone {
		counts.Faults++
	}
	if row.Stale() != 0 {
		counts.Stale++
	}
}
