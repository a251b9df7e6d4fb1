package ui

import (
	"capdeck/ui/canvas"
	"capdeck/ui/footer"
)

// leastForHint is the number of lines under the header from which one is left for the
// hint.
const leastForHint = 4

// dismissHint removes the hint of the first run: a user who presses a key has begun.
func (a *App) dismissHint() {
	a.dirty = a.dirty || a.hinting
	a.hinting = false
}

// openHint puts the hint on the line above the key line, so that no row moves when it
// is dismissed.
func (a *App) openHint(l *layout, area int) int {
	if a.hinting && area >= leastForHint {
		l.hint = 1
	}
	return area - l.hint
}

// drawHint draws the hint of the first run.
func (a *App) drawHint(c *canvas.Canvas) {
	hint := footer.FirstRun{Keys: &a.keys, Quiet: a.options.Quiet, NoCommands: a.model.ReadOnly() || a.model.Locked()}
	hint.Draw(c)
}
