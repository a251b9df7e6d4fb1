package say

import (
	"strconv"
	"strings"

	"capdeck/model/board"
	"capdeck/model/phrase"
)

// LinkFailure returns that the link failed while a command was open: its state, the
// reason, and whether it is up again.
func LinkFailure(state, reason string, upAgain bool) string {
	text := "link lost (" + state + ")"
	if reason != "" {
		text += ": " + reason
	}
	if upAgain {
		text += ", up again"
	}
	return text
}

// RegistrationFailure returns that the registration of a DN failed while a command was
// open, and whether it holds again.
func RegistrationFailure(state board.RegistrationState, code int32, text string, heldAgain bool) string {
	said, again := "registration "+state.String(), ", registered again"
	switch state {
	case board.RegistrationOutOfService:
		said, again = "DN out of service", ", back in service"
	case board.RegistrationNoAnswer:
		said = "registration not answered"
	case board.RegistrationNone, board.RegistrationPending, board.RegistrationHeld, board.RegistrationRefused, board.RegistrationLost:
	}
	if code != 0 {
		said += strings.TrimRight(" "+strconv.Itoa(int(code))+" "+text, " ")
	}
	if heldAgain {
		said += again
	}
	return said
}

// LooseError returns an EventError that answers none of our waiting requests. reference is
// its ReferenceID, 0 for none. ours reports that a command of ours had that ReferenceID
// and was answered before.
func LooseError(code int32, text string, reference int32, ours bool) string {
	said := strings.TrimSpace("error " + strconv.Itoa(int(code)) + " " + text)
	switch number := strconv.Itoa(int(reference)); {
	case reference == 0:
		return said + ", without a ReferenceID"
	case ours:
		return said + ", after the answer to the same ReferenceID, " + number
	default:
		return said + ", with a ReferenceID that no request is waiting for, " + number
	}
}

// NotUnderstood returns the last of several values under a capture key that are outside
// the contract.
func NotUnderstood(raw string, times int) string {
	text := "not understood: " + raw
	if times > 1 {
		text += " (the last of " + phrase.Number(times) + ")"
	}
	return text
}

// MorePairs returns that a message held more than one capture pair.
func MorePairs() string { return "a message held more than one capture value; only the first is used" }

// CaptureWord returns a row's capture state in the words of the contract, with remarks
// about it in parentheses. A nil row is unknown.
func CaptureWord(row *board.Row) string {
	if row == nil {
		return board.StateUnknown.String()
	}
	var remarks []string
	if row.Stale() != 0 {
		remarks = append(remarks, "stale")
	}
	if call := CaptureCall(Shown, row.CaptureCall()); call != "" {
		remarks = append(remarks, call)
	}
	word := row.State().String()
	if len(remarks) > 0 {
		word += " (" + strings.Join(remarks, ", ") + ")"
	}
	return word
}

// Conflict returns the states that contradicted each other.
func Conflict(states []string) string { return "conflict: " + strings.Join(states, ", then ") }

// OtherCall returns an indication for another call than the one that the command named.
func OtherCall(state, connID string) string { return state + " for another call, " + connID }

// NotSent returns that a command was not sent.
func NotSent(c *board.Command) string { return c.Verb.String() + " not sent: " + c.Why }
