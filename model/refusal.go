package model

import (
	"fmt"

	"capdeck/tlibconn/event"
)

const (
	noRow   = "no row is under the cursor: move to one first"
	noRange = "mark a row first: a range goes from the last mark to the cursor"
)

// Refusal says in a sentence why an action does nothing now, "" where it does
// something: what the help and the palette show, and its key says.
func (m *Model) Refusal(action *Action) string {
	switch {
	case m.options.ReadOnly && !action.ReadOnly:
		return fmt.Sprintf("this session is read-only: %s is not sent", action.Verb)
	case action.Verb != event.VerbNone && m.journal.Failed:
		return m.unrecorded(action.Verb)
	case action.Verb != event.VerbNone:
		return m.noTarget()
	case action.ID == ActionMark && !m.list.chosen:
		return noRow
	case action.ID == ActionMarkTo && (!m.list.chosen || !m.Marked(m.marks.anchor) || !m.Shows(m.marks.anchor)):
		return noRange
	}
	return ""
}

// noTarget says why a command would hit nothing, "" where it hits something.
func (m *Model) noTarget() string {
	switch dn, marked := m.Aim(); {
	case marked > 0 || dn != "":
		return ""
	case m.marks.lost:
		return "the marked DNs have left the board: move the cursor to choose another"
	}
	return noRow
}

func (m *Model) unrecorded(verb event.Verb) string {
	return fmt.Sprintf("%s is not sent, because the journal cannot be written: %s", verb, m.journal.Why)
}

// Aim is what a command would hit now: so many marked DNs, or the dn under the
// cursor if none is marked; "" and 0 for nothing.
func (m *Model) Aim() (dn string, marked int) {
	if marked = len(m.marks.keys); marked > 0 {
		return "", marked
	}
	if key, ok := m.Cursor(); ok && !m.marks.lost {
		return key.DN, 0
	}
	return "", 0
}
