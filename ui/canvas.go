package ui

import (
	"slices"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/themes"
	"capdeck/ui/cell"
)

// canvas builds a frame, line by line, from the top.
type canvas struct {
	look  *look
	line  cell.Line
	out   []byte
	width int
	hits  *hits
}

// begin starts the next line; hit says what a click on it means.
func (c *canvas) begin(h hit) *cell.Line {
	if len(c.hits.lines) > 0 {
		c.out = append(c.out, '\n')
	}
	c.hits.lines = append(c.hits.lines, h)
	c.line.Start(c.out, c.width, c.look.glyphs.Ellipsis)
	return &c.line
}

// end fills the line up in the style that open begins.
func (c *canvas) end(open string) { c.out = c.line.End(open) }

// blank draws n empty lines that belong to a pane.
func (c *canvas) blank(n int, pane model.Pane) {
	for range n {
		c.begin(hit{pane: pane})
		c.end("")
	}
}

// hit is what a line of the screen means to the mouse.
type hit struct {
	pane    model.Pane
	isRow   bool // key names the row
	key     board.Key
	message uint64 // number of the message, 0 for none
	action  model.ActionID
}

// hits is what all lines of a frame mean, and the dialog or the palette that it
// shows.
type hits struct {
	lines   []hit
	dialog  uint64         // 0 for none
	palette uint64         // likewise
	chosen  model.ActionID // the action that the palette shows as selected
}

func (h *hits) reset() {
	*h = hits{lines: h.lines[:0]}
}

func (h *hits) copyFrom(other *hits) {
	lines := append(h.lines[:0], other.lines...)
	*h = *other
	h.lines = lines
}

// span is text in one style.
type span struct {
	role themes.Role
	text string
}

// textLine is one line of the detail or the help.
type textLine []span

func plainLine(role themes.Role, text string) textLine { return textLine{{role, text}} }

// segment is a part of a line that may have to make room.
type segment struct {
	role themes.Role
	text string
	// short is a shorter form, "" for none.
	short string
	// rank says who makes room first: the highest. Rank 1 does so only when
	// all others have; rank 0 stays.
	rank int
}

// bar draws a line of segments, some at the left and some at the right edge,
// gap cells apart. Where they do not fit, all are shortened, and after that
// those of the highest rank left out.
func (c *canvas) bar(left, right []segment, gap int) {
	line := c.begin(hit{})
	left, right = fit(left, right, gap, c.width-2)
	line.Space("", 1)
	for i, s := range left {
		if i > 0 {
			line.Space("", gap)
		}
		line.Text(c.look.open(s.role), s.text)
	}
	if len(right) > 0 {
		line.Space("", max(line.Rest()-barWidth(right, gap)-1, gap))
		for i, s := range right {
			if i > 0 {
				line.Space("", gap)
			}
			line.Text(c.look.open(s.role), s.text)
		}
	}
	c.end("")
}

func fit(left, right []segment, gap, width int) (fittedLeft, fittedRight []segment) {
	wide := func() bool { return barWidth(left, gap)+gap+barWidth(right, gap) > width }
	for _, least := range [...]int{2, 1} {
		if wide() {
			shorten(left, least)
			shorten(right, least)
		}
		for wide() {
			if !leave(&left, &right, least) {
				break
			}
		}
	}
	return left, right
}

// shorten shortens the segments of at least the rank.
func shorten(segments []segment, rank int) {
	for i := range segments {
		if s := &segments[i]; s.short != "" && s.rank >= rank {
			s.text, s.short = s.short, ""
		}
	}
}

// leave takes out the segment of the highest rank, if one has at least the
// rank least.
func leave(left, right *[]segment, least int) bool {
	from, at := (*[]segment)(nil), 0
	for _, side := range [...]*[]segment{left, right} {
		for i, s := range *side {
			if s.rank >= least {
				from, at, least = side, i, s.rank
			}
		}
	}
	if from == nil {
		return false
	}
	*from = slices.Delete(*from, at, at+1)
	return true
}

func barWidth(segments []segment, gap int) int {
	width := 0
	for i, s := range segments {
		if i > 0 {
			width += gap
		}
		width += cell.Width(s.text)
	}
	return width
}
