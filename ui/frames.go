package ui

import (
	"math"

	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/ui/canvas"
)

// frames records what the lines of the frames on the terminal mean, so that a press acts
// only on what the user saw. The messages of the terminal's reader and those of the writer
// of frames arrive in no fixed order. The time at which a press is handled therefore proves
// nothing, and a press carries the number of the last frame written before it was read.
type frames struct {
	// built belongs to the frame that View returned last, shown to the newest frame on
	// the terminal, and before to the frame before that.
	built, shown, before canvas.Hits
	// newest and older are the numbers of shown and before.
	newest, older uint64
	// dialog and palette are the numbers of the first frames with the dialog, and with
	// the selection of the palette, that are shown now.
	dialog, palette uint64
	// landed is the number of the first frame that shows the cursor on the row where it
	// landed last, which is landedOn.
	landed   uint64
	landedOn board.Key
	// read is the number of the last frame that was written before the current press was
	// read.
	read uint64
}

// nowRead is the value of read for input without a frame number. It counts as read after
// everything that is shown.
const nowRead = math.MaxUint64

// written records that the terminal shows the frame that View returned last.
func (f *frames) written(frame uint64) {
	f.shown, f.before = f.before, f.shown
	f.shown.CopyFrom(&f.built)
	f.newest, f.older = frame, f.newest
	if f.shown.Dialog != f.before.Dialog {
		f.dialog = frame
	}
	if f.shown.Palette != f.before.Palette || f.shown.Chosen != f.before.Chosen {
		f.palette = frame
	}
}

// headAt returns the column on whose head a click was made. It returns column.None if the
// terminal showed no head there when the click was read.
func (f *frames) headAt(x, y int) column.ID {
	c := f.shown.HeadAt(x, y)
	if f.read < f.newest && (f.read < f.older || f.before.HeadAt(x, y) != c) {
		return column.None
	}
	return c
}

// hasMoved reports whether a line of the screen means something different from what it
// meant when the current click was read.
func (f *frames) hasMoved(y int) bool {
	if f.read >= f.newest {
		return false
	}
	return f.read < f.older || y >= len(f.before.Lines) || f.before.Lines[y] != f.shown.Lines[y]
}
