package model

import (
	"fmt"

	"capdeck/model/action"
	"capdeck/tlibconn/event"
)

const noRow = "no row is under the cursor: move to one first"

// pressKey says, as a part of a sentence, to press the key of an action.
func (m *Model) pressKey(id action.ID) string {
	keys, replaced := m.options.Keys[id]
	if row := m.action(id); row != nil && !replaced {
		keys = row.Keys
	}
	if len(keys) == 0 {
		return "bind a key to the action " + string(id) + " and press it"
	}
	return "press " + keys[0]
}

// Refusal returns a sentence that says why an action does nothing now, "" if it does
// something. The help and the palette show it, and the action's key says it.
func (m *Model) Refusal(row *action.Row) string {
	if why := m.Forbids(row); why != "" {
		return why
	}
	if own := m.action(row.ID); own != nil && own.refused != nil {
		return own.refused(m)
	}
	return ""
}

// Forbids says in a sentence why the session does not let a command be sent
// now, whatever it would hit; "" where it does, and for all other actions.
func (m *Model) Forbids(row *action.Row) string {
	switch {
	case row.Verb == event.VerbNone:
		return ""
	case m.options.ReadOnly && !row.ReadOnly:
		return fmt.Sprintf("this session is read-only: %s is not sent", row.Verb)
	case m.lock.locked && !row.ReadOnly:
		return fmt.Sprintf("the write-lock is on: %s is not sent", row.Verb)
	case m.sent.Journal().Failed:
		return fmt.Sprintf("%s is not sent, because the journal cannot be written: %s", row.Verb, m.sent.Journal().Why)
	}
	return ""
}

// forbidsVerb is Forbids for the action that sends the command.
func (m *Model) forbidsVerb(verb event.Verb) string {
	if row := m.actionOf(verb); row != nil {
		return m.Forbids(&row.Row)
	}
	return ""
}

// noCursor says that no row is under the cursor, "" if one is.
func (m *Model) noCursor() string {
	if m.rows.HasCursor() {
		return ""
	}
	return noRow
}

// noRange says that there is no range to mark, "" if there is one.
func (m *Model) noRange() string {
	if m.rows.CanMarkRange() {
		return ""
	}
	return "mark a row first: a range goes from the last mark to the cursor"
}

// noTarget says why a command would hit nothing, "" where it hits something.
func (m *Model) noTarget() string {
	switch dn, marked := m.rows.Aim(); {
	case marked > 0 || dn != "":
		return ""
	case m.rows.MarksLost():
		return "the marked DNs have left the board: move the cursor to choose another"
	}
	return noRow
}
