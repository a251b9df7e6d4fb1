package model

import (
	"fmt"
	"strings"

	"capdeck/model/board"
	"capdeck/model/bulk"
	"capdeck/model/phrase"
	"capdeck/model/rows"
)

// Bulks returns the commands for several DNs that are running, and those that have
// ended without being confirmed everywhere, until the user closes them.
func (m *Model) Bulks() []bulk.View { return m.bulks.Views(m.board) }

// BulkSummary says in words how a command for several DNs has ended.
func BulkSummary(v *bulk.View) string {
	text := fmt.Sprintf("%s for %s: %s confirmed", v.Verb, phrase.Count(v.Total, "DN", "DNs"), phrase.Number(v.Confirmed))
	for _, part := range [...]struct {
		n    int
		life board.Life
	}{
		{v.Rejected, board.LifeRejected},
		{v.Unanswered, board.LifeUnanswered},
		{v.Contradicted, board.LifeContradicted},
		{v.Superseded, board.LifeSuperseded},
		{v.Lost, board.LifeLost},
		{v.Cancelled, board.LifeCancelled},
	} {
		if part.n > 0 {
			text += fmt.Sprintf(", %s %s", phrase.Number(part.n), part.life)
		}
	}
	if v.Refused > 0 {
		text += ", " + phrase.Number(v.Refused) + " refused"
	}
	return text
}

// endBulks takes in outcomes. A command that was thereby confirmed everywhere becomes a
// note; the summary of another one stays until the user closes it.
func (m *Model) endBulks(outcomes []board.Command) {
	for _, confirmed := range m.bulks.End(outcomes) {
		m.say(BulkSummary(&confirmed), false)
	}
}

// cancelQueued ends all commands that have not left.
func (m *Model) cancelQueued() {
	cancelled := m.board.CancelAll(m.now, "the user cancelled it")
	if cancelled == 0 {
		m.say("no command waits to be sent: what has left cannot be taken back", true)
		return
	}
	m.say(phrase.Count(cancelled, "command", "commands")+" cancelled before being sent", false)
}

// showFailures filters the board to the DNs at which the last bulk was not
// confirmed, or takes that filter away.
func (m *Model) showFailures() {
	switch {
	case m.rows.Filter().Only != "":
		m.rows.SetOnly(m.now, nil)
	case m.failures() == nil:
		m.say("the last command for several DNs was confirmed at all of them, or there was none", true)
	default:
		m.rows.SetOnly(m.now, m.failures())
	}
}

// failures are the DNs at which a command for several DNs was not confirmed, nil if
// there are none.
func (m *Model) failures() *rows.Only {
	keys, verbs := m.bulks.Failures()
	if len(keys) == 0 {
		return nil
	}
	words := make([]string, 0, len(verbs)+1)
	for _, verb := range verbs {
		words = append(words, verb.String())
	}
	return &rows.Only{Keys: keys, Words: strings.Join(append(words, "not confirmed"), " ")}
}
