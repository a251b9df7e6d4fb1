package rows

import (
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// BarCells is the width of the scroll bar at the right edge, with a blank in front.
const BarCells = 2

// Bar is the scroll bar of the board pane. The zero value is none: all rows are visible.
type Bar struct {
	// Top is the index of the first visible row, Lines the number of visible rows, All the
	// number of rows.
	Top, Lines, All int
}

// NewBar returns the bar of a pane that shows lines rows of all from top on. It is the zero
// value if all are visible.
func NewBar(top, lines, all int) Bar {
	if lines <= 0 || all <= lines {
		return Bar{}
	}
	return Bar{Top: min(max(top, 0), all-lines), Lines: lines, All: all}
}

// Cells returns the width that the bar takes from the table.
func (b *Bar) Cells() int {
	if b.All == 0 {
		return 0
	}
	return BarCells
}

// thumb returns the lines of the bar that stand for the visible rows, from first up to but
// not including end. The thumb touches an end of the bar only if the first or the last row
// is visible, as far as the bar is long enough to show that.
func (b *Bar) thumb() (first, end int) {
	size := max(b.Lines*b.Lines/b.All, 1)
	hidden, room := b.All-b.Lines, b.Lines-size
	switch first = (b.Top*room + hidden/2) / hidden; {
	case b.Top == 0 || room < 2:
	case b.Top == hidden:
		first = room
	default:
		first = max(min(first, room-1), 1)
	}
	return first, first + size
}

// text returns which rows are visible, and a shorter form.
func (b *Bar) text() (text, short string) {
	first, last, all := phrase.Number(b.Top+1), phrase.Number(b.Top+b.Lines), phrase.Number(b.All)
	return "rows " + first + "–" + last + " of " + all, first + "–" + last + "/" + all
}

// drawText draws which rows are visible at the end of the line of the heads, as far as it
// has room.
func (b *Bar) drawText(line *cell.Line, open string) {
	if b.All == 0 {
		return
	}
	text, short := b.text()
	for _, text := range [...]string{text, short} {
		if room := line.Rest() - cell.Width(text) - 1; room >= Gap {
			line.Space(open, room)
			line.Text(open, text)
			return
		}
	}
}

// hit records where the bar is, for clicks, before its first line. lines is the number of
// rows that are drawn.
func (b *Bar) hit(c *canvas.Canvas, lines int) {
	if b.All > 0 {
		c.Hits.Bar = canvas.BarHit{Left: c.Width - BarCells, Top: len(c.Hits.Lines), Lines: lines, Of: b.Lines}
	}
}

// end ends a line of the table: the bar has its last cell. y is the line within the pane.
func (b *Bar) end(c *canvas.Canvas, line *cell.Line, open string, y int) {
	if b.All > 0 {
		role, glyph := themes.Border, c.Styles.Glyphs.Track
		if first, end := b.thumb(); y >= first && y < end {
			role, glyph = themes.Faint, c.Styles.Glyphs.Thumb
		}
		line.Space(open, line.Rest()-1)
		line.Text(c.Styles.Open(role), glyph)
	}
	c.EndLine(open)
}
