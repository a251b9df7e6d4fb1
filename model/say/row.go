package say

import (
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// Row returns the state of a row as one spoken line: its capture, its call, its last
// command and its faults.
func Row(row *board.Row) string {
	text := Capture(row)
	if stale := row.Stale(); stale != 0 {
		text += ", " + Unvouched(stale)
	}
	if call, ok := row.CurrentCall(); ok {
		text += ", call " + Call(&call)
		if further := FurtherCalls(row); further != "" {
			text += " and " + further
		}
	}
	last, has := row.LastCommand()
	if has {
		text += ", " + CommandAsWas(Spoken, &last, time.Time{}).Text
	}
	fault := row.Fault()
	if fault.Kind != board.FaultNone && (fault.Kind < board.FaultRejected || !row.LastCommandFails()) {
		text += ", " + FaultSentence(row, fault)
		if hidden := row.HiddenFault(); hidden.Kind != board.FaultNone {
			text += ", " + FaultSentence(row, hidden)
		}
	}
	if stop, ok := row.Stopped(); ok && stop.ByOther && (last.Who != board.WhoOther || last.Verb != event.VerbStop) {
		text += ", stopped by another client"
	}
	return text
}

// Capture returns the spoken state of a row's capture, and which call it belongs to if not
// the current one.
func Capture(row *board.Row) string { return captureOf(row.State(), row.CaptureCall()) }

func captureOf(state board.State, call board.CaptureCall) string {
	text := State(Spoken, state).Text
	if about := CaptureCall(Spoken, call); about != "" {
		text += " " + about
	}
	return text
}

// CaptureChange returns that a capture changed from one state to another.
func CaptureChange(before, after board.State, call board.CaptureCall) string {
	text := captureOf(after, call)
	if after != before {
		text += ", was " + State(Spoken, before).Text
	}
	return text
}

// Unvouched returns why no one vouches for a capture state.
func Unvouched(stale board.Stale) string { return "not vouched for: " + stale.String() }

// VouchedAgain returns that a capture state is vouched for again.
func VouchedAgain(state board.State) string {
	return State(Spoken, state).Text + ", vouched for again"
}

// Faults returns all faults of a row in the spoken form, "" if it has none.
func Faults(row *board.Row) string {
	text := faultText(row, row.Fault())
	if hidden := row.HiddenFault(); hidden.Kind != board.FaultNone {
		text += ", " + faultText(row, hidden)
	}
	return text
}

// FaultSentence returns one of a row's faults in the spoken form. It begins with "fault: "
// if the words alone do not name a fault.
func FaultSentence(row *board.Row, fault board.Fault) string {
	switch fault.Kind {
	case board.FaultRefused, board.FaultRegistrationLost, board.FaultNotRegistered:
		return faultText(row, fault)
	}
	return "fault: " + faultText(row, fault)
}

func faultText(row *board.Row, fault board.Fault) string {
	if fault.Kind.Lasts() {
		return Lasting(Spoken, row, time.Time{}).Text
	}
	return PresentFault(Spoken, row, fault).Text
}
