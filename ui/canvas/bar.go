package canvas

import (
	"slices"

	"capdeck/themes"
	"capdeck/ui/cell"
)

// Segment is a part of a line that may have to make room.
type Segment struct {
	Role themes.Role
	Text string
	// Short is a shorter form of Text, "" if there is none.
	Short string
	// Rank orders the segments that make room: the highest rank leaves first, rank 1
	// only when all others have left, and rank 0 stays.
	Rank int
}

// Bar draws a line of segments, some at the left and some at the right edge,
// gap cells apart. Where they do not fit, all are shortened, and after that
// those of the highest rank left out.
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

// Fit shortens and drops segments, as Bar does, until both sides fit into width
// cells. It changes the elements of the slices that it is given.
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

// shorten shortens the segments of at least the rank.
func shorten(segments []Segment, rank int) {
	for i := range segments {
		if s := &segments[i]; s.Short != "" && s.Rank >= rank {
			s.Text, s.Short = s.Short, ""
		}
	}
}

// leave takes out the segment of the highest rank, if one has at least the
// rank least.
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

// BarWidth returns the cells that segments take with gap cells between them.
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
