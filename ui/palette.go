package ui

import (
	"slices"
	"strings"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/effect"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/rows"
)

const (
	// leastPalette is how many lines of the palette are shown at least.
	leastPalette = 3
	// paletteKeyCells is the room for the keys of a command, with a gap, and
	// compactKeyCells that in a small window.
	paletteKeyCells, compactKeyCells = 13, 9
)

// showsPalette reports whether the prompt that is open is the palette's.
func (a *App) showsPalette() bool {
	return a.model.Overlay().Palette() != nil
}

// openPalette puts the palette over all but header and key line; where that
// leaves too few lines, over the banner as well.
func (a *App) openPalette(l *layout, area int) {
	area += l.heads
	if area-1 < leastPalette {
		area += len(l.banner)
		l.banner = nil
	}
	l.lower, l.messages, l.heads, l.rows = lowerPalette, 0, 0, 0
	l.palette = area - 1
}

// drawPalette draws the commands that match, and takes note of what this frame
// shows as selected.
func (a *App) drawPalette(c *canvas.Canvas) {
	palette := a.model.Overlay().Palette()
	if palette == nil {
		return
	}
	lines := a.layout.palette
	count := phrase.Number(len(palette.Lines))
	if a.layout.mode == modeFull {
		count += " of " + phrase.Number(palette.All())
	}
	c.Rule(action.PaneBoard, "Commands ("+a.aim()+")", count, true)
	end := min(palette.Top+lines, len(palette.Lines))
	names := a.paletteNames()
	for i := range palette.Lines[palette.Top:end] {
		line := &palette.Lines[palette.Top+i]
		selected := line.Action.ID == palette.Chosen
		if selected {
			c.Hits.Palette, c.Hits.Chosen = palette.ID, palette.Chosen
		}
		a.drawCommand(c, line, names, selected)
	}
	if len(palette.Lines) == 0 {
		c.Sentence(canvas.Hit{}, themes.Faint, "No command matches: "+palette.Text)
		end++
	}
	c.Blank(lines-(end-palette.Top), action.PaneBoard)
}

// aim says what a command would hit.
func (a *App) aim() string {
	switch dn, marked := a.model.Aim(); {
	case marked > 0:
		text := "act on " + phrase.Count(marked, "marked DN", "marked DNs")
		if _, hidden := a.model.Marks(); hidden > 0 {
			text += " (" + phrase.Number(hidden) + " hidden)"
		}
		return text
	case dn != "":
		return "act on " + cell.Clean(dn)
	}
	return "act on no DN"
}

// paletteNames is how many cells the names of the commands take, with a gap.
func (a *App) paletteNames() int {
	widest := 0
	for i := range a.keys.Actions() {
		widest = max(widest, cell.Width(string(a.keys.Actions()[i].ID)))
	}
	return widest + rows.Gap
}

// drawCommand draws a line of the palette: name, keys in force, why it does
// nothing now, what it does.
func (a *App) drawCommand(c *canvas.Canvas, found *overlay.PaletteLine, names int, selected bool) {
	line := c.NewLine(canvas.Hit{Action: found.Action.ID})
	text := c.Styles.On(themes.Text, selected)
	cursor := " "
	if selected {
		cursor = c.Styles.Glyphs.Cursor
	}
	line.Text(c.Styles.On(themes.Accent, selected), cursor)
	line.Space(text, 1)
	before := line.Used()
	a.drawFound(line, string(found.Action.ID), found.InID, themes.Text, selected)
	line.Space(text, max(names-(line.Used()-before), 0))
	keys := paletteKeyCells
	if a.layout.mode == modeCompact {
		keys = compactKeyCells
	}
	line.Field(c.Styles.On(themes.Key, selected), strings.Join(a.keys.Keys(found.Action.ID), ", "), keys-rows.Gap)
	line.Space(text, rows.Gap)
	if why := a.model.Refusal(&found.Action); why != "" {
		line.Text(c.Styles.On(themes.Warning, selected), c.Styles.Glyphs.Fault+" "+why)
		line.Space(text, rows.Gap)
	}
	a.drawFound(line, found.Action.Help, found.InHelp, themes.Faint, selected)
	c.EndLine(text)
}

// drawFound draws a text of ours with the bytes that match set apart.
func (a *App) drawFound(line *cell.Line, text string, places []int, role themes.Role, selected bool) {
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
		line.Text(a.styles.On(part, selected), text[at:end])
		at = end
	}
}

// paletteWritten tells the model what the palette on the terminal shows as
// selected.
func (a *App) paletteWritten() []effect.Effect {
	palette := a.model.Overlay().Palette()
	if palette == nil {
		return nil
	}
	chosen := a.shown.Chosen
	if a.shown.Palette != palette.ID {
		chosen = ""
	}
	if chosen == palette.Shown {
		return nil
	}
	return a.tell(model.OverlayShown{Now: a.options.Now(), ID: palette.ID, Chosen: chosen})
}
