package ui

import (
	"fmt"

	"capdeck/model/action"
	"capdeck/model/column"
	"capdeck/model/overlay"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/footer"
)

// pickerNames is the cells of a column's head in the picker.
const pickerNames = 16

// openPicker puts the list of columns under as many rows as it leaves: a third
// of the window at least, so that the choice is seen on the board.
func (a *App) openPicker(l *layout, area int) {
	l.lower, l.messages, l.text, l.beyond = lowerPicker, 0, 0, 0
	lines := min(len(a.model.Overlay().Picker().Items)+1, max(area-area/3, min(area, 2)))
	l.rows, l.picker = area-lines, lines-1
}

// drawPicker draws the list of columns. The mark says which are shown.
func (a *App) drawPicker(c *canvas.Canvas) {
	picker, height := a.model.Overlay().Picker(), a.layout.picker
	count := fmt.Sprintf("%d of %d shown", len(a.model.Columns()), len(picker.Items))
	c.Rule(action.PaneDetail, "Columns", count, true)
	top := min(max(picker.Chosen-height/2, 0), max(len(picker.Items)-height, 0))
	for i, item := range picker.Items[top : top+min(height, len(picker.Items)-top)] {
		chosen := top+i == picker.Chosen
		line := c.NewLine(canvas.Hit{Pane: action.PaneDetail})
		text := c.Styles.On(themes.Text, chosen)
		sign, mark := " ", "[ ] "
		if chosen {
			sign = c.Styles.Glyphs.Cursor
		}
		if item.Shown {
			mark = "[" + c.Styles.Glyphs.Mark + "] "
		}
		line.Text(c.Styles.On(themes.Accent, chosen), sign+" ")
		line.Text(c.Styles.On(themes.Marked, chosen), mark)
		line.Text(text, cell.Pad(item.Column.String(), pickerNames))
		line.Text(c.Styles.On(themes.Faint, chosen), a.pickerHint(item))
		c.EndLine(text)
	}
}

// pickerHint says what else there is to know of a column.
func (a *App) pickerHint(item overlay.ColumnItem) string {
	hint := map[column.ID]string{
		column.DN: "always shown", column.Capture: "always shown", column.Agent: "the label, else the agent's ID",
		column.Since: "how long the capture has been in its state", column.Heard: "how long ago the recorder spoke",
		column.Label: "from the DN file", column.Team: "from the DN file",
		column.Last: "and what is wrong with the DN", column.Registration: "of the DN, at T-Server",
		column.AgentState: "with the reason", column.AgentID: "as T-Server says it",
		column.Call: "the current one", column.ConnID: "of the current call",
	}[item.Column]
	if item.Shown && a.layout.columns.Cells[item.Column] == 0 {
		return "the window is too narrow for it"
	}
	return hint
}

// pickerItems are the keys of the picker for the key line.
func (a *App) pickerItems() []footer.Key {
	return []footer.Key{{Name: "space", Word: "show"}, {Name: "< >", Word: "move"}, {Name: "r", Word: "reset"}, {Name: "w", Word: "save"}, {Name: "enter", Word: "keep"}, {Name: "esc", Word: "undo"}}
}
