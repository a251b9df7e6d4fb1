package rows

import (
	"strconv"
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/ui/cell"
)

// drawCall draws the current call, how long the DN has been in it, and the number of further
// calls. It cuts the other party's number to make room for these, and leaves out the length
// of the call if the state would be cut.
func (t *Table) drawCall(line *cell.Line, row *board.Row, selected bool, cells int) {
	var room [madeText]byte
	call, has := row.CurrentCall()
	if !has {
		line.Space(t.Styles.On(themes.Text, selected), cells)
		return
	}
	end := line.Used() + cells
	open := t.Styles.On(themes.Text, selected)
	if call.IsStale(t.Words.Now) {
		line.Text(t.Styles.On(themes.Stale, selected), t.Styles.Glyphs.Stale+" ")
		cells = end - line.Used()
	}
	text, state := string(say.AppendCall(room[:0], &call)), call.State.String()
	behind := t.further(row, cells-len(state))
	if length := t.callLength(row, &call); len(state)+len(length)+len(behind) <= cells {
		behind = length + behind
	}
	left := cells - len(behind)
	if left < len(state)+leastOther {
		text = state
	}
	line.Field(open, text, min(cell.Width(text), left))
	line.Text(open, behind)
	line.Space(open, end-line.Used())
}

// leastOther is the least width in which the beginning of a number, with a blank in front
// and an ellipsis behind, says anything.
const leastOther = 5

// further returns the number of the calls of a row besides the current one, with the state
// that they share if that has room in so many cells.
func (t *Table) further(row *board.Row, cells int) string {
	count, state := row.FurtherCalls()
	if count == 0 {
		return ""
	}
	text := " +" + strconv.Itoa(count)
	if state != board.CallPresent && len(text)+1+len(state.String()) <= cells {
		text += " " + state.String()
	}
	return text
}

// callLength returns how long a DN has been in an answered call, with a blank in front, ""
// if that is not known.
func (t *Table) callLength(row *board.Row, call *board.Call) string {
	if t.CallSince == nil || !isAnswered(call) {
		return ""
	}
	since, atLeast, ok := t.CallSince(row, call.ConnID)
	if !ok {
		return ""
	}
	var room [madeText]byte
	made := append(room[:0], ' ')
	if atLeast {
		made = append(made, '>')
	}
	return string(phrase.AppendAge(made, t.Words.Now.Sub(since)))
}

func isAnswered(call *board.Call) bool {
	return call.State == board.CallTalking || call.State == board.CallHeld
}

// lengthCells is the width of what callLength usually returns. An answered call always needs
// it, so that the column does not grow with the length of a call.
const lengthCells = len(" >59m")

// measureCall returns the cells of the calls of a row. stale is the width of the glyph of
// staleness.
func measureCall(row *board.Row, now time.Time, stale int) int {
	var room [madeText]byte
	call, has := row.CurrentCall()
	if !has {
		return 0
	}
	cells := len(call.State.String()) + 1 + cell.Width(call.Other)
	if isAnswered(&call) {
		cells += lengthCells
	}
	if call.IsStale(now) {
		cells += stale + 1
	}
	if count, state := row.FurtherCalls(); count > 0 {
		cells += len(" +") + len(strconv.AppendInt(room[:0], int64(count), 10))
		if state != board.CallPresent {
			cells += 1 + len(state.String())
		}
	}
	return cells
}
