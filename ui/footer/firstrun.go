package footer

import (
	"capdeck/model/action"
	"capdeck/themes"
	"capdeck/ui/bindings"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// FirstRun is the hint for a user who has not seen the board before.
type FirstRun struct {
	Keys *bindings.Bindings
	// Quiet is a DN on which to try a start, "" for none.
	Quiet string
	// NoCommands means that no capture can be started.
	NoCommands bool
}

// Draw draws the hint in one line, in as many words as there is room for.
func (f *FirstRun) Draw(c *canvas.Canvas) {
	keys := f.Keys.Hint(action.Help, "", " for the keys")
	keys = joined(keys, f.Keys.Hint(action.Palette, "", " for all commands"))
	begin := f.startKey(" starts the capture of the DN under the cursor")
	short := joined(f.startKey(" start"), joined(f.Keys.Hint(action.Help, "", " keys"), f.Keys.Hint(action.Palette, "", " commands")))
	texts := []string{"New here? Press " + joined(keys, begin), "Press " + keys, short}
	if key := f.startKey(""); f.Quiet != "" && key != "" {
		quiet := f.Quiet + " is quiet: press " + key + " on it"
		texts = append([]string{
			"New here? " + quiet + " to start its capture, then " + joined(keys, f.Keys.Hint(action.Quit, "", " to quit")),
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

// startKey names the key that starts a capture, before a text. It is empty if no capture
// can be started.
func (f *FirstRun) startKey(after string) string {
	if f.NoCommands {
		return ""
	}
	return f.Keys.Hint(action.Start, "", after)
}

// joined joins two parts of a sentence, either of which may be empty.
func joined(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + ", " + second
}
