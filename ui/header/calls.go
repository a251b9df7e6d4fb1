package header

import (
	"strings"

	"capdeck/model/coverage"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// Calls are the counts of the DNs on calls.
type Calls struct {
	// Shown counts the DNs that are shown, All all DNs.
	Shown, All coverage.Counts
}

// callSegments report how many DNs are on a call and how many of them are captured, paused
// and not captured, and the share of those that are captured. Numbers have the width of
// the greatest that the board can have, so that nothing moves when one gets another digit.
// While the link is down nobody knows the calls, and each number is a question mark. short
// leaves out how many DNs of the whole board are on calls while there is a filter.
func (h *Header) callSegments(short bool) []canvas.Segment {
	shown := h.Shown
	link, _ := h.Board.Link(h.Site)
	known := link.State == event.LinkUp
	width := cell.Width(phrase.Number(h.Board.Counters().Total))
	number := func(n int) string {
		text := "?"
		if known {
			text = phrase.Number(n)
		}
		return strings.Repeat(" ", max(width-cell.Width(text), 0)) + text
	}
	on := "on calls " + number(shown.OnCall)
	if h.Filter != "" && !short {
		on += " of " + number(h.All.OnCall)
	}
	on = cell.Pad(on+":", len("on calls : of ")+2*width)
	if short {
		on = "on calls " + number(shown.OnCall) + ":"
	}
	not := canvas.Segment{Role: themes.Faint, Text: number(shown.Not) + " NOT", Rank: 1}
	if shown.Not > 0 {
		not.Role = themes.Banner
	}
	return []canvas.Segment{
		{Role: themes.Text, Text: on, Rank: 2},
		{Role: themes.Rec, Text: number(shown.Captured) + " rec", Rank: 3},
		{Role: themes.Paused, Text: number(shown.Paused) + " paused", Rank: 4},
		not,
		{Role: themes.Text, Text: share(&shown), Rank: 2},
	}
}

// share returns the share of the DNs on calls that are captured, of those that are not
// paused, as a text that always has the same width. It is 100.0 % only if all are.
func share(counts *coverage.Counts) string {
	const width = len("100.0 %")
	part, ok := counts.Share()
	if !ok {
		return strings.Repeat(" ", width)
	}
	text := phrase.Percent(part)
	return strings.Repeat(" ", width-len(text)) + text
}

// notSegment is the number of DNs that are on a call and not captured, for a window that
// has no room for the line of the calls; ok is false if there are none.
func (h *Header) notSegment() (s canvas.Segment, ok bool) {
	if h.Shown.Not == 0 {
		return canvas.Segment{}, false
	}
	return canvas.Segment{Role: themes.Banner, Text: phrase.Number(h.Shown.Not) + " NOT", Rank: 1}, true
}
