package rows

import (
	"slices"

	"capdeck/model/column"
)

const (
	// Lead is the number of cells in front of the first column, for cursor, mark and
	// blank.
	Lead = 3
	// Gap is the number of blank cells behind a column.
	Gap = 2
)

// leastCells holds the widths, with the gap behind them, by which a narrow window decides
// which columns it leaves out. It does not depend on the rows, so that no event makes a
// column come or go. The widths of the default columns other than Gap, Lead and the scroll
// bar add up to 80.
var leastCells = [column.Count]int{
	column.DN: 10, column.Agent: 12, column.Capture: 12, column.Since: 6, column.Gap: 5, column.Call: 15,
	column.ConnID: 18, column.Last: 20, column.Label: 12, column.AgentID: 11,
	column.AgentState: 14, column.Team: 9, column.Heard: 7, column.Registration: 15,
}

// goodCells holds the widths up to which columns grow, in the order in which they grow. No
// column except the last one grows beyond what it needs.
var goodCells = [...]struct {
	column column.ID
	cells  int
}{
	{column.DN, 13},
	{column.Capture, 13}, // room for ~ ? UNKNOWN◀
	{column.Call, 17},
	{column.Last, 29},
	{column.Since, 7},
	{column.Call, 25},
	{column.Agent, 17},
	{column.Capture, 16}, // with Since behind it, room for PAUSED (other call)
	{column.AgentState, 18},
	{column.Registration, 17},
	{column.Label, 17},
	{column.Last, 42},
	{column.Agent, 26},
	{column.Label, 26},
	{column.Team, 16},
	{column.AgentState, 28},
	{column.Call, 40},
	{column.DN, 20},
	{column.Capture, 25},
	{column.Agent, mostCells},
	{column.Label, mostCells},
	{column.Team, mostCells},
	{column.AgentID, mostCells},
	{column.AgentState, mostCells},
	{column.Call, mostCells},
	{column.DN, mostCells},
	{column.Registration, mostCells},
	{column.Heard, mostCells},
	{column.Last, mostCells},
}

// mostCells is the greatest width of a column other than Last command, with its gap: one
// label of a thousand characters must not take the room of all columns.
const mostCells = 60

// leaving lists the columns that a narrow window leaves out, in this order, except the one
// that stays.
var leaving = [...]column.ID{
	column.Gap, column.Registration, column.Team, column.Heard, column.AgentID, column.AgentState, column.Label,
	column.ConnID, column.Since, column.Agent, column.Call,
}

// Columns holds the columns of a row and their widths.
type Columns struct {
	// Order lists the columns from left to right.
	Order []column.ID
	// Cells holds the widths of the columns with the gap behind them, 0 for columns
	// that are left out.
	Cells [column.Count]int
	// NoLast reports that Last command is not shown. The end of the line then has no
	// head and shows only what is wrong with the DN.
	NoLast bool

	// spills reports that, for a DN that cannot be used, all columns behind the capture
	// are empty except Last.
	spills bool
	// overSince reports that Since follows the capture, so that a remark about the
	// capture can use its cells.
	overSince bool
}

// leastWithKept is the least width at which a small window has a third column.
const leastWithKept = 40

// troubleCells is the width for what is wrong with a DN if Last command is not shown.
const troubleCells = 16

// Fit divides the width of the window among the shown columns. Each gets the cells that it
// needs, as far as there is room, and Last command, if it is the last column, gets the rest.
// Fit leaves out columns without room in a fixed order that does not depend on needs. A
// small window has only DN and capture, with what is wrong behind them. The column keep,
// unless it is None, stays as long as the window has room for it beside these.
func Fit(width int, small bool, shown []column.ID, keep column.ID, needs *Needs) Columns {
	cols := Columns{Order: shown, NoLast: small || !slices.Contains(shown, column.Last)}
	for _, c := range shown {
		if !small || c == column.DN || c == column.Capture || c == keep && width >= leastWithKept {
			cols.Cells[c] = leastCells[c]
		}
	}
	if cols.NoLast {
		cols.Order = slices.DeleteFunc(slices.Clone(shown), func(c column.ID) bool { return cols.Cells[c] == 0 })
		cols.Order = append(cols.Order, column.Last)
		cols.Cells[column.Last] = troubleCells
	}
	cols.spills = spills(cols.Order)
	if small {
		cols.Cells[column.DN] = min(10, max((width-Lead)/2, 1))
		cols.Cells[column.Last] = 0
	}
	for _, leaves := range leaving {
		if cols.sum() > width && leaves != keep {
			cols.Cells[leaves] = 0
		}
	}
	for c := range cols.Cells {
		if column.ID(c) != column.Last {
			cols.Cells[c] = min(cols.Cells[c], needs.of(column.ID(c)))
		}
	}
	if !small {
		cols.grow(width, needs)
	}
	cols.overSince = cols.isBehind(column.Capture, column.Since)
	if cols.Order[len(cols.Order)-1] == column.Last {
		cols.Cells[column.Last] += max(width-cols.sum(), 0)
	}
	return cols
}

func spills(order []column.ID) bool {
	behind := order[slices.Index(order, column.Capture)+1:]
	for _, c := range behind {
		switch c {
		case column.Since, column.Gap, column.Heard, column.Call, column.ConnID, column.Last:
		default:
			return false
		}
	}
	return slices.Contains(behind, column.Last)
}

// isBehind reports whether second is the next visible column behind first.
func (cols *Columns) isBehind(first, second column.ID) bool {
	behind := cols.Order[slices.Index(cols.Order, first)+1:]
	next := slices.IndexFunc(behind, func(c column.ID) bool { return cols.Cells[c] > 0 })
	return next >= 0 && behind[next] == second
}

// grow widens the columns to what they need, as far as the window has room.
func (cols *Columns) grow(width int, needs *Needs) {
	for _, good := range goodCells {
		if good.column == column.Last && cols.NoLast {
			continue
		}
		spare := width - cols.sum()
		if now := cols.Cells[good.column]; now > 0 && spare > 0 {
			wants := min(good.cells, needs.of(good.column))
			cols.Cells[good.column] = max(now, min(wants, now+spare))
		}
	}
}

// ShowsCall reports whether a column shows the call of the DN.
func (cols *Columns) ShowsCall() bool {
	return cols.Cells[column.Call] > 0 || cols.Cells[column.ConnID] > 0
}

func (cols *Columns) sum() int {
	sum := Lead
	for _, cells := range cols.Cells {
		sum += cells
	}
	return sum
}
