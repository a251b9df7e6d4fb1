package screentest

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Cell is one cell of the screen.
type Cell struct {
	// Text is the character with its combining marks; empty for a cell that was never written, and for the second
	// cell of a wide character.
	Text string
	// Style is the style of the cell.
	Style Style
	// Continued is set for the second cell of a wide character.
	Continued bool
}

// grid is one of the terminal's two buffers, with its cursor.
type grid struct {
	width, height int
	rows          [][]Cell
	// x and y are the cursor's column and row, from 0.
	x, y int
	// waiting is set if the last column was written, so that the next character goes to the next line.
	waiting bool
}

func newGrid(width, height int) *grid {
	g := &grid{width: width, height: height, rows: make([][]Cell, height)}
	for i := range g.rows {
		g.rows[i] = make([]Cell, width)
	}
	return g
}

// resize keeps the cells that fit, at the top left, as xterm does with the alternate screen.
func (g *grid) resize(width, height int) {
	resized := newGrid(width, height)
	for y := range min(height, g.height) {
		copy(resized.rows[y], g.rows[y])
	}
	resized.x, resized.y = min(g.x, width-1), min(g.y, height-1)
	*g = *resized
}

// moveTo moves the cursor to a cell, or to the nearest one that exists.
func (g *grid) moveTo(x, y int) {
	g.x, g.y = min(max(x, 0), g.width-1), min(max(y, 0), g.height-1)
	g.waiting = false
}

// lineFeed moves the cursor down, and scrolls at the bottom.
func (g *grid) lineFeed() {
	g.waiting = false
	if g.y < g.height-1 {
		g.y++
		return
	}
	copy(g.rows, g.rows[1:])
	g.rows[g.height-1] = make([]Cell, g.width)
}

// put writes a character of one or two cells.
func (g *grid) put(char rune, width int, style Style) {
	if g.waiting || g.x+width > g.width {
		g.x = 0
		g.lineFeed()
	}
	g.free(g.x, g.y)
	g.rows[g.y][g.x] = Cell{Text: string(char), Style: style}
	if width == 2 {
		g.free(g.x+1, g.y)
		g.rows[g.y][g.x+1] = Cell{Style: style, Continued: true}
	}
	g.x += width
	if g.x >= g.width {
		g.x = g.width - 1
		g.waiting = true
	}
}

// join adds a combining mark to the character before the cursor, and reports whether there is one.
func (g *grid) join(mark rune) bool {
	x := g.x - 1
	if g.waiting {
		x = g.x
	}
	if x >= 0 && g.rows[g.y][x].Continued {
		x--
	}
	if x < 0 || g.rows[g.y][x].Text == "" {
		return false
	}
	g.rows[g.y][x].Text += string(mark)
	return true
}

// free blanks the other half of a wide character before one of its cells is overwritten.
func (g *grid) free(x, y int) {
	row := g.rows[y]
	if row[x].Continued {
		row[x-1].Text = ""
	}
	if x+1 < g.width && row[x+1].Continued {
		row[x+1] = Cell{Style: row[x+1].Style}
	}
}

// erase blanks row y from a column to the end; the cells keep the style's background.
func (g *grid) erase(from, y int, style Style) {
	g.free(from, y)
	for x := from; x < g.width; x++ {
		g.rows[y][x] = Cell{Style: Style{BG: style.BG}}
	}
}

// text returns the characters of a row without the blanks at its end.
func (g *grid) text(y int) string {
	var out strings.Builder
	for _, cell := range g.rows[y] {
		switch {
		case cell.Continued:
		case cell.Text == "":
			out.WriteByte(' ')
		default:
			out.WriteString(cell.Text)
		}
	}
	return strings.TrimRight(out.String(), " ")
}

// runeWidth returns the number of cells that a terminal gives a rune by itself.
func runeWidth(char rune) int {
	return ansi.StringWidthWc(string(char))
}
