package dntext

import (
	"strconv"
	"time"

	"capdeck/model/board"
	"capdeck/themes"
)

// LastCommand says how the last command of a row stands. A failure that no longer is
// a fault of the row has neither the glyph nor the role of one.
func (w *Words) LastCommand(row *board.Row, c *board.Command) (themes.Role, string) {
	if c.Life.Failed() && !row.LastCommandFails() {
		return themes.Warning, withReason(c, board.PastCommandText(*c, w.Now))
	}
	return CommandRole(c.Life), Command(c, w.Now)
}

// CommandRole returns the role of a command by how it stands.
func CommandRole(life board.Life) themes.Role {
	switch life {
	case board.LifeQueued, board.LifeSent, board.LifeAccepted:
		return themes.Pending
	case board.LifeConfirmed:
		return themes.Done
	case board.LifeCancelled, board.LifeSuperseded:
		return themes.Warning
	case board.LifeRejected, board.LifeContradicted, board.LifeUnanswered, board.LifeLost:
		return themes.Fault
	}
	return themes.Faint
}

// Command says how a command stands, with the text of T-Server if that rejected it.
func Command(c *board.Command, now time.Time) string {
	return withReason(c, board.CommandText(*c, now))
}

func withReason(c *board.Command, text string) string {
	if c.Life == board.LifeRejected && c.Text != "" {
		text += " " + c.Text
	}
	return text
}

// OutcomeRole returns the role of an outcome by its word (docs/SCHEMA.md); one that is
// none of them is of a command that is open.
func OutcomeRole(word string) themes.Role {
	for life := board.LifeQueued; life <= board.LifeSeen; life++ {
		if life.String() == word {
			return CommandRole(life)
		}
	}
	return themes.Pending
}

// AnswerTime is how long an answer took in a few cells, with tenths below 10 ms, since
// T-Server answers within one.
func AnswerTime(d time.Duration) string {
	if d < 10*time.Millisecond {
		return strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', 1, 64) + " ms"
	}
	return board.DurationText(d)
}
