package canvas

import (
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/teams"
)

// Hit is what a line of the screen means to the mouse. A click on a line with the zero
// Hit does nothing.
type Hit struct {
	// Pane is the pane that the wheel scrolls.
	Pane action.Pane
	// IsRow reports whether the line shows a row of the board. Key identifies that row.
	IsRow bool
	Key   board.Key
	// Message is the number of the message that the line shows, 0 for none.
	Message uint64
	// IsTeam reports whether the line shows a team. Team identifies it.
	IsTeam bool
	Team   teams.Key
	// Incident is the ID of the incident that the line shows, "" for none.
	Incident string
	// Action is the action that the line of the palette shows, "" for none.
	Action action.ID
}

// Hits holds what the lines of a frame mean to the mouse, and which dialog or palette the
// frame shows.
type Hits struct {
	// Lines has a Hit for each line of the frame, from the top.
	Lines []Hit
	// Dialog and Palette are the IDs of what is open in this frame, 0 for none.
	Dialog, Palette uint64
	// Chosen is the action that the palette shows as selected, "" for none.
	Chosen action.ID
	// Cursor is the row that the frame shows under the cursor. It is valid if HasCursor.
	Cursor    board.Key
	HasCursor bool
	// Heads are the heads of the columns, on the line HeadLine. They are empty if the frame
	// has no heads.
	Heads    []Head
	HeadLine int
	// Bar is the scroll bar of the board. Its Lines are 0 if the frame has none.
	Bar BarHit
}

// Head is the cells of a column's head, from Left up to but not including Right.
type Head struct {
	Left, Right int
	Column      column.ID
}

// BarHit is the place of a scroll bar: the cells from Left on, in Lines lines from Top on.
// Of is the number of lines of the whole bar, of which the last ones may be covered.
type BarHit struct{ Left, Top, Lines, Of int }

// HeadAt returns the column whose head is there, column.None if there is none.
func (h *Hits) HeadAt(x, y int) column.ID {
	for _, head := range h.Heads {
		if y == h.HeadLine && x >= head.Left && x < head.Right {
			return head.Column
		}
	}
	return column.None
}

// Holds reports whether a place is on the bar.
func (b *BarHit) Holds(x, y int) bool {
	return x >= b.Left && y >= b.Top && y < b.Top+b.Lines
}

// Reset empties h and keeps the memory of its lines.
func (h *Hits) Reset() {
	*h = Hits{Lines: h.Lines[:0], Heads: h.Heads[:0]}
}

// CopyFrom makes h equal to other, without sharing its lines.
func (h *Hits) CopyFrom(other *Hits) {
	lines, heads := append(h.Lines[:0], other.Lines...), append(h.Heads[:0], other.Heads...)
	*h = *other
	h.Lines, h.Heads = lines, heads
}
