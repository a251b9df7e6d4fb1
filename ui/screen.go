package ui

import (
	"fmt"
	"strings"

	"capdeck/ui/footer"

	"capdeck/model/action"
	"capdeck/model/panes"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
	"capdeck/ui/overlay"
)

// drawScreen draws all lines of the window.
func (a *App) drawScreen(c *canvas.Canvas) {
	l := &a.layout
	if l.mode == modeTooSmall {
		a.drawTooSmall(c)
		return
	}
	head := a.header()
	head.Draw(c)
	for _, notice := range l.banner {
		c.Sentence(canvas.Hit{}, notice.Role, notice.Text)
	}
	table := a.table()
	if l.heads > 0 {
		table.DrawHeads(c, a.model.Rows().InForce())
	}
	a.drawRows(c, &table)
	switch l.lower {
	case lowerDialog:
		l.dialog.Draw(c, a.model.Overlay().Dialog(), a.model.Board(), &table)
	case lowerPicker:
		overlay.DrawPicker(c, a.model.Overlay().Picker(), l.picker, len(a.model.Rows().Columns()), &l.columns)
	case lowerHelp:
		a.drawText(c, "Help", a.keys.Hint(action.Clear, "", " closes"))
	case lowerPalette:
		a.drawPalette(c)
	case lowerText:
		if a.model.Panes().Text().Content() == panes.Incidents {
			a.drawIncidents(c)
			break
		}
		title, state, action := a.textTitle()
		hint := strings.TrimLeft(state+a.keys.Hint(action, "   ", " closes"), " ")
		if a.model.Panes().Text().Content() == panes.Teams {
			a.drawTeams(c, title, hint)
		} else {
			a.drawText(c, title, hint)
		}
	}
	if l.messages > 0 {
		a.drawMessages(c)
	}
	if l.hint > 0 {
		a.drawHint(c)
	}
	a.drawBottom(c)
}

func (a *App) drawTooSmall(c *canvas.Canvas) {
	texts := [...]string{
		fmt.Sprintf("needs %d x %d", canvas.LeastWidth, canvas.LeastHeight),
		fmt.Sprintf("this is %d x %d", a.width, a.height),
	}
	for y := range a.height {
		line := c.NewLine(canvas.Hit{})
		if y < len(texts) {
			line.Text(c.Styles.Open(themes.Warning), texts[y])
		}
		c.EndLine("")
	}
}

// drawText draws the help or the text pane: its title, and its lines from the scroll
// position on.
func (a *App) drawText(c *canvas.Canvas, title, hint string) {
	l := &a.layout
	if l.text < 0 {
		return
	}
	more := hint
	first := a.textTop()
	if help := a.model.Overlay().Help(); help != nil {
		first = help.Top
	}
	first = min(first, l.beyond)
	if l.beyond > 0 {
		more = fmt.Sprintf("lines %d to %d of %d   %s", first+1, first+l.text, len(a.text), hint)
	}
	focused := l.lower == lowerHelp || a.model.Panes().Focus() == action.PaneDetail
	c.Rule(action.PaneDetail, title, more, focused)
	for y := range l.text {
		var text canvas.TextLine
		if at := first + y; at < len(a.text) {
			text = a.text[at]
		}
		c.Text(canvas.Hit{Pane: action.PaneDetail}, text)
	}
}

// foldNote breaks the note into lines, so that a narrow window also shows what failed and
// what to do. While a prompt is open, it does so for the problem of the prompt if the line
// of the prompt has no room for it.
func (a *App) foldNote(lines int) []string {
	text := a.model.Note().Text
	if text != "" && a.model.Note().IsError {
		text = a.styles.Glyphs.Fault + " " + text
	}
	if prompt := a.model.Overlay().Prompt(); prompt != nil {
		text = ""
		if !overlay.ProblemFits(prompt, a.width) {
			text = prompt.Problem
		}
	}
	return fold.Reason(cell.Clean(fold.Limit(text, a.styles.Glyphs.Ellipsis)), a.width-2, lines, a.styles.Glyphs.Ellipsis)
}

// drawBottom draws the last lines: the prompt, or the note, or the keys.
func (a *App) drawBottom(c *canvas.Canvas) {
	role := themes.Text
	if a.model.Note().IsError || a.editing() {
		role = themes.Error
	}
	for _, text := range a.layout.note {
		c.Sentence(canvas.Hit{}, role, text)
	}
	switch {
	case a.editing():
		a.input.Draw(c, a.model.Overlay().Prompt(), len(a.layout.note) > 0)
	case len(a.layout.note) == 0:
		a.drawKeys(c)
	}
}

// drawHint draws the hint of the first run.
func (a *App) drawHint(c *canvas.Canvas) {
	hint := footer.FirstRun{Keys: &a.keys, Quiet: a.options.Quiet, NoCommands: a.model.ReadOnly() || a.model.Locked()}
	hint.Draw(c)
}
