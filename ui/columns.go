package ui

import "capdeck/themes"

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

var columnHeads = [columnCount]string{
	columnDN: "DN", columnAgent: "Agent", columnCapture: "Capture", columnSince: "Since",
	columnCall: "Call", columnConnID: "ConnID", columnLast: "Last command",
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

// drawHeads draws the heads of the columns.
func (a *App) drawHeads(c *canvas) {
	line := c.begin(hit{})
	open := c.look.open(themes.Header)
	line.Space(open, lead)
	for col, cells := range a.layout.columns.cells {
		if cells > 0 {
			line.Field(open, columnHeads[col], cells-1)
			line.Space(open, 1)
		}
	}
	c.end(open)
}
