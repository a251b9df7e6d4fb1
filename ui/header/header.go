package header

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/model/rows"
	"capdeck/themes"
	"capdeck/ui/bindings"
	"capdeck/ui/canvas"
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
	right := h.stateSegments(shortCounts)
	if not, ok := h.notSegment(); ok {
		right = append(right, not)
	}
	if h.Filter != "" {
		right = append(right, canvas.Segment{Role: themes.Accent, Text: h.rowsOf(), Rank: 1})
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
