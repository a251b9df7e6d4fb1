package board

import (
	"fmt"
	"strconv"
	"time"

	"capdeck/tlibconn/event"
)

// CommandText returns a command's state in words, as screen and lines show it:
// "start confirmed 84 ms", "stop accepted, waiting 3 s", "query ! NO ANSWER in 5
// s". It may hold text from the network and is not sanitised.
func CommandText(c Command, now time.Time) string { return commandText(c, now, " ! ") }

// PastCommandText is CommandText without the sign of a fault: of a command whose failure
// is none of the row's faults any more (Row.LastCommandFails).
func PastCommandText(c Command, now time.Time) string { return commandText(c, now, " ") }

// commandText has failed in front of the words for a failure.
func commandText(c Command, now time.Time, failed string) string {
	text := c.Verb.String()
	if c.Who == WhoOther {
		return text + " by another client"
	}
	text += lifeText(&c, now, failed)
	if c.Who == WhoUsOrOther {
		// Behind the outcome, which is what a narrow column must not cut off.
		text += " (ours or other)"
	}
	if c.Late != event.IndicationNone {
		text += ", late: " + c.Late.String() + " after " + DurationText(c.LateAfter)
	}
	return text
}

func lifeText(c *Command, now time.Time, failed string) string {
	switch c.Life {
	case LifeQueued:
		return " queued"
	case LifeSent:
		if !c.Indicated.IsZero() {
			return " " + c.Indication.String() + ", no ACK yet" + waiting(now.Sub(c.Sent))
		}
		return " sent" + waiting(now.Sub(c.Sent))
	case LifeAccepted:
		return " accepted" + waiting(now.Sub(c.Accepted))
	case LifeCancelled:
		return " cancelled" + because(c.Why)
	case LifeRejected:
		if c.Code == 0 {
			return failed + "REJECTED"
		}
		return failed + "REJECTED " + strconv.Itoa(int(c.Code))
	case LifeConfirmed:
		if c.NoACK {
			return " confirmed, no ACK"
		}
		return " confirmed " + DurationText(c.Indicated.Sub(c.Sent))
	case LifeSuperseded:
		return " superseded"
	case LifeContradicted:
		return failed + "CONTRADICTED by " + c.Indication.String()
	case LifeUnanswered:
		if c.Why != "" {
			return failed + "NO ANSWER, " + c.Why
		}
		return failed + "NO ANSWER in " + DurationText(c.Timeout)
	case LifeLost:
		return failed + "LOST" + because(c.Why)
	}
	return ""
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ", " + why
}

// waiting says how long an open command has waited, in whole seconds, so that
// the text does not change at every look.
func waiting(d time.Duration) string {
	if d < time.Second {
		return ""
	}
	return fmt.Sprintf(", waiting %d s", int(d/time.Second))
}

// DurationText returns how long something took: "84 ms" below a second, "7.2
// s" below ten, "5 s" where there is nothing behind the point, "12 s" above.
// A negative duration reads as 0 ms.
func DurationText(d time.Duration) string {
	switch {
	case d < 0:
		return "0 ms"
	case d < time.Second:
		return strconv.Itoa(int(d/time.Millisecond)) + " ms"
	case d < 10*time.Second && d.Round(100*time.Millisecond)%time.Second != 0:
		return strconv.FormatFloat(d.Round(100*time.Millisecond).Seconds(), 'f', 1, 64) + " s"
	}
	return strconv.Itoa(int(d.Round(time.Second)/time.Second)) + " s"
}

// ConnIDText writes a ConnID as it stands in logs: 16 lower-case hex digits
// (SEMANTICS.md, Calls).
func ConnIDText(id uint64) string {
	const digits = "0123456789abcdef"
	var text [16]byte
	for i := range text {
		text[i] = digits[id>>(60-4*i)&15]
	}
	return string(text[:])
}
