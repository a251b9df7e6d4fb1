package rows

import (
	"slices"
	"strconv"

	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
)

// Needs holds the cells that each column needs, with the gap behind it, 0 for a column
// that was not measured. The width of Last command is not measured, since its texts change
// all the time.
type Needs [column.Count]int

// knownNeeds are the widths of the longest of the texts that a column usually shows. A
// column has them from the beginning, so that it does not grow when one of its rows changes.
var knownNeeds = Needs{
	column.Capture: len("? UNKNOWN<") + Gap, column.Since: len(">59m") + Gap, column.Gap: len("59m") + Gap, column.Heard: len("59m") + Gap,
	column.Call: len("talking") + lengthCells + Gap, column.ConnID: 16 + Gap, column.Last: mostCells,
}

// of returns the cells that a column needs at least for its head and its usual texts, and
// for what was measured.
func (n *Needs) of(c column.ID) int {
	return max(n[c], knownNeeds[c], len(c.String())+Gap)
}

// Widths keeps the columns as wide as their contents need. It measures the rows that are
// visible. Within one view a column never becomes narrower because its contents do: it
// grows at once if a row needs more, and the needs are measured anew only when the user
// changes the view. No column therefore moves to and fro while the values change.
type Widths struct {
	view  ViewID
	shown []column.ID
	needs Needs
}

// ViewID identifies what the user looks at. The columns may become narrower when it
// changes.
type ViewID struct {
	// Width is the width of the window in cells, Small whether it is compact.
	Width int
	Small bool
	// Bar is the number of cells that a scroll bar takes. It comes and goes with the number
	// of rows, and does not change the view.
	Bar int
	// Choice is model/rows.Rows.Choice: it changes with the filter, the order and the
	// columns.
	Choice uint64
	// Keep is the column that stays in a narrow window, or None. It changes with Choice.
	Keep column.ID
	// Top is the index of the first visible row among those shown, Lines the number of
	// visible rows. A jump by Lines or more changes the view; scrolling does not, nor does a
	// line that appears above or below the rows.
	Top, Lines int
}

// differs reports whether the user has changed the view.
func (v *ViewID) differs(before *ViewID) bool {
	moved := v.Top - before.Top
	return v.Width != before.Width || v.Small != before.Small || v.Choice != before.Choice ||
		max(moved, -moved) >= max(v.Lines, 1)
}

// Fit returns the columns for the visible rows. words makes the texts of the rows.
func (w *Widths) Fit(view ViewID, shown []column.ID, visible []*board.Row, words *dntext.Words) Columns {
	if view.differs(&w.view) || !slices.Equal(shown, w.shown) {
		w.needs, w.shown = Needs{}, append(w.shown[:0], shown...)
	}
	w.view = view
	for _, c := range shown {
		if c == column.Last {
			continue
		}
		need := w.needs[c]
		for _, row := range visible {
			need = max(need, measure(row, c, words)+Gap)
		}
		w.needs[c] = need
	}
	return Fit(view.Width-view.Bar, view.Small, shown, view.Keep, &w.needs)
}

// measure returns the cells of the text that a row has in a column. It allocates nothing
// for the columns that are shown by default.
func measure(row *board.Row, c column.ID, words *dntext.Words) int {
	var room [madeText]byte
	switch c {
	case column.Capture:
		return measureCapture(row, words)
	case column.Since:
		capture := row.Capture()
		return len(dntext.AppendSince(room[:0], &capture, words.Now))
	case column.Call:
		return measureCall(row, words.Now, cell.Width(words.Glyphs.Stale))
	case column.DN:
		return cell.Width(row.Key().DN)
	case column.Agent:
		return cell.Width(agentText(row))
	case column.Label:
		return cell.Width(row.Label())
	case column.AgentID:
		agent := row.Agent()
		return cell.Width(agent.ID)
	case column.AgentState:
		agent := row.Agent()
		return cell.Width(agent.StateText()) + 1 + cell.Width(agent.Reason)
	case column.Team:
		return cell.Width(row.Team())
	case column.Registration:
		reg := row.Registration()
		return len(reg.State.String()) + len(strconv.AppendInt(room[:0], int64(reg.Code), 10)) + len("!  ")
	}
	return 0
}

func measureCapture(row *board.Row, words *dntext.Words) int {
	_, sign, word, mark := dntext.RowCapture(row, words.Glyphs)
	cells := cell.Width(sign) + 1 + len(word) + cell.Width(mark)
	if row.Stale() != 0 {
		cells += cell.Width(words.Glyphs.Stale) + 1
	}
	if about := row.CaptureCall().String(); about != "" {
		cells += len(" (") + len(about) + len(")")
	}
	return cells
}
