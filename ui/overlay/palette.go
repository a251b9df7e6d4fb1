package overlay

import (
	"slices"
	"strings"

	"capdeck/model/action"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/ui/bindings"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/rows"
)

const (
	// LeastPalette is the least number of lines of the palette that are shown.
	LeastPalette = 3
	// keyCells is the room for the keys of a command, with a gap, and compactKeyCells
	// that in a small window.
	keyCells, compactKeyCells = 13, 9
)

// Palette draws the list of commands.
type Palette struct {
	Palette *overlay.Palette
	Keys    *bindings.Bindings
	Refuser Refuser
	// Aim says what a command would hit.
	Aim string
	// Lines is the number of lines without the title.
	Lines int
	// Compact means that the window is a small one.
	Compact bool
}

// Refuser says why an action does nothing now.
type Refuser interface {
	// Refusal returns a reason, "" if the action does something.
	Refusal(row *action.Row) string
}

// Draw draws the commands that match, and notes in the canvas's hits what this frame
// shows as selected.
func (p *Palette) Draw(c *canvas.Canvas) {
	palette := p.Palette
	count := phrase.Number(len(palette.Lines))
	if !p.Compact {
		count += " of " + phrase.Number(palette.All())
	}
	c.Rule(action.PaneBoard, "Commands ("+p.Aim+")", count, true)
	end := min(palette.Top+p.Lines, len(palette.Lines))
	names := p.nameCells()
	for i := range palette.Lines[palette.Top:end] {
		line := &palette.Lines[palette.Top+i]
		selected := line.Action.ID == palette.Chosen
		if selected {
			c.Hits.Palette, c.Hits.Chosen = palette.ID, palette.Chosen
		}
		p.drawCommand(c, line, names, selected)
	}
	if len(palette.Lines) == 0 {
		c.Sentence(canvas.Hit{}, themes.Faint, "No command matches: "+palette.Text)
		end++
	}
	c.Blank(p.Lines-(end-palette.Top), action.PaneBoard)
}

// nameCells is the number of cells for the names of the commands, with a gap.
func (p *Palette) nameCells() int {
	widest := 0
	for i := range p.Keys.Actions() {
		widest = max(widest, cell.Width(string(p.Keys.Actions()[i].ID)))
	}
	return widest + rows.Gap
}

// drawCommand draws a line of the palette: name, keys in force, why it does nothing
// now, what it does.
func (p *Palette) drawCommand(c *canvas.Canvas, found *overlay.PaletteLine, names int, selected bool) {
	line := c.NewLine(canvas.Hit{Action: found.Action.ID})
	text := c.Styles.On(themes.Text, selected)
	cursor := " "
	if selected {
		cursor = c.Styles.Glyphs.Cursor
	}
	line.Text(c.Styles.On(themes.Accent, selected), cursor)
	line.Space(text, 1)
	before := line.Used()
	drawFound(line, c.Styles, string(found.Action.ID), found.InID, themes.Text, selected)
	line.Space(text, max(names-(line.Used()-before), 0))
	keys := keyCells
	if p.Compact {
		keys = compactKeyCells
	}
	line.Field(c.Styles.On(themes.Key, selected), strings.Join(p.Keys.Keys(found.Action.ID), ", "), keys-rows.Gap)
	line.Space(text, rows.Gap)
	if why := p.Refuser.Refusal(&found.Action); why != "" {
		line.Text(c.Styles.On(themes.Warning, selected), c.Styles.Glyphs.Fault+" "+why)
		line.Space(text, rows.Gap)
	}
	drawFound(line, c.Styles, found.Action.Help, found.InHelp, themes.Faint, selected)
	c.EndLine(text)
}

// drawFound draws a text of capdeck's own, with the bytes that match set apart.
func drawFound(line *cell.Line, styles *canvas.Styles, text string, places []int, role themes.Role, selected bool) {
	for at := 0; at < len(text); {
		found := slices.Contains(places, at)
		end := at + 1
		for end < len(text) && slices.Contains(places, end) == found {
			end++
		}
		part := role
		if found {
			part = themes.Accent
		}
		line.Text(styles.On(part, selected), text[at:end])
		at = end
	}
}
