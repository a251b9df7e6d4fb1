package ui

import (
	"fmt"
	"strings"

	"capdeck/model"
	"capdeck/themes"
	"capdeck/ui/cell"
)

// drawScreen draws all lines of the window.
func (a *App) drawScreen(c *canvas) {
	l := &a.layout
	if l.mode == modeTooSmall {
		a.drawTooSmall(c)
		return
	}
	a.drawHeader(c)
	if l.mode == modeFull {
		a.drawCounters(c)
	}
	for _, notice := range l.banner {
		line := c.begin(hit{})
		line.Space("", 1)
		line.Text(c.look.open(notice.role), notice.text)
		c.end("")
	}
	if l.heads > 0 {
		a.drawHeads(c)
	}
	a.drawRows(c)
	switch l.lower {
	case lowerDialog:
		a.drawDialog(c)
	case lowerPicker:
		a.drawPicker(c)
	case lowerHelp:
		a.drawText(c, "Help", a.keyFor(model.ActionClear, "", " closes"))
	case lowerPalette:
		a.drawPalette(c)
	case lowerText:
		title, state, action := a.textTitle()
		a.drawText(c, title, strings.TrimLeft(state+a.keyFor(action, "   ", " closes"), " "))
	}
	if l.messages > 0 {
		a.drawMessages(c)
	}
	if l.hint > 0 {
		a.drawHint(c)
	}
	a.drawBottom(c)
}

func (a *App) drawTooSmall(c *canvas) {
	texts := [...]string{
		fmt.Sprintf("needs %d x %d", leastWidth, leastHeight),
		fmt.Sprintf("this is %d x %d", a.width, a.height),
	}
	for y := range a.height {
		line := c.begin(hit{})
		if y < len(texts) {
			line.Text(c.look.open(themes.Warning), texts[y])
		}
		c.end("")
	}
}

// drawText draws the help or the text pane: its title and the lines from where it
// is scrolled to.
func (a *App) drawText(c *canvas, title, hint string) {
	l := &a.layout
	if l.text < 0 {
		return
	}
	more := hint
	first := min(a.model.Scroll(), l.beyond)
	if l.beyond > 0 {
		more = fmt.Sprintf("lines %d to %d of %d   %s", first+1, first+l.text, len(a.text), hint)
	}
	focused := l.lower == lowerHelp || a.model.Focus() == model.PaneDetail
	c.rule(model.PaneDetail, title, more, focused)
	for y := range l.text {
		line := c.begin(hit{pane: model.PaneDetail})
		if at := first + y; at < len(a.text) {
			line.Space("", 1)
			for _, s := range a.text[at] {
				line.Text(c.look.open(s.role), s.text)
			}
		}
		c.end("")
	}
}

// rule draws a pane's title on a horizontal line. The pane that the moving
// keys act on has the cursor's sign in front of its title.
func (c *canvas) rule(pane model.Pane, title, right string, focused bool) {
	line := c.begin(hit{pane: pane})
	border, name := c.look.open(themes.Border), c.look.open(themes.Header)
	dash := c.look.glyphs.Horizontal
	if focused {
		title = c.look.glyphs.Cursor + " " + title
	}
	line.Repeat(border, dash, 2)
	line.Text(name, " "+title+" ")
	end := []segment{{text: " " + right + " "}}
	if right == "" {
		end = nil
	}
	line.Repeat(border, dash, line.Rest()-barWidth(end, 0)-2)
	if right != "" {
		line.Text(c.look.open(themes.Faint), end[0].text)
	}
	line.Repeat(border, dash, line.Rest())
	c.end("")
}

// foldNote breaks the note into lines, so that what failed and what to do can be
// read in a narrow window too. While a line is typed that has the last line; above
// it is then what was not understood of it, where the line has no room for that.
func (a *App) foldNote(lines int) []string {
	text := a.model.Note().Text
	if text != "" && a.model.Note().IsError {
		text = a.look.glyphs.Fault + " " + text
	}
	if prompt := a.model.Prompt(); prompt != nil {
		text = ""
		if !a.problemFits(prompt) {
			text = prompt.Problem
		}
	}
	return foldReason(cell.Clean(a.atMost(text)), a.width-2, lines, a.look.glyphs.Ellipsis)
}

// drawBottom draws the last line, or lines: the prompt, else a note, else the
// keys.
func (a *App) drawBottom(c *canvas) {
	role := themes.Text
	if a.model.Note().IsError || a.editing() {
		role = themes.Error
	}
	for _, text := range a.layout.note {
		line := c.begin(hit{})
		line.Space("", 1)
		line.Text(c.look.open(role), text)
		c.end("")
	}
	switch {
	case a.editing():
		a.drawInput(c)
	case len(a.layout.note) == 0:
		a.drawKeys(c)
	}
}
