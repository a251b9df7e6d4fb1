package say

import (
	"strconv"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// State returns the word for a capture state and its role.
func State(f Form, state board.State) Part {
	switch state {
	case board.StateRec:
		return Part{Role: Rec, Text: f.of("REC", "recording")}
	case board.StatePaused:
		return Part{Role: Paused, Text: f.of("PAUSED", "paused")}
	case board.StateOff:
		return Part{Role: Off, Text: f.of("OFF", "off")}
	}
	return Part{Role: Unknown, Text: f.of("UNKNOWN", "unknown")}
}

// Indication returns the word for an indication. The shown form is the word of the
// contract.
func Indication(f Form, i event.Indication) string {
	if f == Shown {
		return i.String()
	}
	switch i {
	case event.Enabled:
		return State(f, board.StateRec).Text
	case event.Paused:
		return State(f, board.StatePaused).Text
	case event.Disabled:
		return State(f, board.StateOff).Text
	}
	return State(f, board.StateUnknown).Text
}

// CaptureCall returns the words that follow a capture state if the capture belongs to
// another call than the current one, "" if it does not.
func CaptureCall(f Form, call board.CaptureCall) string {
	switch call {
	case board.CaptureOtherCall:
		return f.of("other call", "for another call")
	case board.CaptureAfterCall:
		return f.of("after call", "after the call")
	case board.CaptureHere, board.CaptureBeforeLoss:
	}
	return ""
}

// Call returns the state of a call and its other party.
func Call(call *board.Call) string { return string(AppendCall(nil, call)) }

// AppendCall appends Call to dst.
func AppendCall(dst []byte, call *board.Call) []byte {
	dst = append(dst, call.State.String()...)
	if call.Other == "" {
		return dst
	}
	return append(append(dst, ' '), call.Other...)
}

// FurtherCalls returns the calls of a DN other than the current one, "" if there are none.
func FurtherCalls(row *board.Row) string {
	count, state := row.FurtherCalls()
	switch {
	case count == 0:
		return ""
	case state == board.CallPresent:
		return phrase.Count(count, "other call", "other calls")
	}
	return strconv.Itoa(count) + " " + state.String()
}

// Unregistered returns why a DN has no registration.
func Unregistered(state board.RegistrationState, link event.LinkState) string {
	switch {
	case state == board.RegistrationNone:
		return "not registered yet"
	case link == event.LinkDown:
		return "link down"
	case link == event.LinkStandby:
		return "standby"
	}
	return "not connected"
}
