package canvas

import (
	"slices"

	"capdeck/themes"
	"capdeck/ui/cell"
)

// Segment is a part of a line that can be shortened or left out to make room.
type Segment struct {
	Role themes.Role
	Text string
	// Short is a shorter form of Text, "" if there is none.
	Short string
	// Rank is the order in which segments make room: the highest rank is left out
	// first, rank 1 last, and rank 0 never.
	Rank int
}

// Bar draws a line of segments, some at the left and some at the right edge, gap cells
// apart. If they do not fit, it makes room as Fit does.
func (c *Canvas) Bar(left, right []Segment, gap int) {
	line := c.NewLine(Hit{})
	left, right = Fit(left, right, gap, c.Width-2)
	line.Space("", 1)
	for i, s := range left {
		if i > 0 {
			line.Space("", gap)
		}
		line.Text(c.Styles.Open(s.Role), s.Text)
	}
	if len(right) > 0 {
		line.Space("", max(line.Rest()-BarWidth(right, gap)-1, gap))
		for i, s := range right {
			if i > 0 {
				line.Space("", gap)
			}
			line.Text(c.Styles.Open(s.Role), s.Text)
		}
	}
	c.EndLine("")
}

// Fit shortens segments and then leaves out those of the highest rank, until both sides
// fit into width cells, gap cells apart. It changes the elements of the slices.
func Fit(left, right []Segment, gap, width int) (fittedLeft, fittedRight []Segment) {
	wide := func() bool { return BarWidth(left, gap)+gap+BarWidth(right, gap) > width }
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

// shorten shortens the segments whose rank is rank or higher.
func shorten(segments []Segment, rank int) {
	for i := range segments {
		if s := &segments[i]; s.Short != "" && s.Rank >= rank {
			s.Text, s.Short = s.Short, ""
		}
	}
}

// leave removes the segment of the highest rank. It reports false if no segment has a
// rank of least or higher.
func leave(left, right *[]Segment, least int) bool {
	from, at := (*[]Segment)(nil), 0
	for _, side := range [...]*[]Segment{left, right} {
		for i, s := range *side {
			if s.Rank >= least {
				from, at, least = side, i, s.Rank
			}
		}
	}
	if from == nil {
		return false
	}
	*from = slices.Delete(*from, at, at+1)
	return true
}

// BarWidth returns the width of segments with gap cells between them.
func BarWidth(segments []Segment, gap int) int {
	width := 0
	for i, s := range segments {
		if i > 0 {
			width += gap
		}
		width += cell.Width(s.Text)
	}
	return width
}
