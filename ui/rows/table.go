package rows

import (
	"strings"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
)

// Table draws rows of the board, and the heads of their columns.
type Table struct {
	Styles  *canvas.Styles
	Columns *Columns
	// Words makes the texts about a DN. Its NoCommand must equal Columns.NoLast.
	Words dntext.Words
	// Gap returns how long a DN has been on a call without being recorded; false if it is
	// recorded or not on a call. It may be nil.
	Gap func(row *board.Row) (gap time.Duration, ok bool)
	// CallSince returns since when a DN has been in an answered call, or since when at least;
	// ok is false if that is not known. It may be nil.
	CallSince func(row *board.Row, connID uint64) (since time.Time, atLeast, ok bool)
	// Bar is the scroll bar. Columns must leave its cells free.
	Bar Bar
}

// View is what the board pane shows.
type View struct {
	// Rows are the visible rows. Draw draws the first Lines of them.
	Rows  []*board.Row
	Lines int
	// Cursor is the DN under the cursor. It is valid if HasCursor.
	Cursor    board.Key
	HasCursor bool
	Marks     Marks
	// Empty is the reason why no row is shown, "" if there are rows.
	Empty string
}

// Marks knows which DNs are marked.
type Marks interface{ Marked(key board.Key) bool }

// Draw draws the rows, and blank lines below them.
func (t *Table) Draw(c *canvas.Canvas, view *View) {
	rows := view.Rows[:min(len(view.Rows), view.Lines)]
	t.Bar.hit(c, len(rows))
	for y, row := range rows {
		key := row.Key()
		selected := view.HasCursor && key == view.Cursor
		if selected {
			c.Hits.Cursor, c.Hits.HasCursor = key, true
		}
		line := t.drawRow(c, row, selected, view.Marks.Marked(key))
		t.Bar.end(c, line, c.Styles.On(themes.Text, selected), y)
	}
	left := view.Lines - len(rows)
	if view.Empty != "" && left > 0 {
		c.Sentence(canvas.Hit{Pane: action.PaneBoard}, themes.Warning, view.Empty)
		left--
	}
	c.Blank(left, action.PaneBoard)
}

// drawRow draws one DN and returns its line, which has not ended. The row under the cursor
// has the background of the selection; cursor and mark have glyphs as well.
func (t *Table) drawRow(c *canvas.Canvas, row *board.Row, selected, marked bool) *cell.Line {
	key, cols := row.Key(), t.Columns
	line := c.NewLine(canvas.Hit{Pane: action.PaneBoard, IsRow: true, Key: key})
	text := c.Styles.On(themes.Text, selected)
	if selected {
		line.Text(c.Styles.On(themes.Accent, selected), c.Styles.Glyphs.Cursor)
	}
	line.Space(text, 1-line.Used())
	if marked {
		line.Text(c.Styles.On(themes.Marked, selected), c.Styles.Glyphs.Mark)
	}
	line.Space(text, Lead-line.Used())
	taken := false // the remark about the capture has used the cells of Since
	for _, id := range cols.Order {
		cells := cols.Cells[id]
		switch {
		case cells == 0 || taken && id == column.Since:
		case id == column.Capture:
			taken = t.DrawCapture(line, row, selected)
			if t.spillsTrouble(row) {
				t.drawLast(line, row, selected, t.rest(line))
				return line
			}
		case id == column.Last:
			t.drawLast(line, row, selected, cells)
		default:
			t.drawField(line, row, id, selected, cells-Gap)
			line.Space(text, Gap)
		}
	}
	return line
}

// rest returns the number of free cells of a line in front of the scroll bar.
func (t *Table) rest(line *cell.Line) int { return line.Rest() - t.Bar.Cells() }

// DrawCapture draws the glyph and the word of the capture. If the capture is stale, the
// glyph of staleness is in front. If it is not of the call that the row shows, a remark
// follows. taken reports whether the remark used the cells of Since.
func (t *Table) DrawCapture(line *cell.Line, row *board.Row, selected bool) (taken bool) {
	remark, taken := t.callRemark(row)
	end := line.Used() + t.Columns.Cells[column.Capture]
	if taken {
		end += t.Columns.Cells[column.Since]
	}
	if row.Stale() != 0 {
		line.Text(t.Styles.On(themes.Stale, selected), t.Styles.Glyphs.Stale+" ")
	}
	role, sign, word, mark := dntext.RowCapture(row, &t.Styles.Glyphs)
	line.Text(t.Styles.On(role, selected), sign+" "+word+mark)
	line.Text(t.Styles.On(themes.Warning, selected), remark)
	line.Space(t.Styles.On(themes.Text, selected), end-line.Used())
	return taken
}

// callRemark returns the remark about the call of a capture: " (other call)", or " (other)"
// if there is less room, or "" if there is no room or no remark. overSince reports whether
// the remark needs the cells of Since as well.
func (t *Table) callRemark(row *board.Row) (remark string, overSince bool) {
	about := row.CaptureCall().String()
	if about == "" {
		return "", false
	}
	_, sign, word, mark := dntext.RowCapture(row, &t.Styles.Glyphs)
	used := cell.Width(sign) + 1 + len(word) + cell.Width(mark) + 1
	if row.Stale() != 0 {
		used += cell.Width(t.Styles.Glyphs.Stale + " ")
	}
	cols := t.Columns
	short, _, _ := strings.Cut(about, " ")
	for _, remark = range [...]string{" (" + about + ")", " (" + short + ")"} {
		switch needs := used + cell.Width(remark); {
		case needs <= cols.Cells[column.Capture]:
			return remark, false
		case cols.overSince && needs <= cols.Cells[column.Capture]+cols.Cells[column.Since]:
			return remark, true
		}
	}
	return "", false
}

// spillsTrouble reports whether a row uses all columns behind the capture to show why the
// DN cannot be used. Such a DN has no calls, so these columns are empty.
func (t *Table) spillsTrouble(row *board.Row) bool {
	switch row.Fault().Kind {
	case board.FaultRefused, board.FaultRegistrationLost, board.FaultNotRegistered:
		return t.Columns.spills && len(row.Calls()) == 0 && row.State() == board.StateUnknown
	}
	return false
}
