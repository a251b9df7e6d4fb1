package header

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/model/rows"
	"capdeck/themes"
	"capdeck/ui/bindings"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// headerGap is the number of cells between the parts of the first line.
const headerGap = 2

// Header is the content of the header and the banner.
type Header struct {
	Board *board.Board
	// Site is the site of the session whose link is shown.
	Site string
	// Host is the host:port that the user asked for, until the session names its own.
	Host string
	// Warning is a few words that are always shown, "" for none.
	Warning string
	Keys    *bindings.Bindings
	Glyphs  *themes.Glyphs
	Now     time.Time
	Zone    *time.Location
	// Width is the width of the window, in cells.
	Width int
	// Compact means that the window has room for one line only.
	Compact bool
	// Tall means that it has room for a line of its own for the calls.
	Tall bool

	// JournalFailed means that the journal cannot be written, because of JournalWhy.
	JournalFailed bool
	JournalWhy    string
	// EvidenceFailed means that coverage and incidents cannot be recorded, because of
	// EvidenceWhy.
	EvidenceFailed bool
	EvidenceWhy    string
	// Behind means that events wait longer than they should.
	Behind bool
	// Incidents is the number of incidents that nobody has acknowledged, MajorIncidents that of
	// the major ones among them.
	Incidents, MajorIncidents int
	Safety
	Freeze
	List
	Calls
}

// Safety is what keeps commands from being sent.
type Safety struct {
	ReadOnly, Locked bool
	// LocksIn is the time until the write-lock closes, 0 if it does not.
	LocksIn time.Duration
	// NeverAsks means that the confirm policy asks for nothing.
	NeverAsks bool
}

// Freeze reports whether the order of the rows is frozen, since when, and how many rows
// were appended since.
type Freeze struct {
	Frozen   bool
	Since    time.Time
	Appended int
}

// List describes which rows are shown.
type List struct {
	// Sort is the order in which they are sorted; its Text is "" for the order of the DN list.
	Sort canvas.Segment
	// Filter describes in words which rows are shown, "" for all of them.
	Filter string
	// Rows is the number of rows that are shown, Counts counts them by their state. Counts
	// is valid unless Filter is "".
	Rows   int
	Counts rows.Counts
	// Marked is the number of marked DNs, Hidden the number of those that are not shown.
	Marked, Hidden int
}

// Draw draws the header: one line if it is compact, three if it is tall, else two.
func (h *Header) Draw(c *canvas.Canvas) {
	if h.Compact {
		h.drawCompact(c)
		return
	}
	left, right := h.segments()
	c.Bar(left, right, headerGap)
	h.drawCounters(c)
	if h.Tall {
		c.Bar(h.callSegments(), nil, callGap)
	}
}

// segments are the parts of the first line: the T-Server, the state of the link, and the
// flags.
func (h *Header) segments() (left, right []canvas.Segment) {
	counters := h.Board.Counters()
	left = append([]canvas.Segment{{Role: themes.Title, Text: "capdeck", Rank: 6}}, h.linkSegments()...)
	left = append(left, h.flagSegments()...)
	right = []canvas.Segment{
		{
			Role: themes.Text, Rank: 2,
			Text:  phrase.Number(counters.Registered) + " of " + phrase.Count(counters.Total, "DN", "DNs") + " registered",
			Short: phrase.Number(counters.Registered) + "/" + phrase.Number(counters.Total) + " DNs",
		},
		{Role: themes.Text, Rank: 4, Text: h.Now.In(h.Zone).Format(canvas.Minutes)},
	}
	return append(left, h.otherSegments()...), right
}

// drawCompact draws the only header line of a small window.
func (h *Header) drawCompact(c *canvas.Canvas) {
	link, state := h.linkWord()
	left := append([]canvas.Segment{state}, h.attemptSegments(&link)...)
	if link.KeepAlive != "" {
		left = append(left, canvas.Segment{Role: themes.Warning, Text: link.KeepAlive, Rank: 4})
	}
	left = append(left, h.flagSegments()...)
	for i := range left {
		if left[i].Rank == 1 {
			// Shortened before a count is dropped, but kept longer than any count.
			left[i].Rank = 2
		}
	}
	right := h.stateSegments(false)
	for i := range right {
		right[i].Text = right[i].Short
		right[i].Short = ""
	}
	if not, ok := h.notSegment(); ok {
		right = append(right, not)
	}
	if filter, ok := h.filterSegment(); ok {
		filter.Short, filter.Rank = "filtered", 1
		right = append(right, filter)
	}
	if sorted := h.Sort; sorted.Text != "" {
		sorted.Text, sorted.Rank = sorted.Short, 5
		right = append(right, sorted)
	}
	if h.Marked > 0 {
		right = append(right, h.markSegment())
	}
	c.Bar(left, right, 1)
}

