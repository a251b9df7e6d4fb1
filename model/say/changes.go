package say

import (
	"strings"

	"capdeck/model/board"
	"capdeck/model/phrase"
)

// Changes counts what changed about several rows. The zero value counts nothing.
type Changes struct {
	// Rows is the number of rows that changed.
	Rows int
	// States is the number of rows that changed to each board.State.
	States [4]int
	// Stale rows are no longer vouched for, Fresh rows are again.
	Stale, Fresh int
	// Faults is the number of rows with a new fault.
	Faults int
	// Confirmed and Unconfirmed are the commands that ended.
	Confirmed, Unconfirmed int
}

// Text returns the counts as a sentence.
func (c *Changes) Text() string {
	var parts []string
	add := func(n int, words string) {
		if n > 0 {
			parts = append(parts, phrase.Number(n)+" "+words)
		}
	}
	for _, state := range [...]board.State{board.StateRec, board.StatePaused, board.StateOff, board.StateUnknown} {
		add(c.States[state], "DNs now "+State(Spoken, state).Text)
	}
	add(c.Stale, "no longer vouched for")
	add(c.Fresh, "vouched for again")
	add(c.Confirmed, "commands confirmed")
	add(c.Unconfirmed, "commands not confirmed")
	add(c.Faults, "new faults")
	text := phrase.Count(c.Rows, "change", "changes")
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	return text + "."
}

// RegisteredAgain returns that a DN is registered again.
func RegisteredAgain() string { return "registered again" }

// LastingAcknowledged returns that a lasting fault was acknowledged.
func LastingAcknowledged(fault board.Fault) string {
	return faultWord(Spoken, fault) + ", acknowledged"
}
