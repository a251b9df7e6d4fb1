package ui

import (
	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/model/phrase"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/overlay"
)

// openDialog puts the dialog below the rows, which keep the remaining lines.
func (a *App) openDialog(l *layout, area int) {
	l.lower, l.messages, l.text, l.beyond = lowerDialog, 0, 0, 0
	l.dialog = overlay.FitDialog(a.model.Overlay().Dialog(), a.width, area)
	l.rows = area - l.dialog.Lines()
}

// openHelp puts the help over everything except header and key line.
func (a *App) openHelp(l *layout, area int) {
	area += l.heads
	l.lower, l.messages, l.heads, l.rows = lowerHelp, 0, 0, 0
	help := overlay.Help{
		Keys: &a.keys, Refuser: a.model, Glyphs: &a.styles.Glyphs, Pane: a.model.Panes().Focus(), Mouse: a.model.Mouse(), Width: a.width,
		Confirm: a.model.Confirm().Sentence(), Policy: a.model.Confirm().String(),
	}
	a.text = help.Text()
	l.text = area - 1
	l.beyond = max(len(a.text)-l.text, 0)
}

// openPicker puts the column picker below the rows, which keep the remaining lines.
func (a *App) openPicker(l *layout, area int) {
	l.lower, l.messages, l.text, l.beyond = lowerPicker, 0, 0, 0
	lines := overlay.PickerLines(a.model.Overlay().Picker(), area)
	l.rows, l.picker = area-lines, lines-1
}

// openPalette puts the palette over everything except header and key line, and also over
// the banner if it would otherwise have too few lines.
func (a *App) openPalette(l *layout, area int) {
	area += l.heads
	if area-1 < overlay.LeastPalette {
		area += len(l.banner)
		l.banner = nil
	}
	l.lower, l.messages, l.heads, l.rows = lowerPalette, 0, 0, 0
	l.palette = area - 1
}

// showsPalette reports whether the palette is open.
func (a *App) showsPalette() bool { return a.model.Overlay().Palette() != nil }

// drawPalette draws the palette if it is open.
func (a *App) drawPalette(c *canvas.Canvas) {
	if !a.showsPalette() {
		return
	}
	palette := overlay.Palette{
		Palette: a.model.Overlay().Palette(), Keys: &a.keys, Refuser: a.model, Aim: a.aim(),
		Lines: a.layout.palette, Compact: a.layout.mode != modeFull,
	}
	palette.Draw(c)
}

// aim names the DNs that a command would act on.
func (a *App) aim() string {
	switch dn, marked := a.model.Rows().Aim(); {
	case marked > 0:
		text := "act on " + phrase.Count(marked, "marked DN", "marked DNs")
		if _, hidden := a.model.Rows().Marks(); hidden > 0 {
			text += " (" + phrase.Number(hidden) + " hidden)"
		}
		return text
	case dn != "":
		return "act on " + cell.Clean(dn)
	}
	return "act on no DN"
}

// paletteWritten tells the model which command the palette on the terminal shows as
// selected.
func (a *App) paletteWritten() []effect.Effect {
	palette := a.model.Overlay().Palette()
	if palette == nil {
		return nil
	}
	chosen := a.frames.shown.Chosen
	if a.frames.shown.Palette != palette.ID {
		chosen = ""
	}
	if chosen == palette.Shown {
		return nil
	}
	return a.tell(model.OverlayShown{Now: a.options.Now(), ID: palette.ID, Chosen: chosen})
}
