package teams

import "slices"

// Cursor returns the team under the cursor. It returns false if there is none: no team is
// listed, or the one under the cursor has left the board.
func (t *Teams) Cursor() (Key, bool) { return t.cursor, t.chosen }

// SetHeight sets how many lines there is room for; less than 0 means none.
func (t *Teams) SetHeight(height int) {
	t.height = max(height, 0)
	if t.chosen {
		t.showCursor()
	}
	t.clampWindow()
}

// Height returns how many lines there is room for.
func (t *Teams) Height() int { return t.height }

// Top returns how many teams are above the window.
func (t *Teams) Top() int { return t.top }

// MoveTo puts the cursor on a team, counted from 0, or on the nearest one.
func (t *Teams) MoveTo(index int) {
	if t.chosen = len(t.keys) > 0; !t.chosen {
		return
	}
	t.index = max(min(index, len(t.keys)-1), 0)
	t.cursor = t.keys[t.index]
	t.showCursor()
}

// MoveBy moves the cursor down, or up if steps is negative. If its team has left the
// board, the first step chooses the one that took its place.
func (t *Teams) MoveBy(steps int) {
	if !t.chosen {
		steps = 0
	}
	t.MoveTo(t.index + steps)
}

// MoveToKey puts the cursor on a team. It does nothing if the team is not listed.
func (t *Teams) MoveToKey(key Key) {
	if at := slices.Index(t.keys, key); at >= 0 {
		t.MoveTo(at)
	}
}

// Visible returns the teams in the window, with their present values. The slice is valid
// until the next call of a method.
func (t *Teams) Visible() []Line {
	end := min(t.top+t.height, len(t.keys))
	t.lines = t.lines[:0]
	for _, key := range t.keys[min(t.top, end):end] {
		t.lines = append(t.lines, t.present(key))
	}
	return t.lines
}

// showCursor moves the window so that it contains the cursor.
func (t *Teams) showCursor() {
	t.top = max(min(t.top, t.index), t.index-t.height+1)
	t.clampWindow()
}

func (t *Teams) clampWindow() { t.top = max(min(t.top, len(t.keys)-t.height), 0) }

// All returns all teams in their order, with their present values. The caller owns the
// slice.
func (t *Teams) All() []Line {
	all := make([]Line, len(t.keys))
	for i, key := range t.keys {
		all[i] = t.present(key)
	}
	return all
}

// present returns the present values of a team; none if it has left the board.
func (t *Teams) present(key Key) Line {
	team, ok := t.board.Team(key.Site, key.Name)
	if !ok {
		return Line{Key: key}
	}
	return t.line(team)
}
