package ui

import (
	"capdeck/model"
	"capdeck/themes"
)

// column is a column of the board.
type column uint8

const (
	columnDN column = iota
	columnAgent
	columnCapture
	columnSince
	columnCall
	columnConnID
	columnLast
	columnCount
)

const (
	// lead is the cells in front of the DN: cursor, mark, blank.
	lead = 3
	// gap is the blank cells behind a column.
	gap = 2
)

// sortColumns are the model's names of the columns.
var sortColumns = [columnCount]model.Column{
	columnDN: model.ColumnDN, columnAgent: model.ColumnAgent, columnCapture: model.ColumnCapture, columnSince: model.ColumnSince,
	columnCall: model.ColumnCall, columnConnID: model.ColumnConnID, columnLast: model.ColumnLast,
}

// leastCells are the widths below which a column leaves rather than shrinks,
// with the gap behind it. They add up to 100 with lead.
var leastCells = [columnCount]int{
	columnDN: 10, columnAgent: 12, columnCapture: 13, columnSince: 6, columnCall: 15, columnConnID: 18, columnLast: 23,
}

// goodCells are the widths up to which columns grow, in the order of growing.
var goodCells = [...]struct {
	column column
	cells  int
}{
	{columnLast, 29},
	{columnCall, 20},
	{columnAgent, 17},
	{columnDN, 13},
	{columnLast, 42},
	{columnAgent, 26},
	{columnCall, 30},
	{columnDN, 20},
}

// columns says how many cells each column takes, 0 for those that have left.
type columns struct {
	cells [columnCount]int
}

// columnsFor shares the window's width out. Columns leave in a fixed order;
// in a small window only DN and capture stay, with what is wrong behind them.
func columnsFor(width, height int) columns {
	cols := columns{cells: leastCells}
	if width < fullWidth || height < fullHeight {
		cols.cells = [columnCount]int{columnDN: min(10, max((width-lead)/2, 1)), columnCapture: leastCells[columnCapture]}
	}
	for _, leaves := range [...]column{columnConnID, columnSince, columnAgent, columnCall} {
		if cols.sum() > width {
			cols.cells[leaves] = 0
		}
	}
	if cols.cells[columnLast] == 0 {
		cols.cells[columnLast] = max(width-cols.sum(), 0)
		return cols
	}
	for _, good := range goodCells {
		spare := width - cols.sum()
		if now := cols.cells[good.column]; now > 0 && spare > 0 {
			cols.cells[good.column] = max(now, min(good.cells, now+spare))
		}
	}
	cols.cells[columnLast] += max(width-cols.sum(), 0)
	return cols
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
func (a *App) drawHeads(c *canvas) {
	line := c.begin(hit{})
	open := c.look.open(themes.Header)
	line.Space(open, lead-1)
	for col, cells := range a.layout.columns.cells {
		if cells == 0 {
			continue
		}
		role, arrow := a.sortSign(sortColumns[col])
		if arrow == "" {
			line.Space(open, 1)
		} else {
			line.Text(c.look.open(role), arrow)
		}
		line.Field(c.look.open(role), sortColumns[col].String(), cells-1)
	}
	c.end(open)
}

// sortSign returns how a column's head is drawn; the arrow is "" for a column
// by which the rows are not sorted.
func (a *App) sortSign(column model.Column) (role themes.Role, arrow string) {
	first, second := a.model.Sort()
	g := &a.look.glyphs
	switch column {
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
func (a *App) sortSegment() (s segment, ok bool) {
	first, second := a.model.Sort()
	if first.Column == model.ColumnNone {
		return segment{}, false
	}
	_, arrow := a.sortSign(first.Column)
	short := arrow + first.Column.String()
	s = segment{role: themes.Accent, text: "by " + short, short: short, rank: 4}
	if second.Column != model.ColumnNone {
		_, arrow = a.sortSign(second.Column)
		s.text += " " + arrow + second.Column.String()
	}
	return s, true
}
