package rows

import (
	"strings"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
)

// drawLast draws what is wrong with the DN, unless the last command tells it; the remark
// about the call of the capture, if its own column had no room; and the last command, if
// that column is shown.
func (t *Table) drawLast(line *cell.Line, row *board.Row, selected bool, cells int) {
	ground := t.Styles.On(themes.Text, selected)
	end := line.Used() + cells
	if cells < t.rest(line) {
		// Another column follows.
		defer func() { line.Space(ground, end-line.Used()) }()
		cells -= Gap
	}
	last := line.Used() + cells
	if cells <= 1 {
		return
	}
	remark, short := t.remarkBehind(row)
	drawn, limit := false, last
	if t.Columns.ShowsCall() && short != "" {
		// A row that shows a call always has room for the remark that the capture is of
		// another one.
		limit = max(last-cell.Width(short)-Gap, last-cells)
	}
	draw := func(role themes.Role, text string) {
		if text == "" || drawn && limit-line.Used() < leastTrouble {
			return
		}
		if drawn {
			line.Space(ground, Gap)
		}
		drawn = true
		line.Field(t.Styles.On(role, selected), text, min(cell.Width(text), limit-line.Used()))
	}
	noLast := t.Columns.NoLast
	lastingRole, lasting := t.Words.Lasting(row)
	role, text := t.Words.Trouble(row, !noLast && row.LastCommandFails())
	room := limit - line.Used()
	if text != "" {
		room -= Gap + leastTrouble
	}
	draw(lastingRole, dntext.Short(lasting, room))
	draw(role, dntext.Short(text, limit-line.Used()))
	limit = last
	if room := last - line.Used(); drawn && cell.Width(remark)+Gap > room {
		remark = short
	}
	draw(themes.Warning, remark)
	if command, has := row.LastCommand(); has && !noLast && !say.IsOtherStop(row, &command) {
		draw(t.Words.LastCommand(row, &command))
	}
}

// remarkBehind returns the remark about the call of the capture, and a shorter form. Both
// are "" if there is no remark or if the column of the capture has it.
func (t *Table) remarkBehind(row *board.Row) (remark, short string) {
	about := row.CaptureCall().String()
	if about == "" {
		return "", ""
	}
	if inColumn, _ := t.callRemark(row); inColumn != "" {
		return "", ""
	}
	word, _, _ := strings.Cut(about, " ")
	return "(" + about + ")", "(" + word + ")"
}

// leastTrouble is the smallest number of cells in which drawLast adds a further text.
const leastTrouble = 6
