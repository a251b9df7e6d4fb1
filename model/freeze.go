package model

import (
	"slices"
	"time"

	"capdeck/model/board"
)

// Frozen reports since when the rows stand still, and how many have come at
// their end since; ok is false while they move. Only the user ends it. Rows
// that leave the board leave nevertheless, and what the user does to filter and
// order is done once, at once.
func (m *Model) Frozen() (since time.Time, appended int, ok bool) {
	return m.list.frozenAt, m.list.appended, m.isFrozen()
}

func (m *Model) isFrozen() bool { return !m.list.frozenAt.IsZero() }

func (m *Model) toggleFreeze() {
	if m.isFrozen() {
		m.list.frozenAt = time.Time{}
		m.refilter()
		m.say("the rows move again, "+m.list.order.String(), false)
		return
	}
	m.list.frozenAt = m.now
}

// keepOrder follows the board while the rows stand still: those that are shown
// stay, whatever they hold now, and those that are to be shown since come at
// the end.
func (m *Model) keepOrder() {
	all := m.board.Rows()
	m.list.version = m.board.Version()
	m.list.known = slices.Grow(m.list.known[:0], len(all))[:len(all)]
	clear(m.list.known)
	kept := m.list.rows[:0]
	for _, row := range m.list.rows {
		if isOn(all, row) {
			m.list.known[row.Index()] = true
			kept = append(kept, row)
		}
	}
	for i, row := range all {
		if !m.list.known[i] && m.passes(row) {
			kept = append(kept, row)
			m.list.appended++
		}
	}
	m.list.rows = kept
	m.keepCursor()
}

func isOn(all []*board.Row, row *board.Row) bool {
	return row.Index() < len(all) && all[row.Index()] == row
}
