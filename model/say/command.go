package say

import (
	"fmt"
	"strconv"
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// Command returns the state of a command of a row. A failure that is no longer a fault of
// the row (board.Row.LastCommandFails) is a warning and has no mark. A minute after its end
// a command that is no fault is faint, and its age follows. One that was confirmed is faint
// as soon as the row is in another state than the command asked for. One of another client is
// always faint, since nobody here sees its outcome.
func Command(f Form, row *board.Row, c *board.Command, now time.Time) Part {
	part := CommandAsWas(f, c, now)
	fails := row.LastCommandFails()
	if c.Life.Failed() && !fails {
		part = Part{Role: Warning, Text: commandText(f, c, now, "")}
	}
	if part.Role == Done && !isInForce(row, c.Verb) {
		part.Role = Faint
	}
	at := c.Ended
	if c.Who == board.WhoOther {
		at = c.Sent
	}
	if age := now.Sub(at); !at.IsZero() && age >= fadesAfter {
		part.Text += ", " + phrase.Age(age) + " ago"
		if !fails {
			part.Role = Faint
		}
	}
	return part
}

// LastCommand returns Command for the row itself, which has room for news only: it is empty
// for a command that another client sent ten minutes ago or earlier.
func LastCommand(f Form, row *board.Row, c *board.Command, now time.Time) Part {
	if c.Who == board.WhoOther && now.Sub(c.Sent) >= goneAfter {
		return Part{}
	}
	return Command(f, row, c, now)
}

// The ages from which a command is no longer news: it fades, and one of another client is not
// shown any more.
const (
	fadesAfter = time.Minute
	goneAfter  = 10 * time.Minute
)

// isInForce reports whether the row is in the state that a command with this verb asks for,
// as far as it asks for one and the state is vouched for.
func isInForce(row *board.Row, verb event.Verb) bool {
	want := board.StateUnknown
	switch verb {
	case event.VerbStart, event.VerbResume:
		want = board.StateRec
	case event.VerbPause:
		want = board.StatePaused
	case event.VerbStop:
		want = board.StateOff
	case event.VerbNone, event.VerbQuery:
		return true
	}
	return row.State() == want && row.Stale() == 0
}

// CommandAsWas returns the state of a command without regard to what its row shows since.
func CommandAsWas(f Form, c *board.Command, now time.Time) Part {
	return Part{Role: CommandRole(c.Life), Text: commandText(f, c, now, "! ")}
}

// CommandRole returns the role of a command in a state.
func CommandRole(life board.Life) Role {
	switch life {
	case board.LifeQueued, board.LifeSent, board.LifeAccepted:
		return Pending
	case board.LifeConfirmed:
		return Done
	case board.LifeCancelled, board.LifeSuperseded:
		return Warning
	case board.LifeRejected, board.LifeContradicted, board.LifeUnanswered, board.LifeLost:
		return Fault
	}
	return Faint
}

// commandText puts the mark in front of the words for a failure in the shown form.
func commandText(f Form, c *board.Command, now time.Time, mark string) string {
	text := c.Verb.String()
	if c.Who == board.WhoOther {
		return text + " by another client"
	}
	if life := commandLife(f, c, now, mark); life != "" {
		text += " " + life
	}
	if c.Who == board.WhoUsOrOther {
		// It follows the outcome, which a narrow column must not cut off.
		text += f.of(" (ours or other)", " (T-Server does not say whose)")
	}
	if c.Late != event.IndicationNone {
		text += ", late: " + Indication(f, c.Late) + " after " + Duration(c.LateAfter)
	}
	if f == Shown && c.Life == board.LifeRejected && c.Text != "" {
		text += " " + c.Text
	}
	return text
}

func commandLife(f Form, c *board.Command, now time.Time, mark string) string {
	switch c.Life {
	case board.LifeQueued, board.LifeSent, board.LifeAccepted:
		return openLife(f, c, now)
	case board.LifeCancelled:
		return "cancelled" + because(c.Why)
	case board.LifeConfirmed:
		if c.NoACK {
			return f.of("confirmed, no ACK", "confirmed, not accepted")
		}
		return f.of("confirmed ", "confirmed in ") + Duration(c.Indicated.Sub(c.Sent))
	case board.LifeSuperseded:
		return f.of("superseded", "superseded by a newer command")
	case board.LifeRejected:
		return rejected(f, c, mark)
	case board.LifeContradicted:
		return f.of(mark+"CONTRADICTED by "+c.Indication.String(), "contradicted by "+Indication(f, c.Indication))
	case board.LifeUnanswered:
		how := because(c.Why)
		if c.Why == "" {
			how = " in " + Duration(c.Timeout)
		}
		return f.of(mark+"NO ANSWER", "got no answer") + how
	case board.LifeLost:
		return f.of(mark+"LOST", "lost") + because(c.Why)
	}
	return f.of("", c.Life.String())
}

func openLife(f Form, c *board.Command, now time.Time) string {
	since, life := c.Sent, c.Life.String()
	switch {
	case c.Life == board.LifeQueued:
		return life
	case c.Life == board.LifeAccepted:
		since = c.Accepted
	case !c.Indicated.IsZero():
		life = f.of(c.Indication.String()+", no ACK yet", "sent, "+Indication(f, c.Indication)+" indicated, not accepted yet")
	}
	return life + f.of(waiting(now.Sub(since)), "")
}

func rejected(f Form, c *board.Command, mark string) string {
	text := f.of(mark+"REJECTED", "rejected")
	if c.Code != 0 {
		text += " " + strconv.Itoa(int(c.Code))
	}
	if f == Spoken && c.Text != "" {
		text += " " + c.Text
	}
	return text
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ", " + why
}

// waiting returns how long an open command has waited, in whole seconds, so that the text
// does not change with every frame.
func waiting(d time.Duration) string {
	if d < time.Second {
		return ""
	}
	return fmt.Sprintf(", waiting %d s", int(d/time.Second))
}

// OutcomeRole returns the role of an outcome by its word in the journal and in JSON. A
// command with any other word is still open.
func OutcomeRole(word string) Role {
	for life := board.LifeQueued; life <= board.LifeSeen; life++ {
		if life.String() == word {
			return CommandRole(life)
		}
	}
	return Pending
}
