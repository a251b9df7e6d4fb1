package rows

import (
	"strings"

	"capdeck/model/board"
	"capdeck/model/filter"
)

// cursorState is the cursor, which is a key, and the window: the rows that fit on the
// screen.
type cursorState struct {
	key    board.Key
	placed bool // the user has put the cursor on a row: key is that row
	chosen bool // the row is shown, and has been since the user chose it
	index  int  // of the row among those shown, or where it was when it disappeared
	left   bool // the row disappeared because the board changed

	top    int         // index of the first visible row
	height int         // of the window, in rows
	keys   []board.Key // scratch space for VisibleKeys
}

// Cursor returns the key of the row under the cursor: the row that a command affects if
// none is marked. It returns false while the filter hides the row, and after the row was
// removed from the board. Only the user moves the cursor to another row.
func (r *Rows) Cursor() (board.Key, bool) { return r.cursor.key, r.cursor.chosen }

// HasCursor reports whether a row is under the cursor.
func (r *Rows) HasCursor() bool { return r.cursor.chosen }

// SetHeight sets how many rows the screen has room for; less than 0 means none.
func (r *Rows) SetHeight(height int) {
	r.cursor.height = max(height, 0)
	if r.cursor.chosen {
		r.showCursor()
	}
	r.clampWindow()
}

// Height returns how many rows the screen has room for.
func (r *Rows) Height() int { return r.cursor.height }

// MoveTo puts the cursor on a row, counted from 0 among Shown, or on the nearest one if
// there is no such row. It scrolls the window to the row.
func (r *Rows) MoveTo(index int) {
	if len(r.shown) == 0 {
		r.cursor.chosen = false
		return
	}
	index = max(min(index, len(r.shown)-1), 0)
	r.cursor.index, r.cursor.key = index, r.shown[index].Key()
	r.cursor.placed, r.cursor.chosen, r.cursor.left, r.marks.lost = true, true, false, false
	r.showCursor()
}

// MoveBy moves the cursor down, or up if steps is negative. If its row has disappeared,
// the first step chooses the row that took its place.
func (r *Rows) MoveBy(steps int) {
	if !r.cursor.chosen {
		steps = 0
	}
	r.MoveTo(r.cursor.index + steps)
}

// JumpTo moves the window to the part of the rows that line stands for, counted from 0, on
// a scroll bar of that many lines. The cursor moves to the row on that line of the window.
func (r *Rows) JumpTo(line, lines int) {
	hidden, last := max(len(r.shown)-r.cursor.height, 0), max(lines-1, 1)
	line = max(min(line, last), 0)
	r.cursor.top = (line*hidden + last/2) / last
	r.MoveTo(r.cursor.top + line)
}

// MoveToKey puts the cursor on the row with this key. It does nothing if the row is not
// shown.
func (r *Rows) MoveToKey(key board.Key) {
	for i, row := range r.shown {
		if row.Key() == key {
			r.MoveTo(i)
			return
		}
	}
}

// MoveToNamed moves the cursor to the row that a filter just typed refers to: the DN that
// equals the text, or the only row that matches the names in the filter. Otherwise the
// cursor would remain on a row that the filter hides, and the next key would do nothing. A
// filter by state or fault does not move the cursor, because the rows that match it change
// by themselves.
func (r *Rows) MoveToNamed(text string) {
	for i, row := range r.shown {
		if row.Key().DN == strings.TrimSpace(text) {
			r.MoveTo(i)
			return
		}
	}
	if r.filter.current.NamesDNs() && r.filter.quick == filter.AnyState && !r.cursor.chosen && len(r.shown) == 1 {
		r.MoveTo(0)
	}
}

// keepCursor finds the cursor's row again and keeps it in the window.
func (r *Rows) keepCursor() {
	r.findCursor()
	if r.cursor.chosen {
		r.showCursor()
	}
	r.clampWindow()
}

// findCursor finds the cursor's row again. While the row is hidden, no row is chosen: a
// key must not affect another one.
func (r *Rows) findCursor() {
	c := &r.cursor
	if !c.placed {
		return
	}
	if !c.chosen && (r.following || c.left) {
		// The row disappeared or reappeared without an action of the user: only a move
		// chooses it again.
		return
	}
	c.left = r.following
	c.chosen = true
	if c.index < len(r.shown) && r.shown[c.index].Key() == c.key {
		c.left = false
		return
	}
	for i, row := range r.shown {
		if row.Key() == c.key {
			c.index, c.left = i, false
			return
		}
	}
	c.chosen = false
}

// showCursor moves the window so that it contains the cursor.
func (r *Rows) showCursor() {
	c := &r.cursor
	c.top = max(min(c.top, c.index), c.index-c.height+1)
	r.clampWindow()
}

func (r *Rows) clampWindow() {
	last := max(len(r.shown)-r.cursor.height, 0)
	r.cursor.top = max(min(r.cursor.top, last), 0)
}