// counterGap is the number of cells between the parts of the line of the states.
const counterGap = 3

// drawCounters draws the line of the states, the order, the filter and the marks.
func (h *Header) drawCounters(c *canvas.Canvas) {
	states, list := h.stateSegments(true), h.listSegments()
	if canvas.BarWidth(states, counterGap)+counterGap+canvas.BarWidth(list, counterGap) > h.Width-2 {
		states = h.stateSegments(false)
	}
	c.Bar(states, list, counterGap)
}

// listSegments report how the rows are sorted and filtered, and how many are marked.
func (h *Header) listSegments() []canvas.Segment {
	var segments []canvas.Segment
	if not, ok := h.notSegment(); ok && !h.Tall {
		segments = append(segments, not)
	}
	if h.Sort.Text != "" {
		segments = append(segments, h.Sort)
	}
	if filter, ok := h.filterSegment(); ok {
		segments = append(segments, filter)
	}
	if h.Marked > 0 {
		segments = append(segments, h.markSegment())
	}
	return segments
}

// filterSegment describes which rows are shown, in words that leave room for the rest, and
// in a wide window how many; ok is false while all of them are shown. No other segment
// makes room for it.
func (h *Header) filterSegment() (s canvas.Segment, ok bool) {
	if h.Filter == "" {
		return canvas.Segment{}, false
	}
	s = canvas.Segment{Role: themes.Accent, Text: "filter: " + cell.Cut(h.Filter, max(h.Width/4, 12), h.Glyphs.Ellipsis)}
	if h.Width >= canvas.WideWidth {
		s.Text += " (" + phrase.Number(h.Rows) + " of " + phrase.Number(h.Board.Counters().Total) + ")"
	}
	return s, true
}

func (h *Header) markSegment() canvas.Segment {
	text := phrase.Number(h.Marked) + " marked"
	if h.Hidden > 0 {
		text += " (" + phrase.Number(h.Hidden) + " hidden)"
	}
	return canvas.Segment{Role: themes.Marked, Text: text}
}

// stateSegments are the counts, with their glyphs and words. While the board is filtered
// they count the rows that are shown, followed by the number on the whole board if withAll.
func (h *Header) stateSegments(withAll bool) []canvas.Segment {
	all, g := h.Board.Counters(), h.Glyphs
	shown := h.Counts
	if h.Filter == "" {
		shown = rows.Counts{Rec: all.Rec, Paused: all.Paused, Off: all.Off, Unknown: all.Unknown, Faults: all.Faults, Stale: all.Stale}
	}
	count := func(role themes.Role, sign string, n, of int, word string, rank int) canvas.Segment {
		short := sign + " " + phrase.Number(n)
		text := short
		if withAll && n != of {
			text += " of " + phrase.Number(of)
		}
		return canvas.Segment{Role: role, Text: text + " " + word, Short: short, Rank: rank}
	}
	faults := "faults"
	if withAll && all.Faults == 1 || !withAll && shown.Faults == 1 {
		faults = "fault"
	}
	return []canvas.Segment{
		count(themes.Rec, g.Rec, shown.Rec, all.Rec, "rec", 2),
		count(themes.Paused, g.Paused, shown.Paused, all.Paused, "paused", 3),
		count(themes.Off, g.Off, shown.Off, all.Off, "off", 4),
		count(themes.Unknown, g.Unknown, shown.Unknown, all.Unknown, "unknown", 3),
		count(themes.Fault, g.Fault, shown.Faults, all.Faults, faults, 1),
		count(themes.Stale, g.Stale, shown.Stale, all.Stale, "stale", 1),
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
	s := canvas.Segment{Role: role, Short: "i " + phrase.Number(h.Incidents), Rank: 2}
	s.Text = s.Short
	if h.Width >= wordWidth {
		s.Text = phrase.Count(h.Incidents, "incident", "incidents")
	}
	return s
}
