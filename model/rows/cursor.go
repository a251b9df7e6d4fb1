package rows

import (
	"strings"

	"capdeck/model/board"
)

// cursorState is the cursor, which is a key, and the window: the rows that fit on the
// screen.
type cursorState struct {
	key    board.Key
	placed bool // the user has put the cursor on a row: key is that row
	chosen bool // the row is shown, and has been since the user chose it
	index  int  // of the row among those shown, or where it was when it disappeared
	left   bool // the row disappeared because the board changed
	// moved is Rows.choice when the user last moved the cursor. unseen means that the cursor
	// was moved to the row without the user, and no frame has shown that.
	moved  uint64
	unseen bool

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
	r.cursor.moved, r.cursor.unseen = r.choice, false
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
// a scroll bar of that many lines. The cursor moves to the row on that line of the window,
// and is Unseen there.
func (r *Rows) JumpTo(line, lines int) {
	hidden, last := max(len(r.shown)-r.cursor.height, 0), max(lines-1, 1)
	line = max(min(line, last), 0)
	r.cursor.top = (line*hidden + last/2) / last
	before := r.cursor.key
	r.MoveTo(r.cursor.top + line)
	r.cursor.unseen = r.cursor.chosen && r.cursor.key != before
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

// Land puts the cursor on the first row after the user has chosen which rows are shown, or on
// the DN that equals text. The cursor would otherwise remain on a row that is hidden or far
// away. Land does nothing if the user has moved the cursor since that choice, or if all rows
// are shown. The row that the cursor lands on is Unseen until the caller reports that it was
// shown: a command must not affect a row that the user cannot know of.
func (r *Rows) Land(text string) {
	c := &r.cursor
	if !r.IsFiltered() || c.chosen && c.moved == r.choice {
		return
	}
	to := 0
	for i, row := range r.shown {
		if row.Key().DN == strings.TrimSpace(text) {
			to = i
			break
		}
	}
	before, wasChosen, lost := c.key, c.chosen, r.marks.lost
	r.MoveTo(to)
	r.marks.lost = lost
	c.unseen = c.chosen && (!wasChosen || c.key != before)
}

// Unseen returns the DN under the cursor if the cursor landed there and no frame has shown
// it there yet, "" otherwise.
func (r *Rows) Unseen() string {
	if r.cursor.chosen && r.cursor.unseen {
		return r.cursor.key.DN
	}
	return ""
}

// SetSeen reports whether a frame has shown the cursor on the row with this key, before the
// key that is handled now was pressed. It does nothing if the cursor is on another row.
func (r *Rows) SetSeen(key board.Key, seen bool) {
	if r.cursor.key == key {
		r.cursor.unseen = !seen
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
