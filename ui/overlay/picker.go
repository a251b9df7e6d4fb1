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

// headCells is the number of cells for a column's head in the picker.
const headCells = 16

// PickerLines returns the number of lines that the column picker takes of an area. It
// leaves a third of the area, so that the effect on the board is seen.
func PickerLines(picker *overlay.Picker, area int) int {
	return min(len(picker.Items)+1, max(area-area/3, min(area, 2)))
}

// DrawPicker draws the list of columns in height lines and a title. The mark says which
// are shown, which is that many; columns are those of the board as the window has room
// for them.
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

// columnHint says what else there is to know about a column.
func columnHint(item overlay.ColumnItem, columns *rows.Columns) string {
	if item.Shown && columns.Cells[item.Column] == 0 {
		return "the window is too narrow for it"
	}
	switch item.Column {
	case column.DN, column.Capture:
		return "always shown"
	case column.Agent:
		return "the label, else the agent's ID"
	case column.Since:
		return "how long the capture has been in its state"
	case column.Heard:
		return "how long ago the recorder spoke"
	case column.Label, column.Team:
		return "from the DN file"
	case column.Last:
		return "and what is wrong with the DN"
	case column.Registration:
		return "of the DN, at T-Server"
	case column.AgentState:
		return "with the reason"
	case column.AgentID:
		return "as T-Server says it"
	case column.Call:
		return "the current one"
	case column.ConnID:
		return "of the current call"
	}
	return ""
}
