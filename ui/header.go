package ui

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
	"capdeck/ui/rows"
)

const (
	headerGap = 2 // cells between the parts of the header
)

// drawHeader draws the first line: who is connected to what, and how well.
func (a *App) drawHeader(c *canvas.Canvas) {
	if a.layout.mode == modeCompact {
		a.drawCompactHeader(c)
		return
	}
	left, right := a.headerSegments()
	c.Bar(left, right, headerGap)
}

// headerSegments are the parts of the first line.
func (a *App) headerSegments() (left, right []canvas.Segment) {
	counters := a.model.Board().Counters()
	left = append([]canvas.Segment{{Role: themes.Title, Text: "capdeck", Rank: 6}}, a.linkSegments()...)
	left = append(left, a.flagSegments()...)
	others := a.otherSegments()
	right = []canvas.Segment{
		{
			Role: themes.Text, Rank: 2,
			Text:  phrase.Number(counters.Registered) + " of " + phrase.Count(counters.Total, "DN", "DNs") + " registered",
			Short: phrase.Number(counters.Registered) + "/" + phrase.Number(counters.Total) + " DNs",
		},
		{Role: themes.Text, Rank: 4, Text: a.model.Now().In(a.options.Zone).Format(canvas.Minutes)},
	}
	if confirm, ok := a.confirmSegment(); ok && !a.confirmFits() && a.confirmHasRoom(confirm, slices.Concat(left, others), right) {
		left = append(left, confirm)
	}
	return append(left, others...), right
}

// linkWord is the state of the link in words and its role.
func (a *App) linkWord() (event.Link, canvas.Segment) {
	link, _ := a.model.Board().Link(a.options.Site)
	s := canvas.Segment{Role: themes.LinkDown, Text: link.State.String()}
	switch link.State {
	case 0:
		s.Text = event.LinkWaiting.String()
	case event.LinkUp:
		s.Role = themes.LinkUp
	case event.LinkConnecting, event.LinkLoggingIn, event.LinkStandby:
		s.Role = themes.Warning
	}
	return link, s
}

func (a *App) linkSegments() []canvas.Segment {
	link, state := a.linkWord()
	host := link.Address
	if host == "" {
		host = a.options.Host
	}
	segments := make([]canvas.Segment, 0, 8)
	if host != "" {
		segments = append(segments, canvas.Segment{Role: themes.Text, Text: host, Rank: 3})
	}
	segments = append(segments, state)
	segments = append(segments, a.attemptSegments(&link)...)
	if link.State.Connected() {
		segments = append(segments, canvas.Segment{Role: themes.Faint, Text: link.Role.String(), Rank: 7})
		if link.Version != "" {
			segments = append(segments, canvas.Segment{Role: themes.Faint, Text: link.Version, Rank: 8})
		}
	}
	switch {
	case link.KeepAlive != "":
		segments = append(segments, canvas.Segment{Role: themes.Warning, Text: link.KeepAlive, Rank: 2})
	case link.RoundTrip > 0:
		segments = append(segments, canvas.Segment{Role: themes.Faint, Text: "ADDP " + say.Duration(link.RoundTrip), Rank: 9})
	}
	return segments
}

// attemptSegments say which connection attempt is made, or when the next one
// is, and which key makes it now.
func (a *App) attemptSegments(link *event.Link) []canvas.Segment {
	switch {
	case link.State == event.LinkConnecting && link.Attempt > 1:
		return []canvas.Segment{{Role: themes.Warning, Text: "attempt " + phrase.Number(link.Attempt), Rank: 4}}
	case link.State != event.LinkWaiting || link.Retry.IsZero():
		return nil
	}
	when := "now"
	if left := link.Retry.Sub(a.model.Now()); left > 0 {
		when = "in " + waitText(left)
	}
	segments := []canvas.Segment{{
		Role: themes.Warning, Rank: 1,
		Text: "attempt " + phrase.Number(link.Attempt+1) + " " + when, Short: when,
	}}
	if key := a.reconnectKey("", " now"); key != "" {
		segments = append(segments, canvas.Segment{Role: themes.Key, Text: key, Rank: 5})
	}
	return segments
}

// waitText is a time that is waited for in whole seconds, rounded up.
func waitText(left time.Duration) string {
	seconds := int((left + time.Second - 1) / time.Second)
	if seconds < 60 {
		return strconv.Itoa(seconds) + " s"
	}
	return fmt.Sprintf("%d:%02d min", seconds/60, seconds%60)
}

