package model

import (
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// Command asks for a command for the rows with these keys, as a typed line does:
// it goes the way of a capture key, whose targets are the marks or the cursor's
// row. Where the policy asks, a Dialog is open afterwards. While one is open
// already, and for no keys or no verb, it does nothing.
type Command struct {
	Now  time.Time
	Verb event.Verb
	// Keys are the targets, each once, in the order of sending. The model keeps
	// them.
	Keys []board.Key
}

// Mark marks the rows with these keys, or with Off takes their marks away; keys
// that are not on the board are left out.
type Mark struct {
	Now  time.Time
	Keys []board.Key
	Off  bool
}

// SetFilter filters the board by a text, as a typed line does. While the filter
// is edited in its prompt it does nothing. What is not understood of it is left
// out: see filter.Reader.ParseLine.
type SetFilter struct {
	Now  time.Time
	Text string
}

func (m Command) at() time.Time   { return m.Now }
func (m Mark) at() time.Time      { return m.Now }
func (m SetFilter) at() time.Time { return m.Now }

// typed carries out a Command.
func (m *Model) typed(msg Command) {
	if m.overlay.Dialog() != nil || len(msg.Keys) == 0 {
		return
	}
	m.notes.note = Note{}
	row := m.actionOf(msg.Verb)
	if row == nil {
		return
	}
	if why := m.Forbids(&row.Row); why != "" {
		m.say(why, true)
		return
	}
	m.send(&row.Row, msg.Keys)
}

// typedFilter carries out a SetFilter.
func (m *Model) typedFilter(text string) {
	if m.overlay.Prompt() == nil {
		m.rows.SetLineFilter(m.now, text)
	}
}

// mark carries out a Mark.
func (m *Model) mark(msg Mark) {
	if msg.Off {
		m.rows.Unmark(msg.Keys...)
	} else {
		m.rows.Mark(msg.Keys...)
	}
}
