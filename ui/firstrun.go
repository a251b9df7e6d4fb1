package ui

import (
	"capdeck/model/action"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// leastForHint is how many lines under the header leave one for the hint.
const leastForHint = 4

// dismissHint takes the hint of the first run away: whoever presses a key has
// begun.
func (a *App) dismissHint() {
	a.dirty = a.dirty || a.hinting
	a.hinting = false
}

// openHint gives the hint the line above the key line, so that no row moves when
// it goes.
func (a *App) openHint(l *layout, area int) int {
	if a.hinting && area >= leastForHint {
		l.hint = 1
	}
	return area - l.hint
}

// drawHint draws how to begin, in as many words as there is room for.
func (a *App) drawHint(c *canvas.Canvas) {
	keys := a.keys.Hint(action.Help, "", " for the keys")
	keys = joined(keys, a.keys.Hint(action.Palette, "", " for all commands"))
	begin := a.startKey(" starts the capture of the DN under the cursor")
	short := joined(a.startKey(" start"), joined(a.keys.Hint(action.Help, "", " keys"), a.keys.Hint(action.Palette, "", " commands")))
	texts := []string{"New here? Press " + joined(keys, begin), "Press " + keys, short}
	if key := a.startKey(""); a.options.Quiet != "" && key != "" {
		quiet := a.options.Quiet + " is quiet: press " + key + " on it"
		texts = append([]string{
			"New here? " + quiet + " and see its capture start, then " + joined(keys, a.keys.Hint(action.Quit, "", " to quit")),
			joined(quiet, keys),
		}, texts...)
	}
	text := texts[0]
	for _, shorter := range texts[1:] {
		if cell.Width(text) > c.Width-2 {
			text = shorter
		}
	}
	c.Sentence(canvas.Hit{}, themes.Accent, text)
}

// startKey names the key that starts a capture, in front of a text; it is empty
// where the session may not.
func (a *App) startKey(after string) string {
	if a.model.ReadOnly() || a.model.Locked() {
		return ""
	}
	return a.keys.Hint(action.Start, "", after)
}

// joined puts two parts of a sentence side by side; either may be empty.
func joined(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + ", " + second
}
