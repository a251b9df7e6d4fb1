package model

import "capdeck/model/board"

// marks are the keys that a command hits. They are keys and stay where they
// are whatever becomes of filter and order.
type marks struct {
	keys   map[board.Key]struct{}
	anchor board.Key // the last mark that was set, for a range
	// lost says that every marked row has left the board: until the user
	// chooses again a command hits none, rather than the cursor's row.
	lost bool
}

// Marked reports whether the row is marked.
func (m *Model) Marked(key board.Key) bool {
	_, ok := m.marks.keys[key]
	return ok
}

// Marks returns how many rows are marked, and how many of them the filter
// hides.
func (m *Model) Marks() (marked, hidden int) {
	marked = len(m.marks.keys)
	if marked == 0 || !m.isFiltered() && !m.isFrozen() {
		return marked, 0
	}
	shown := 0
	for _, row := range m.list.rows {
		if m.Marked(row.Key()) {
			shown++
		}
	}
	return marked, marked - shown
}

// toggleMark marks or unmarks the row under the cursor: see noCursor.
func (m *Model) toggleMark() {
	key, _ := m.Cursor()
	if m.Marked(key) {
		delete(m.marks.keys, key)
	} else {
		m.marks.keys[key] = struct{}{}
		m.marks.anchor = key
	}
	m.moveBy(1)
}

// markRange marks from the last mark to the cursor, both of which are shown: see
// noRange.
func (m *Model) markRange() {
	from := -1
	for i, row := range m.list.rows {
		if row.Key() == m.marks.anchor && m.Marked(m.marks.anchor) {
			from = i
		}
	}
	if from < 0 {
		return
	}
	first, last := min(from, m.list.index), max(from, m.list.index)
	for _, row := range m.list.rows[first : last+1] {
		m.marks.keys[row.Key()] = struct{}{}
	}
}

func (m *Model) markAll() {
	m.marks.lost = false
	for _, row := range m.list.rows {
		m.marks.keys[row.Key()] = struct{}{}
	}
}

// dropMarks forgets marks of rows that have left the board.
func (m *Model) dropMarks() {
	if len(m.marks.keys) == 0 {
		return
	}
	for key := range m.marks.keys {
		if m.board.Row(key) == nil {
			delete(m.marks.keys, key)
		}
	}
	m.marks.lost = len(m.marks.keys) == 0
}

// targets are the keys that a command hits, in the board's order: the marked
// rows, or the one under the cursor. They do not change afterwards.
func (m *Model) targets() []board.Key {
	if len(m.marks.keys) == 0 {
		if key, ok := m.Cursor(); ok && !m.marks.lost {
			return []board.Key{key}
		}
		return nil
	}
	keys := make([]board.Key, 0, len(m.marks.keys))
	for _, row := range m.board.Rows() {
		if m.Marked(row.Key()) {
			keys = append(keys, row.Key())
		}
	}
	return keys
}
