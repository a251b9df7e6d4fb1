package overlay

import (
	"fmt"

	"capdeck/model/action"
	"capdeck/model/column"
	"capdeck/model/overlay"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/rows"
)

// headCells is the width of a column's head in the picker.
const headCells = 16

// PickerLines returns the height of the column picker in an area of that many lines. The
// picker leaves a third of the area to the board, which shows the effect.
func PickerLines(picker *overlay.Picker, area int) int {
	return min(len(picker.Items)+1, max(area-area/3, min(area, 2)))
}

// DrawPicker draws the list of columns in height lines, below a title. A mark shows which
// columns are chosen; shown is their number. columns is how they fit into the window.
func DrawPicker(c *canvas.Canvas, picker *overlay.Picker, height, shown int, columns *rows.Columns) {
	c.Rule(action.PaneDetail, "Columns", fmt.Sprintf("%d of %d shown", shown, len(picker.Items)), true)
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
		line.Text(text, cell.Pad(item.Column.String(), headCells))
		line.Text(c.Styles.On(themes.Faint, chosen), columnHint(item, columns))
		c.EndLine(text)
	}
}

// columnHint returns what a column shows, or why it is not visible.
func columnHint(item overlay.ColumnItem, columns *rows.Columns) string {
	if item.Shown && columns.Cells[item.Column] == 0 {
		return "window too narrow"
	}
	switch item.Column {
	case column.DN, column.Capture:
		return "always shown"
	case column.Agent:
		return "the label, or the agent ID if there is no label"
	case column.Since:
		return "how long the capture has been in this state"
	case column.Gap:
		return "how long it has been on a call without being recorded"
	case column.Heard:
		return "time since the last indication"
	case column.Label, column.Team:
		return "from the DN file"
	case column.Last:
		return "with any fault of the DN"
	case column.Registration:
		return "the registration with T-Server"
	case column.AgentState:
		return "with the reason"
	case column.AgentID:
		return "as T-Server reports it"
	case column.Call:
		return "the current call, and how long the DN has been in it"
	case column.ConnID:
		return "the ConnID of the current call"
	}
	return ""
}
