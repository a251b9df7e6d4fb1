package header

import (
	"capdeck/model/phrase"
	"capdeck/model/rows"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// counterGap is the number of cells between the parts of the lines of the states and of the
// calls, and listRoom the number of cells for the order, the filter and the marks beside them.
const (
	counterGap = 2
	listRoom   = 40
)

// countForm is how the counts of the states are written. The width of the window and the
// number of DNs decide it, never a value or a filter: nothing moves because of these.
type countForm uint8

const (
	shortCounts countForm = iota // the numbers
	wordCounts                   // with words
	wholeCounts                  // and, while there is a filter, with the number on the whole board
)

// form returns how the counts are written, if there must be room for more beside them.
func (h *Header) form(more int) countForm {
	for _, form := range [...]countForm{wholeCounts, wordCounts} {
		if canvas.BarWidth(h.stateSegments(form), counterGap)+more <= h.Width-2 {
			return form
		}
	}
	return shortCounts
}

// drawCounters draws the line of the states and, in a tall window, that of the calls. The
// last one has the order, the filter and the marks.
func (h *Header) drawCounters(c *canvas.Canvas) {
	beside := func(segments []canvas.Segment) {
		c.Bar(segments, h.listSegments(h.Width-2-canvas.BarWidth(segments, counterGap)-counterGap), counterGap)
	}
	if !h.Tall {
		beside(h.stateSegments(h.form(counterGap + listRoom)))
		return
	}
	c.Bar(h.stateSegments(h.form(0)), nil, counterGap)
	calls := h.callSegments(false)
	if canvas.BarWidth(calls, counterGap)+counterGap+listRoom > h.Width-2 {
		calls = h.callSegments(true)
	}
	beside(calls)
}

// listSegments report how the rows are sorted and filtered, and how many are marked, in so
// many cells. The marks come first, then how many rows the filter shows; the order makes room
// for both, since the heads show it as well.
func (h *Header) listSegments(room int) []canvas.Segment {
	var segments []canvas.Segment
	take := func(s canvas.Segment) {
		segments = append([]canvas.Segment{s}, segments...)
		room -= cell.Width(s.Text) + counterGap
	}
	if h.Marked > 0 {
		take(h.markSegment())
	}
	if h.Filter != "" {
		take(canvas.Segment{Role: themes.Accent, Text: h.filterText(room)})
	}
	for _, text := range [...]string{h.Sort.Text, h.Sort.Short} {
		if text != "" && cell.Width(text) <= room {
			take(canvas.Segment{Role: h.Sort.Role, Text: text})
			break
		}
	}
	if not, ok := h.notSegment(); ok && !h.Tall {
		take(not)
	}
	return segments
}

// leastFilter is the least number of cells in which the beginning of a filter says anything.
const leastFilter = 8

// filterText describes which rows are shown and how many, without the label if so many cells
// have no room for it, or only how many.
func (h *Header) filterText(room int) string {
	const label = "filter: "
	count := " (" + h.rowsOf() + ")"
	pad := cell.Width(count)
	count = cell.Pad(count, pad+h.numberCells()-cell.Width(phrase.Number(h.Rows)))
	left := min(room-cell.Width(count), max(h.Width/4, 12)+len(label))
	switch wants := cell.Width(h.Filter); {
	case left >= len(label)+min(wants, h.Width/4):
		return label + cell.Cut(h.Filter, left-len(label), h.Glyphs.Ellipsis) + count
	case left >= min(wants, leastFilter):
		return cell.Cut(h.Filter, left, h.Glyphs.Ellipsis) + count
	}
	return h.rowsOf()
}

// rowsOf returns how many of how many rows are shown.
func (h *Header) rowsOf() string {
	return phrase.Number(h.Rows) + " of " + phrase.Number(h.Board.Counters().Total)
}

func (h *Header) markSegment() canvas.Segment {
	text := phrase.Number(h.Marked) + " marked"
	if h.Hidden > 0 {
		text += " (" + phrase.Number(h.Hidden) + " hidden)"
	}
	return canvas.Segment{Role: themes.Marked, Text: text}
}

// numberCells is the width of the greatest number of rows.
func (h *Header) numberCells() int { return cell.Width(phrase.Number(h.Board.Counters().Total)) }

// stateSegments are the counts, with their glyphs. While the board is filtered they count the
// rows that are shown. Each has the width of the greatest number that the board can have.
func (h *Header) stateSegments(form countForm) []canvas.Segment {
	all, g := h.Board.Counters(), h.Glyphs
	shown := h.Counts
	if h.Filter == "" {
		shown = rows.Counts{Rec: all.Rec, Paused: all.Paused, Off: all.Off, Unknown: all.Unknown, Faults: all.Faults, Stale: all.Stale}
	}
	count := func(role themes.Role, sign string, n, of int, word, widest string, rank int) canvas.Segment {
		text, cells := sign+" "+phrase.Number(n), cell.Width(sign)+1+h.numberCells()
		if form == wholeCounts {
			if h.Filter != "" {
				text += " of " + phrase.Number(of)
			}
			cells += len(" of ") + h.numberCells()
		}
		if form != shortCounts {
			text += " " + word
			cells += 1 + len(widest)
		}
		return canvas.Segment{Role: role, Text: cell.Pad(text, cells), Rank: rank}
	}
	faults := "faults"
	if n := shown.Faults; form != wholeCounts && n == 1 || form == wholeCounts && all.Faults == 1 {
		faults = "fault"
	}
	return []canvas.Segment{
		count(themes.Rec, g.Rec, shown.Rec, all.Rec, "rec", "rec", 2),
		count(themes.Paused, g.Paused, shown.Paused, all.Paused, "paused", "paused", 3),
		count(themes.Off, g.Off, shown.Off, all.Off, "off", "off", 4),
		count(themes.Unknown, g.Unknown, shown.Unknown, all.Unknown, "unknown", "unknown", 3),
		count(themes.Fault, g.Fault, shown.Faults, all.Faults, faults, "faults", 1),
		count(themes.Stale, g.Stale, shown.Stale, all.Stale, "stale", "stale", 1),
		h.incidentsSegment(),
	}
}

// wordWidth is the smallest width of a window that has room for the word next to the
// number of incidents.
const wordWidth = 140

// incidentsSegment is the number of unacknowledged incidents. It is always there, so that
// nothing moves when there is one.
func (h *Header) incidentsSegment() canvas.Segment {
	role := themes.Faint
	switch {
	case h.MajorIncidents > 0:
		role = themes.Fault
	case h.Incidents > 0:
		role = themes.Warning
	}
	text := "i " + phrase.Number(h.Incidents)
	if h.Width >= wordWidth {
		text = phrase.Count(h.Incidents, "incident", "incidents")
	}
	return canvas.Segment{Role: role, Text: text, Rank: 2}
}
