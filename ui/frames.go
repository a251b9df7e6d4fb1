package ui

import (
	"math"

	"capdeck/ui/canvas"
)

// frames remember what the lines of the frames on the terminal mean, so that a press
// acts only on what its user saw. The reader of the terminal and the writer of frames
// send their messages without an order between them, so the time at which a press is
// handled proves nothing: a press carries the number of the frame that the terminal had
// taken before it was read.
type frames struct {
	// built is what the frame that View returned last means, shown what the newest one
	// on the terminal means, and before what the one before that meant.
	built, shown, before canvas.Hits
	// newest and older are the numbers of shown and before.
	newest, older uint64
	// dialog and palette are the first frames that show the dialog, and the selection
	// of the palette, that are shown now.
	dialog, palette uint64
	// read is the frame that the terminal had taken before the press that is being
	// handled was read.
	read uint64
}

// nowRead is the frame of a press that does not say before which frame it was read: it
// saw everything that is shown.
const nowRead = math.MaxUint64

// written notes that the terminal shows what View returned last.
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

// hasMoved reports whether a line of the screen means something else than it did when
// the click that is being handled was read.
func (f *frames) hasMoved(y int) bool {
	if f.read >= f.newest {
		return false
	}
	return f.read < f.older || y >= len(f.before.Lines) || f.before.Lines[y] != f.shown.Lines[y]
}
