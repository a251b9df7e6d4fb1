package footer

import (
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// Key is one or more keys of the key line, and a word or two for their action.
type Key struct{ Name, Word string }

// DrawKeys draws the key line. It leaves out keys that have no room, but keeps the last
// two in any window, and the last three in a wide one.
func DrawKeys(c *canvas.Canvas, keys []Key) {
	line := c.NewLine(canvas.Hit{})
	width := func(key Key) int { return cell.Width(key.Name) + 1 + cell.Width(key.Word) }
	stay := 2
	if c.Width >= canvas.WideWidth {
		stay = 3
	}
	kept := max(len(keys)-stay, 0)
	room := c.Width - 1
	for _, key := range keys[kept:] {
		room -= width(key) + 2
	}
	line.Space("", 1)
	for i, key := range keys {
		if i < kept && width(key)+2 > room {
			continue
		}
		if i < kept {
			room -= width(key) + 2
		}
		if line.Used() > 1 {
			line.Space("", 2)
		}
		line.Text(c.Styles.Open(themes.Key), key.Name)
		line.Space("", 1)
		line.Text(c.Styles.Open(themes.Faint), key.Word)
	}
	c.EndLine("")
}