// otherSegments say what is wrong with the other server of a pair. Where the
// sentence has no room here, the banner has it.
func (a *App) otherSegments() []canvas.Segment {
	link, _ := a.model.Board().Link(a.options.Site)
	if link.Other == "" {
		return nil
	}
	return []canvas.Segment{{Role: themes.Warning, Rank: 3, Text: link.Other, Short: a.styles.Glyphs.Fault + " other server"}}
}

// otherIsTold reports whether the header has room for the sentence about the
// other server.
func (a *App) otherIsTold() bool {
	link, _ := a.model.Board().Link(a.options.Site)
	left, right := a.headerSegments()
	left, _ = canvas.Fit(left, right, headerGap, a.width-2)
	for _, s := range left {
		if s.Text == link.Other {
			return true
		}
	}
	return false
}

// flagSegments are what is unusual and must be seen.
func (a *App) flagSegments() []canvas.Segment {
	var flags []canvas.Segment
	if a.options.Warning != "" {
		flags = append(flags, canvas.Segment{Role: themes.Banner, Text: a.options.Warning})
	}
	if a.model.Journal().Failed {
		flags = append(flags, canvas.Segment{Role: themes.Fault, Text: "JOURNAL FAILED"})
	}
	if a.model.Behind() {
		flags = append(flags, canvas.Segment{Role: themes.Banner, Text: "BEHIND", Rank: 1})
	}
	if _, _, frozen := a.model.Frozen(); frozen {
		flags = append(flags, canvas.Segment{Role: themes.Banner, Text: "FROZEN", Rank: 1})
	}
	flags = append(flags, a.safetySegments()...)
	flags = append(flags, a.silenceSegments()...)
	if notAsked := a.model.Board().Counters().NotAsked; notAsked > 0 {
		flags = append(flags, canvas.Segment{Role: themes.Fault, Text: phrase.Number(notAsked) + " not asked", Rank: 2})
	}
	link, _ := a.model.Board().Link(a.options.Site)
	if round := a.model.Board().QueryRound(a.options.Site); round.Active() && link.State == event.LinkUp {
		done := round.Answered + round.Failed + round.Skipped
		flags = append(flags, canvas.Segment{
			Role: themes.Pending, Rank: 5,
			Text:  "queried " + phrase.Number(done) + " of " + phrase.Number(round.Wanted),
			Short: phrase.Number(done) + "/" + phrase.Number(round.Wanted) + " queried",
		})
	}
	if s, ok := a.intervalSegment(); ok {
		flags = append(flags, s)
	}
	return flags
}

// teamRoom is the cells that a team's name has in the header.
const teamRoom = 20

// silenceSegments say whether the recorder is silent: of the site, of a team, or of
// how many teams.
func (a *App) silenceSegments() []canvas.Segment {
	truth := a.model.Board()
	if silence := truth.Silence(a.options.Site); silence.Silent {
		return []canvas.Segment{a.silenceSegment("", silence.Since)}
	}
	teams := truth.SilentTeams(a.options.Site)
	switch {
	case len(teams) == 0:
		return nil
	case len(teams) > 1:
		return []canvas.Segment{a.silenceSegment(" "+phrase.Count(len(teams), "team", "teams"), teams[0].Since)}
	case teams[0].Team == "":
		return []canvas.Segment{a.silenceSegment(" no team", teams[0].Since)}
	}
	return []canvas.Segment{a.silenceSegment(" team "+fold.Word(cell.Clean(fold.Limit(teams[0].Team, a.styles.Glyphs.Ellipsis)), teamRoom, a.styles.Glyphs.Ellipsis), teams[0].Since)}
}

func (a *App) silenceSegment(whose string, since time.Time) canvas.Segment {
	text := "RECORDER SILENT" + whose
	return canvas.Segment{Role: themes.Fault, Text: text + " since " + since.In(a.options.Zone).Format(canvas.Minutes), Short: text, Rank: 1}
}

// intervalSegment says after how long DNs are asked again where that is longer than
// was asked for: so many cannot be asked as often at the rate.
func (a *App) intervalSegment() (s canvas.Segment, ok bool) {
	interval, ok := a.model.Board().LongerInterval(a.options.Site)
	if !ok {
		return canvas.Segment{}, false
	}
	every := "every " + waitText(interval)
	return canvas.Segment{Role: themes.Warning, Rank: 2, Text: "asked again " + every, Short: "asked " + every}, true
}

