package plain

import (
	"strconv"
	"strings"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

func stateWord(state board.State) string {
	switch state {
	case board.StateRec:
		return "recording"
	case board.StatePaused:
		return "paused"
	case board.StateOff:
		return "off"
	}
	return "unknown"
}

func indicationWord(i event.Indication) string {
	switch i {
	case event.Enabled:
		return stateWord(board.StateRec)
	case event.Paused:
		return stateWord(board.StatePaused)
	case event.Disabled:
		return stateWord(board.StateOff)
	}
	return stateWord(board.StateUnknown)
}

// rowName names a row: its DN, and whose it is.
func rowName(row *board.Row) string {
	name := row.Label()
	if name == "" {
		name = row.Agent().ID
	}
	return strings.TrimRight(row.Key().DN+" "+name, " ")
}

// rowText is how a row stands.
func (a *App) rowText(row *board.Row) string {
	text := captureWords(row)
	if stale := row.Stale(); stale != 0 {
		text += ", not vouched for: " + stale.String()
	}
	if call, ok := row.CurrentCall(); ok {
		text += ", call " + callWords(&call) + furtherWords(row)
	}
	last, has := row.LastCommand()
	if has {
		text += ", " + commandWords(&last)
	}
	fault := row.Fault()
	if fault.Kind != board.FaultNone && (fault.Kind < board.FaultRejected || !row.LastCommandFails()) {
		text += ", " + faultSentence(row, fault)
		if hidden := row.HiddenFault(); hidden.Kind != board.FaultNone {
			text += ", " + faultSentence(row, hidden)
		}
	}
	if stop, ok := row.Stopped(); ok && stop.ByOther && (last.Who != board.WhoOther || last.Verb != event.VerbStop) {
		text += ", stopped by another client"
	}
	if a.model.Marked(row.Key()) {
		text += ", marked"
	}
	return text
}

// captureWords is the state of a row's capture, and whose call it is of where that
// is not the current one.
func captureWords(row *board.Row) string {
	return stateWord(row.State()) + captureCallWords(row.CaptureCall())
}

func captureCallWords(call board.CaptureCall) string {
	switch call {
	case board.CaptureOtherCall:
		return " for another call"
	case board.CaptureAfterCall:
		return " after the call"
	case board.CaptureHere, board.CaptureBeforeLoss:
	}
	return ""
}

// furtherWords says which calls a DN has beside the current one.
func furtherWords(row *board.Row) string {
	count, state := row.FurtherCalls()
	switch {
	case count == 0:
		return ""
	case state == board.CallPresent:
		return " and " + phrase.Count(count, "other call", "other calls")
	}
	return " and " + strconv.Itoa(count) + " " + state.String()
}

func callWords(call *board.Call) string {
	if call.Other == "" {
		return call.State.String()
	}
	return call.State.String() + " " + call.Other
}

// faultWords is a fault in small letters, which a voice reads as words.
func faultWords(fault board.Fault) string { return strings.ToLower(fault.String()) }

// faultText is a row's fault with what more is known of it.
func faultText(row *board.Row) string {
	text := presentFaultText(row, row.Fault())
	if hidden := row.HiddenFault(); hidden.Kind != board.FaultNone {
		text += ", " + presentFaultText(row, hidden)
	}
	return text
}

func presentFaultText(row *board.Row, fault board.Fault) string {
	reg := row.Registration()
	words := faultWords(fault)
	switch fault.Kind {
	case board.FaultRefused:
		words = strings.TrimSpace("registration " + words + " " + reg.Text)
	case board.FaultRegistrationLost:
		words = strings.TrimSpace(words + " " + reg.Text)
	case board.FaultConflict:
		first, second, _ := row.Conflict()
		words += ", " + stateWord(first) + " and " + stateWord(second) + " were both said"
	case board.FaultStopped:
		words = stoppedWords(row)
	case board.FaultNotRegistered:
		words += ", no answer from T-Server"
	case board.FaultNotAsked:
		notAsked, _ := row.NotAsked()
		words += ": " + notAsked.Why
	}
	return words
}

// stoppedWords says how often a capture stopped during a call and nobody asked for
// it.
func stoppedWords(row *board.Row) string {
	stop, _ := row.Stopped()
	if stop.Count > 1 {
		return "stopped unasked " + strconv.Itoa(stop.Count) + " times"
	}
	return "stopped unasked"
}

// faultSentence is a row's fault, said to be one where the words alone do not.
func faultSentence(row *board.Row, fault board.Fault) string {
	switch fault.Kind {
	case board.FaultRefused, board.FaultRegistrationLost, board.FaultNotRegistered:
		return presentFaultText(row, fault)
	}
	return "fault: " + presentFaultText(row, fault)
}

// commandWords is how a command stands.
func commandWords(c *board.Command) string {
	text := c.Verb.String() + " " + lifeWords(c)
	switch c.Who {
	case board.WhoOther:
		return c.Verb.String() + " by another client"
	case board.WhoUsOrOther:
		text += " (T-Server does not say whose)"
	case board.WhoUs:
	}
	if c.Late != event.IndicationNone {
		text += ", late: " + indicationWord(c.Late) + " after " + board.DurationText(c.LateAfter)
	}
	return text
}

func lifeWords(c *board.Command) string {
	switch c.Life {
	case board.LifeQueued:
		return "queued"
	case board.LifeSent:
		if !c.Indicated.IsZero() {
			return "sent, " + indicationWord(c.Indication) + " was said, not accepted yet"
		}
		return "sent"
	case board.LifeAccepted:
		return "accepted"
	case board.LifeCancelled:
		return "cancelled" + because(c.Why)
	case board.LifeRejected:
		text := "rejected"
		if c.Code != 0 {
			text += " " + strconv.Itoa(int(c.Code))
		}
		return strings.TrimRight(text+" "+c.Text, " ")
	case board.LifeConfirmed:
		if c.NoACK {
			return "confirmed, not accepted"
		}
		return "confirmed in " + board.DurationText(c.Indicated.Sub(c.Sent))
	case board.LifeSuperseded:
		return "superseded by a newer command"
	case board.LifeContradicted:
		return "contradicted, " + indicationWord(c.Indication) + " was said"
	case board.LifeUnanswered:
		if c.Why != "" {
			return "got no answer" + because(c.Why)
		}
		return "got no answer in " + board.DurationText(c.Timeout)
	case board.LifeLost:
		return "lost" + because(c.Why)
	}
	return c.Life.String()
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ", " + why
}
