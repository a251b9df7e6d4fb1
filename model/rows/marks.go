package rows

import "capdeck/model/board"

// marks are the keys that a command affects. Changes of filter and order do not affect
// them.
type marks struct {
	keys   map[board.Key]struct{}
	anchor board.Key // the last mark that was set, where a range begins
	// lost means that every marked row was removed from the board: until the user chooses
	// again, a command affects no row, rather than the one under the cursor.
	lost bool
}

// Marked reports whether the row is marked.
func (r *Rows) Marked(key board.Key) bool {
	_, ok := r.marks.keys[key]
	return ok
}

// HasMarks reports whether any row is marked.
func (r *Rows) HasMarks() bool { return len(r.marks.keys) > 0 }

// Marks returns how many rows are marked, and how many of them are hidden.
func (r *Rows) Marks() (marked, hidden int) {
	marked = len(r.marks.keys)
	if marked == 0 || !r.canHide() {
		return marked, 0
	}
	shown := 0
	for _, row := range r.shown {
		if r.Marked(row.Key()) {
			shown++
		}
	}
	return marked, marked - shown
}

// MarksLost reports whether all marked rows were removed from the board and the user has
// not chosen any row since. Targets is empty then.
func (r *Rows) MarksLost() bool { return r.marks.lost }

// ToggleMark marks the row under the cursor, or removes its mark, and moves the cursor
// down. It reports false and does nothing if no row is under the cursor.
func (r *Rows) ToggleMark() bool {
	key, ok := r.Cursor()
	if !ok {
		return false
	}
	if r.Marked(key) {
		delete(r.marks.keys, key)
	} else {
		r.marks.keys[key] = struct{}{}
		r.marks.anchor = key
	}
	r.MoveBy(1)
	return true
}

// CanMarkRange reports whether MarkRange would mark rows.
func (r *Rows) CanMarkRange() bool {
	return r.cursor.chosen && r.Marked(r.marks.anchor) && r.Shows(r.marks.anchor)
}

// MarkRange marks the rows from the last mark to the cursor. It reports false and does
// nothing unless both are shown.
func (r *Rows) MarkRange() bool {
	from := -1
	for i, row := range r.shown {
		if row.Key() == r.marks.anchor && r.Marked(r.marks.anchor) {
			from = i
		}
	}
	if !r.cursor.chosen || from < 0 {
		return false
	}
	first, last := min(from, r.cursor.index), max(from, r.cursor.index)
	for _, row := range r.shown[first : last+1] {
		r.marks.keys[row.Key()] = struct{}{}
	}
	return true
}

// MarkShown marks all rows that are shown.
func (r *Rows) MarkShown() {
	r.marks.lost = false
	for _, row := range r.shown {
		r.marks.keys[row.Key()] = struct{}{}
	}
}

// Mark marks rows. Keys that are not on the board are ignored.
func (r *Rows) Mark(keys ...board.Key) {
	for _, key := range keys {
		if r.board.Row(key) != nil {
			r.marks.keys[key] = struct{}{}
			r.marks.anchor, r.marks.lost = key, false
		}
	}
}

// Unmark removes marks.
func (r *Rows) Unmark(keys ...board.Key) {
	for _, key := range keys {
		delete(r.marks.keys, key)
	}
}

// ClearMarks removes all marks.
func (r *Rows) ClearMarks() { clear(r.marks.keys) }

// dropMarks removes the marks of rows that were removed from the board.
func (r *Rows) dropMarks() {
	if len(r.marks.keys) == 0 {
		return
	}
	for key := range r.marks.keys {
		if r.board.Row(key) == nil {
			delete(r.marks.keys, key)
		}
	}
	r.marks.lost = len(r.marks.keys) == 0
}

// Targets returns the keys that a command affects, in the order of the board: the marked
// rows, or the one under the cursor if none is marked. The caller owns the slice.
func (r *Rows) Targets() []board.Key {
	if len(r.marks.keys) == 0 {
		if key, ok := r.Cursor(); ok && !r.marks.lost {
			return []board.Key{key}
		}
		return nil
	}
	keys := make([]board.Key, 0, len(r.marks.keys))
	for _, row := range r.board.Rows() {
		if r.Marked(row.Key()) {
			keys = append(keys, row.Key())
		}
	}
	return keys
}

// Aim returns what a command would affect now: the number of marked DNs, or the DN under
// the cursor if none is marked. It returns "" and 0 if a command would affect nothing.
func (r *Rows) Aim() (dn string, marked int) {
	if marked = len(r.marks.keys); marked > 0 {
		return "", marked
	}
	if key, ok := r.Cursor(); ok && !r.marks.lost {
		return key.DN, 0
	}
	return "", 0
}
