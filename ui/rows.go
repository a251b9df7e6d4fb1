package ui

import (
	"strconv"
	"strings"
	"time"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// drawRows draws the visible rows of the board, and blank lines where there
// are none.
func (a *App) drawRows(c *canvas.Canvas) {
	rows := a.model.VisibleRows()
	rows = rows[:min(len(rows), a.layout.rows)]
	cursor, chosen := a.model.Cursor()
	for _, row := range rows {
		a.drawRow(c, row, chosen && row.Key() == cursor)
	}
	left := a.layout.rows - len(rows)
	if len(a.model.Rows()) == 0 && left > 0 {
		c.Sentence(canvas.Hit{Pane: model.PaneBoard}, themes.Warning, a.empty())
		left--
	}
	c.Blank(left, model.PaneBoard)
}

// drawRow draws one DN. Text of the row under the cursor has the selection's
// ground; the cursor and the marks are signs as well.
func (a *App) drawRow(c *canvas.Canvas, row *board.Row, selected bool) {
	key, cols := row.Key(), &a.layout.columns
	line := c.NewLine(canvas.Hit{Pane: model.PaneBoard, IsRow: true, Key: key})
	text := c.Styles.On(themes.Text, selected)
	if selected {
		line.Text(c.Styles.On(themes.Accent, selected), c.Styles.Glyphs.Cursor)
	}
	line.Space(text, 1-line.Used())
	if a.model.Marked(key) {
		line.Text(c.Styles.On(themes.Marked, selected), c.Styles.Glyphs.Mark)
	}
	line.Space(text, lead-line.Used())
	taken := false // of Since, by the remark about the capture
	for _, id := range cols.order {
		cells := cols.cells[id]
		switch {
		case cells == 0 || taken && id == column.Since:
		case id == column.Capture:
			taken = a.drawCapture(line, row, selected)
			if a.spillsTrouble(row) {
				a.drawLast(line, row, selected, line.Rest())
				c.EndLine(text)
				return
			}
		case id == column.Last:
			a.drawLast(line, row, selected, cells)
		default:
			a.drawColumn(line, row, id, selected, cells-gap)
			line.Space(text, gap)
		}
	}
	c.EndLine(text)
}

// drawCapture draws sign and word of the capture, with the sign of staleness in
// front unless somebody vouches for it, and behind it whose call it is of, where
// that is not the call that the row shows. taken says that this took Since's cells.
func (a *App) drawCapture(line *cell.Line, row *board.Row, selected bool) (taken bool) {
	remark, taken := a.callRemark(row)
	end := line.Used() + a.layout.columns.cells[column.Capture]
	if taken {
		end += a.layout.columns.cells[column.Since]
	}
	if row.Stale() != 0 {
		line.Text(a.styles.On(themes.Stale, selected), a.styles.Glyphs.Stale+" ")
	}
	role, sign, word := captureSign(row.State(), &a.styles)
	line.Text(a.styles.On(role, selected), sign+" "+word)
	line.Text(a.styles.On(themes.Warning, selected), remark)
	line.Space(a.styles.On(themes.Text, selected), end-line.Used())
	return taken
}

// callRemark returns what stands behind a capture about its call: " (other call)",
// or " (other)" where there is less room; "" where there is nothing to remark or no
// room. overSince says that it needs the cells of Since, too.
func (a *App) callRemark(row *board.Row) (remark string, overSince bool) {
	about := row.CaptureCall().String()
	if about == "" {
		return "", false
	}
	_, sign, word := captureSign(row.State(), &a.styles)
	used := cell.Width(sign+" "+word) + 1
	if row.Stale() != 0 {
		used += cell.Width(a.styles.Glyphs.Stale + " ")
	}
	cols := &a.layout.columns
	short, _, _ := strings.Cut(about, " ")
	for _, remark = range [...]string{" (" + about + ")", " (" + short + ")"} {
		switch needs := used + cell.Width(remark); {
		case needs <= cols.cells[column.Capture]:
			return remark, false
		case cols.overSince && needs <= cols.cells[column.Capture]+cols.cells[column.Since]:
			return remark, true
		}
	}
	return "", false
}

func captureSign(state board.State, s *canvas.Styles) (role themes.Role, sign, word string) {
	switch state {
	case board.StateRec:
		return themes.Rec, s.Glyphs.Rec, "REC"
	case board.StatePaused:
		return themes.Paused, s.Glyphs.Paused, "PAUSED"
	case board.StateOff:
		return themes.Off, s.Glyphs.Off, "OFF"
	}
	return themes.Unknown, s.Glyphs.Unknown, "UNKNOWN"
}

// spillsTrouble reports whether a row says from the capture on why the DN
// cannot be used: it has no calls then, and the words need the room.
func (a *App) spillsTrouble(row *board.Row) bool {
	switch row.Fault().Kind {
	case board.FaultRefused, board.FaultRegistrationLost, board.FaultNotRegistered:
		return a.layout.columns.spills && len(row.Calls()) == 0 && row.State() == board.StateUnknown
	}
	return false
}

func callText(call *board.Call) string { return string(appendCall(nil, call)) }

// drawCall draws the current call in so many cells, and how many others the DN has,
// which the other party's number gives way to.
func (a *App) drawCall(line *cell.Line, row *board.Row, selected bool, cells int) {
	var room [madeText]byte
	call, has := row.CurrentCall()
	if !has {
		line.Space(a.styles.On(themes.Text, selected), cells)
		return
	}
	end := line.Used() + cells
	open := a.styles.On(themes.Text, selected)
	if call.IsStale(a.model.Now()) {
		line.Text(a.styles.On(themes.Stale, selected), a.styles.Glyphs.Stale+" ")
		cells = end - line.Used()
	}
	text, further := string(appendCall(room[:0], &call)), ""
	if count, state := row.FurtherCalls(); count > 0 {
		further = " +" + strconv.Itoa(count)
		if state != board.CallPresent && len(call.State.String())+len(further)+1+len(state.String()) <= cells {
			further += " " + state.String()
		}
	}
	line.Field(open, text, min(cell.Width(text), cells-len(further)))
	line.Text(open, further)
	line.Space(open, end-line.Used())
}

func appendCall(dst []byte, call *board.Call) []byte {
	dst = append(dst, call.State.String()...)
	if call.Other == "" {
		return dst
	}
	return append(append(dst, ' '), call.Other...)
}

// appendSince appends how long a capture has been in its state, with > in front
// where that is only known to be the least.
func appendSince(dst []byte, capture *board.Capture, now time.Time) []byte {
	if capture.Since.IsZero() {
		return dst
	}
	if capture.SinceIsLowerBound {
		dst = append(dst, '>')
	}
	return appendAge(dst, now.Sub(capture.Since))
}

// age is a coarse duration, so that an idle board hardly changes.
func age(d time.Duration) string { return string(appendAge(nil, d)) }

func appendAge(dst []byte, d time.Duration) []byte {
	const day = 24 * time.Hour
	count, unit := d/day, byte('d')
	switch {
	case d < 0:
		count, unit = 0, 's'
	case d < time.Minute:
		count, unit = d/time.Second, 's'
	case d < time.Hour:
		count, unit = d/time.Minute, 'm'
	case d < 2*day:
		count, unit = d/time.Hour, 'h'
	}
	return append(strconv.AppendInt(dst, int64(count), 10), unit)
}
