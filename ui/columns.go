package ui

import (
	"slices"

	"capdeck/model"
	"capdeck/model/column"
	"capdeck/themes"
	"capdeck/ui/canvas"
)

const (
	// lead is the cells in front of the first column: cursor, mark, blank.
	lead = 3
	// gap is the blank cells behind a column.
	gap = 2
)

// leastCells are the widths below which a column leaves rather than shrinks,
// with the gap behind it. Those of the default columns add up to 100 with lead.
var leastCells = [column.Count]int{
	column.DN: 10, column.Agent: 12, column.Capture: 13, column.Since: 6, column.Call: 15,
	column.ConnID: 18, column.Last: 23, column.Label: 12, column.AgentID: 11,
	column.AgentState: 14, column.Team: 9, column.Heard: 7, column.Registration: 15,
}

// goodCells are the widths up to which columns grow, in the order of growing.
var goodCells = [...]struct {
	column column.ID
	cells  int
}{
	{column.Last, 29},
	{column.Call, 20},
	{column.Agent, 15},
	{column.DN, 13},
	{column.Capture, 16}, // with Since behind it, room for PAUSED (other call)
	{column.Agent, 17},
	{column.AgentState, 18},
	{column.Registration, 17},
	{column.Label, 17},
	{column.Last, 42},
	{column.Agent, 26},
	{column.Label, 26},
	{column.Team, 16},
	{column.AgentState, 28},
	{column.Call, 30},
	{column.DN, 20},
	{column.Capture, 25},
}

// leaving are the columns that a narrow window has no room for, in the order in
// which they leave.
var leaving = [...]column.ID{
	column.Registration, column.Team, column.Heard, column.AgentID, column.AgentState, column.Label,
	column.ConnID, column.Since, column.Agent, column.Call,
}

// columns says which columns a row has, from left to right, and how many cells
// each takes: 0 for those that have left.
type columns struct {
	order []column.ID
	cells [column.Count]int
	// noLast says that Last command is not shown: at the end of the line stands
	// only what is wrong with the DN, without a head.
	noLast bool
	// spills says that behind the capture stand only columns that are empty for
	// a DN which cannot be used, and what is wrong with it.
	spills bool
	// overSince says that Since stands right behind the capture, which may take its
	// cells for a remark.
	overSince bool
}

// troubleCells is the room for what is wrong where Last command is not shown.
const troubleCells = 16

// columnsFor shares the window's width out among the shown columns. They leave
// in a fixed order; in a small window only DN and capture stay, with what is
// wrong behind them.
func columnsFor(width, height int, shown []column.ID) columns {
	small := width < fullWidth || height < fullHeight
	cols := columns{order: shown, noLast: small || !slices.Contains(shown, column.Last)}
	for _, c := range shown {
		if !small || c == column.DN || c == column.Capture {
			cols.cells[c] = leastCells[c]
		}
	}
	if cols.noLast {
		cols.order = slices.DeleteFunc(slices.Clone(shown), func(c column.ID) bool { return cols.cells[c] == 0 })
		cols.order = append(cols.order, column.Last)
		cols.cells[column.Last] = troubleCells
	}
	cols.spills = spills(cols.order)
	if small {
		cols.cells[column.DN] = min(10, max((width-lead)/2, 1))
		cols.cells[column.Last] = 0
	}
	for _, leaves := range leaving {
		if cols.sum() > width {
			cols.cells[leaves] = 0
		}
	}
	if !small {
		cols.grow(width)
	}
	cols.overSince = cols.isBehind(column.Capture, column.Since)
	if cols.order[len(cols.order)-1] == column.Last {
		cols.cells[column.Last] += max(width-cols.sum(), 0)
	}
	return cols
}

func spills(order []column.ID) bool {
	behind := order[slices.Index(order, column.Capture)+1:]
	for _, c := range behind {
		switch c {
		case column.Since, column.Heard, column.Call, column.ConnID, column.Last:
		default:
			return false
		}
	}
	return slices.Contains(behind, column.Last)
}

// isBehind reports whether the next column that is shown behind first is second.
func (cols *columns) isBehind(first, second column.ID) bool {
	behind := cols.order[slices.Index(cols.order, first)+1:]
	next := slices.IndexFunc(behind, func(c column.ID) bool { return cols.cells[c] > 0 })
	return next >= 0 && behind[next] == second
}

// grow gives the columns what the window has room for.
func (cols *columns) grow(width int) {
	for _, good := range goodCells {
		spare := width - cols.sum()
		if now := cols.cells[good.column]; now > 0 && spare > 0 {
			cols.cells[good.column] = max(now, min(good.cells, now+spare))
		}
	}
}

// showsCall reports whether a row says which call its DN is on.
func (cols *columns) showsCall() bool {
	return cols.cells[column.Call] > 0 || cols.cells[column.ConnID] > 0
}

func (cols *columns) sum() int {
	sum := lead
	for _, cells := range cols.cells {
		sum += cells
	}
	return sum
}

// drawHeads draws the heads of the columns. In front of those by which the rows
// are sorted, in the cell that the column before leaves free, is an arrow: a
// full one for the first, a hollow one for the second.
func (a *App) drawHeads(c *canvas.Canvas) {
	line := c.NewLine(canvas.Hit{})
	open := c.Styles.Open(themes.Header)
	line.Space(open, lead-1)
	cols := &a.layout.columns
	for _, col := range cols.order {
		cells := cols.cells[col]
		if cells == 0 || col == column.Last && cols.noLast {
			continue
		}
		role, arrow := a.sortSign(col)
		if arrow == "" {
			line.Space(open, 1)
		} else {
			line.Text(c.Styles.Open(role), arrow)
		}
		line.Field(c.Styles.Open(role), col.String(), cells-1)
	}
	c.EndLine(open)
}

// sortSign returns how a column's head is drawn; the arrow is "" for a column
// by which the rows are not sorted.
func (a *App) sortSign(c column.ID) (role themes.Role, arrow string) {
	first, second := a.model.Sort()
	g := &a.styles.Glyphs
	switch c {
	case first.Column:
		return themes.Accent, arrowOf(first, g.Ascending, g.Descending)
	case second.Column:
		return themes.Header, arrowOf(second, g.SecondAscending, g.SecondDescending)
	}
	return themes.Header, ""
}

func arrowOf(key model.SortKey, ascending, descending string) string {
	if key.Descending {
		return descending
	}
	return ascending
}

// sortSegment says in the header by what the rows are sorted; ok is false while
// they stand in the order of the DN list.
func (a *App) sortSegment() (s canvas.Segment, ok bool) {
	first, second := a.model.Sort()
	if first.Column == column.None {
		return canvas.Segment{}, false
	}
	_, arrow := a.sortSign(first.Column)
	short := arrow + first.Column.String()
	s = canvas.Segment{Role: themes.Accent, Text: "by " + short, Short: short, Rank: 4}
	if second.Column != column.None {
		_, arrow = a.sortSign(second.Column)
		s.Text += " " + arrow + second.Column.String()
	}
	return s, true
}
