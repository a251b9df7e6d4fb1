package canvas

import (
	"capdeck/model/action"
	"capdeck/model/board"
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
}

// Reset empties h and keeps the memory of its lines.
func (h *Hits) Reset() {
	*h = Hits{Lines: h.Lines[:0]}
}

// CopyFrom makes h equal to other, without sharing its lines.
func (h *Hits) CopyFrom(other *Hits) {
	lines := append(h.Lines[:0], other.Lines...)
	*h = *other
	h.Lines = lines
}
