package canvas

import (
	"capdeck/model/action"
	"capdeck/model/board"
)

// Hit is what a line of the screen means to the mouse. Zero means that a click
// on the line does nothing.
type Hit struct {
	// Pane is the pane that the wheel scrolls there.
	Pane action.Pane
	// IsRow reports whether Key names the row of the board that the line shows.
	IsRow bool
	Key   board.Key
	// Message is the number of the message that the line shows, 0 for none.
	Message uint64
	// Action is the action that the line of the palette shows, "" for none.
	Action action.ID
}

// Hits are what all lines of a frame mean, and which dialog or palette the frame
// shows.
type Hits struct {
	// Lines has one Hit for each line of the frame, from the top.
	Lines []Hit
	// Dialog and Palette identify what is open in this frame, 0 for none.
	Dialog, Palette uint64
	// Chosen is the action that the palette shows as selected, "" for none.
	Chosen action.ID
}

// Reset empties h and keeps its room.
func (h *Hits) Reset() {
	*h = Hits{Lines: h.Lines[:0]}
}

// CopyFrom makes h equal to other, without sharing its lines.
func (h *Hits) CopyFrom(other *Hits) {
	lines := append(h.Lines[:0], other.Lines...)
	*h = *other
	h.Lines = lines
}
