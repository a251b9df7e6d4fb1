package ui

import (
	"fmt"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
	"capdeck/ui/rows"
)

// mostQuestion is how many lines a dialog's question is folded into.
const mostQuestion = 3

// dialogLayout says which lines a dialog has: title, question, a line on
// hidden targets, the targets, the choices.
type dialogLayout struct {
	question      []string // a line each
	title, hidden bool
	targets       int // lines of targets
	more          bool
}

func (d *dialogLayout) lines() int {
	lines := len(d.question) + 1 + d.targets
	for _, on := range [...]bool{d.title, d.hidden, d.more} {
		if on {
			lines++
		}
	}
	return lines
}

// dialogLayoutFor fits the dialog into area lines. Question and choices are
// always there; the list scrolls.
func dialogLayoutFor(dialog *overlay.Dialog, width, area int) dialogLayout {
	targets := min(len(dialog.Targets), 1)
	d := dialogLayout{question: fold.Words(cell.Clean(dialog.Question), width-2, max(min(area-2-targets, mostQuestion), 1))}
	// A window that has no room for all has it for what would be hit first.
	d.hidden = len(dialog.Hidden) > 0 && area > d.lines()+targets
	d.title = area > d.lines()+targets
	room := area - d.lines()
	d.targets = max(min(len(dialog.Targets), room), 0)
	if d.targets < len(dialog.Targets) && d.targets > 1 {
		d.targets--
		d.more = true
	}
	return d
}

// drawDialog draws the open dialog, and takes note that this frame shows it.
func (a *App) drawDialog(c *canvas.Canvas) {
	dialog, d := a.model.Overlay().Dialog(), &a.layout.dialog
	c.Hits.Dialog = dialog.ID
	if d.title {
		title := "Confirm"
		if dialog.Menu {
			title = "Choose"
		}
		c.Rule(action.PaneDetail, title, "", true)
	}
	for _, text := range d.question {
		c.Sentence(canvas.Hit{Pane: action.PaneDetail}, themes.Title, text)
	}
	if d.hidden {
		c.Sentence(canvas.Hit{Pane: action.PaneDetail}, themes.Warning, phrase.Count(len(dialog.Hidden), "of them is", "of them are")+" hidden by the filter.")
	}
	top := max(min(dialog.Top, len(dialog.Targets)-d.targets), 0)
	for _, key := range dialog.Targets[top : top+d.targets] {
		a.drawTarget(c, key, dialog.Hides(key))
	}
	if d.more {
		c.Sentence(canvas.Hit{Pane: action.PaneDetail}, themes.Faint, fmt.Sprintf("%s to %s of %s, up and down show the others",
			phrase.Number(top+1), phrase.Number(top+d.targets), phrase.Number(len(dialog.Targets))))
	}
	drawChoices(c, dialog)
}

// drawChoices draws the answers in one line, from the first with which the one
// that has the focus fits.
func drawChoices(c *canvas.Canvas, dialog *overlay.Dialog) {
	line := c.NewLine(canvas.Hit{Pane: action.PaneDetail})
	line.Space("", 1)
	gap := 3
	if c.Width < canvas.FullWidth {
		gap = 1
	}
	width := func(choice string) int { return cell.Width(choice) + 2 }
	room, first := c.Width-1-width(dialog.Choices[dialog.Focus].Label), dialog.Focus
	for first > 0 && room >= width(dialog.Choices[first-1].Label)+gap {
		first--
		room -= width(dialog.Choices[first].Label) + gap
	}
	for i, choice := range dialog.Choices[first:] {
		if first+i == dialog.Focus {
			line.Text(c.Styles.Open(themes.Focus), "["+choice.Label+"]")
		} else {
			line.Text(c.Styles.Open(themes.Text), " "+choice.Label+" ")
		}
		line.Space("", gap)
	}
	c.EndLine("")
}

// drawTarget draws a row that the command would hit, with its state as it is
// now; hidden says that the filter hid it when the dialog opened.
func (a *App) drawTarget(c *canvas.Canvas, key board.Key, hidden bool) {
	line := c.NewLine(canvas.Hit{Pane: action.PaneDetail})
	table := a.table()
	text := c.Styles.Open(themes.Text)
	cells := a.layout.columns.Cells[column.DN]
	line.Space(text, rows.Lead)
	line.Field(text, key.DN, cells-rows.Gap)
	line.Space(text, rows.Gap)
	row := a.model.Board().Row(key)
	if row == nil {
		line.Text(c.Styles.Open(themes.Warning), "has left the board")
		c.EndLine(text)
		return
	}
	for _, c := range [...]column.ID{column.Agent, column.Label, column.AgentID} {
		if cells := a.layout.columns.Cells[c]; cells > 0 {
			_, name := table.Text(row, c)
			line.Field(text, name, cells-rows.Gap)
			line.Space(text, rows.Gap)
			break
		}
	}
	table.DrawCapture(line, row, false)
	if hidden {
		line.Text(c.Styles.Open(themes.Warning), "hidden by the filter")
	}
	c.EndLine(text)
}