// drawCompactHeader draws the only line above the rows of a small window.
func (a *App) drawCompactHeader(c *canvas.Canvas) {
	link, state := a.linkWord()
	left := append([]canvas.Segment{state}, a.attemptSegments(&link)...)
	if link.KeepAlive != "" {
		left = append(left, canvas.Segment{Role: themes.Warning, Text: link.KeepAlive, Rank: 4})
	}
	left = append(left, a.flagSegments()...)
	for i := range left {
		if left[i].Rank == 1 {
			// Shortened before a count leaves, but staying longer than any.
			left[i].Rank = 2
		}
	}
	right := a.stateSegments()
	for i := range right {
		right[i].Text = right[i].Short
		right[i].Short = ""
	}
	if filter, ok := a.filterSegment(); ok {
		filter.Short, filter.Rank = "filtered", 1
		right = append(right, filter)
	}
	if sorted, ok := a.sortSegment(); ok {
		sorted.Text, sorted.Rank = sorted.Short, 5
		right = append(right, sorted)
	}
	if marked, _ := a.model.Marks(); marked > 0 {
		right = append(right, a.markSegment())
	}
	c.Bar(left, right, 1)
}

// counterGap is the cells between the parts of the line of the states.
const counterGap = 3

// drawCounters draws the line of the states, the confirm policy, the order, the
// filter and the marks.
func (a *App) drawCounters(c *canvas.Canvas) {
	left := a.stateSegments()
	if confirm, ok := a.confirmSegment(); ok && a.confirmFits() {
		left = append(left, confirm)
	}
	c.Bar(left, a.listSegments(), counterGap)
}

// listSegments say how the rows are sorted and filtered, and how many are marked.
func (a *App) listSegments() []canvas.Segment {
	var segments []canvas.Segment
	if sorted, ok := a.sortSegment(); ok {
		segments = append(segments, sorted)
	}
	if filter, ok := a.filterSegment(); ok {
		segments = append(segments, filter)
	}
	if marked, _ := a.model.Marks(); marked > 0 {
		segments = append(segments, a.markSegment())
	}
	return segments
}

// filterSegment says which rows are shown, in words that leave room for the
// rest, and in a wide window how many; ok is false while all of them are. It
// never leaves the header.
func (a *App) filterSegment() (s canvas.Segment, ok bool) {
	words := a.model.Filter().String()
	if words == "" {
		return canvas.Segment{}, false
	}
	s = canvas.Segment{Role: themes.Accent, Text: "filter: " + cell.Cut(words, max(a.width/4, 12), a.styles.Glyphs.Ellipsis)}
	if a.width >= canvas.WideWidth {
		s.Text += " (" + phrase.Number(len(a.model.Rows())) + ")"
	}
	return s, true
}

func (a *App) markSegment() canvas.Segment {
	marked, hidden := a.model.Marks()
	text := phrase.Number(marked) + " marked"
	if hidden > 0 {
		text += " (" + phrase.Number(hidden) + " hidden)"
	}
	return canvas.Segment{Role: themes.Marked, Text: text}
}

// stateSegments are the counts, with their signs and words.
func (a *App) stateSegments() []canvas.Segment {
	counters, g := a.model.Board().Counters(), &a.styles.Glyphs
	count := func(role themes.Role, sign string, n int, word string, rank int) canvas.Segment {
		short := sign + " " + phrase.Number(n)
		return canvas.Segment{Role: role, Text: short + " " + word, Short: short, Rank: rank}
	}
	faults := "faults"
	if counters.Faults == 1 {
		faults = "fault"
	}
	return []canvas.Segment{
		count(themes.Rec, g.Rec, counters.Rec, "rec", 2),
		count(themes.Paused, g.Paused, counters.Paused, "paused", 3),
		count(themes.Off, g.Off, counters.Off, "off", 4),
		count(themes.Unknown, g.Unknown, counters.Unknown, "unknown", 3),
		count(themes.Fault, g.Fault, counters.Faults, faults, 1),
		count(themes.Stale, g.Stale, counters.Stale, "stale", 1),
	}
}

// sortSegment says by what the rows are sorted; ok is false while they have the order
// of the DN list.
func (a *App) sortSegment() (s canvas.Segment, ok bool) {
	first, second := a.model.Sort()
	return rows.SortSegment(first, second, &a.styles.Glyphs)
}
