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
	// LeastPalette is the smallest number of commands that the palette shows.
	LeastPalette = 3
	// keyCells is the width of the keys of a command, with the gap behind them.
	// compactKeyCells is the same in a small window.
	keyCells, compactKeyCells = 13, 9
)

// Palette draws the list of commands.
type Palette struct {
	Palette *overlay.Palette
	Keys    *bindings.Bindings
	Refuser Refuser
	// Aim names the DNs that a command would act on.
	Aim string
	// Lines is the height of the palette without its title.
	Lines int
	// Compact reports whether the window is small.
	Compact bool
}

// Refuser knows why an action does nothing now.
type Refuser interface {
	// Refusal returns the reason, "" if the action is possible.
	Refusal(row *action.Row) string
}

// Draw draws the matching commands and records in the canvas's hits which one this frame
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

// nameCells returns the width of the names of the commands, with the gap behind them.
func (p *Palette) nameCells() int {
	widest := 0
	for i := range p.Keys.Actions() {
		widest = max(widest, cell.Width(string(p.Keys.Actions()[i].ID)))
	}
	return widest + rows.Gap
}

// drawCommand draws a line of the palette: the name, the keys, why the command does
// nothing now, and what it does.
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

// drawFound draws a text with the matching bytes highlighted. The text must be
// capdeck's own: it is cut at bytes.
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
