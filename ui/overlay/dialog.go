package overlay

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

// maxQuestion is the largest number of lines that a dialog's question is folded into.
const maxQuestion = 3

// Dialog is the layout of a dialog: title, question, a line about hidden targets, the
// targets and the choices.
type Dialog struct {
	// Targets is the number of lines for targets.
	Targets int

	question      []string // its lines
	facts         []string // the lines of the dialog's facts
	choices       []int    // the index of the first choice of each line; one line scrolls
	title, hidden bool
	more          bool
}

// FitDialog fits a dialog into area lines of a window that is width cells wide. The
// question and the choices are always shown; the list of targets scrolls.
func FitDialog(dialog *overlay.Dialog, width, area int) Dialog {
	targets := min(len(dialog.Targets), 1)
	question := cell.Clean(dialog.Question)
	d := Dialog{choices: breakChoices(dialog.Choices, width)}
	if len(d.choices)+1+targets+len(fold.Words(question, width-2, maxQuestion)) > area {
		d.choices = []int{0} // the question comes first
	}
	d.question = fold.Words(question, width-2, max(min(area-len(d.choices)-1-targets, maxQuestion), 1))
	// If there is no room for everything, the first target comes before these lines.
	d.hidden = len(dialog.Hidden) > 0 && area > d.Lines()+targets
	if facts := fold.Words(cell.Clean(dialog.Facts), width-2, maxQuestion); dialog.Facts != "" && area >= d.Lines()+min(len(dialog.Targets), 2)+len(facts) {
		d.facts = facts
	}
	d.title = area > d.Lines()+targets
	room := area - d.Lines()
	d.Targets = max(min(len(dialog.Targets), room), 0)
	if d.Targets < len(dialog.Targets) && d.Targets > 1 {
		d.Targets--
		d.more = true
	}
	return d
}

// Lines returns the height of the dialog in lines.
func (d *Dialog) Lines() int {
	lines := len(d.question) + len(d.facts) + len(d.choices) + d.Targets
	for _, on := range [...]bool{d.title, d.hidden, d.more} {
		if on {
			lines++
		}
	}
	return lines
}

// Draw draws the dialog and records in the canvas's hits that this frame shows it. The
// table draws the targets in their present state.
func (d *Dialog) Draw(c *canvas.Canvas, dialog *overlay.Dialog, truth *board.Board, table *rows.Table) {
	hit := canvas.Hit{Pane: action.PaneDetail}
	c.Hits.Dialog = dialog.ID
	if d.title {
		title := "Confirm"
		if dialog.Menu {
			title = "Choose"
		}
		c.Rule(action.PaneDetail, title, "", true)
	}
	for _, text := range d.question {
		c.Sentence(hit, themes.Title, text)
	}
	for _, text := range d.facts {
		c.Sentence(hit, themes.Warning, text)
	}
	if d.hidden {
		c.Sentence(hit, themes.Warning, phrase.Count(len(dialog.Hidden), "of them is", "of them are")+" hidden by the filter.")
	}
	top := max(min(dialog.Top, len(dialog.Targets)-d.Targets), 0)
	targets := newTargets(dialog.Targets[top:top+d.Targets], truth, table)
	for _, key := range dialog.Targets[top : top+d.Targets] {
		targets.draw(c, key, truth.Row(key), dialog.Hides(key))
	}
	if d.more {
		c.Sentence(hit, themes.Faint, fmt.Sprintf("%s to %s of %s; up and down scroll",
			phrase.Number(top+1), phrase.Number(top+d.Targets), phrase.Number(len(dialog.Targets))))
	}
	drawChoices(c, dialog, d.choices)
}

// targets draws the DNs that a command would act on. They can be other rows than those that
// are visible, and each must be told from the others, so their numbers and names have widths
// of their own.
type targets struct {
	table *rows.Table
	// dn and name are the widths of the columns, without their gaps. name is 0 if the
	// board shows no names.
	dn, name int
	shows    column.ID // the column that has the names
}

// mostName is the largest number of cells for the name of a target.
const mostName = 26

func newTargets(keys []board.Key, truth *board.Board, table *rows.Table) targets {
	t := targets{table: table, dn: table.Columns.Cells[column.DN] - rows.Gap}
	for _, id := range [...]column.ID{column.Agent, column.Label, column.AgentID} {
		if table.Columns.Cells[id] > 0 {
			t.shows, t.name = id, table.Columns.Cells[id]-rows.Gap
			break
		}
	}
	for _, key := range keys {
		t.dn = max(t.dn, cell.Width(key.DN))
		if row := truth.Row(key); row != nil && t.name > 0 {
			_, name := table.Text(row, t.shows)
			t.name = max(t.name, min(cell.Width(name), mostName))
		}
	}
	return t
}

// draw draws a DN with its present state. row is nil if the DN is no longer on the board.
// hidden reports whether the filter hid it when the dialog was opened.
func (t *targets) draw(c *canvas.Canvas, key board.Key, row *board.Row, hidden bool) {
	line := c.NewLine(canvas.Hit{Pane: action.PaneDetail})
	text := c.Styles.Open(themes.Text)
	line.Space(text, rows.Lead)
	line.Field(text, key.DN, min(t.dn, c.Width/2))
	line.Space(text, rows.Gap)
	if row == nil {
		line.Text(c.Styles.Open(themes.Warning), "no longer on the board")
		c.EndLine(text)
		return
	}
	if t.name > 0 {
		_, name := t.table.Text(row, t.shows)
		line.Field(text, name, t.name)
		line.Space(text, rows.Gap)
	}
	end := line.Used() + t.table.Columns.Cells[column.Capture]
	t.table.DrawCapture(line, row, false)
	if line.Used() > end {
		line.Space(text, rows.Gap) // the text is longer than those of the visible rows
	}
	if hidden {
		line.Text(c.Styles.Open(themes.Warning), "hidden by the filter")
	}
	c.EndLine(text)
}
