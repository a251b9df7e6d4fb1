package ui

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/cell"
)

const (
	clock     = "15:04"
	headerGap = 2 // cells between the parts of the header
	// wideHeader is the width from which the header has room for details.
	wideHeader = 80
)

// drawHeader draws the first line: who is connected to what, and how well.
func (a *App) drawHeader(c *canvas) {
	if a.layout.mode == modeCompact {
		a.drawCompactHeader(c)
		return
	}
	left, right := a.headerSegments()
	c.bar(left, right, headerGap)
}

// headerSegments are the parts of the first line.
func (a *App) headerSegments() (left, right []segment) {
	counters := a.model.Board().Counters()
	left = append([]segment{{role: themes.Title, text: "capdeck", rank: 6}}, a.linkSegments()...)
	left = append(left, a.flagSegments()...)
	others := a.otherSegments()
	right = []segment{
		{
			role: themes.Text, rank: 2,
			text:  phrase.Number(counters.Registered) + " of " + phrase.Count(counters.Total, "DN", "DNs") + " registered",
			short: phrase.Number(counters.Registered) + "/" + phrase.Number(counters.Total) + " DNs",
		},
		{role: themes.Text, rank: 4, text: a.model.Now().In(a.options.Zone).Format(clock)},
	}
	if confirm, ok := a.confirmSegment(); ok && !a.confirmFits() && a.confirmHasRoom(confirm, slices.Concat(left, others), right) {
		left = append(left, confirm)
	}
	return append(left, others...), right
}

// linkWord is the state of the link in words and its role.
func (a *App) linkWord() (event.Link, segment) {
	link, _ := a.model.Board().Link(a.options.Site)
	s := segment{role: themes.LinkDown, text: link.State.String()}
	switch link.State {
	case 0:
		s.text = event.LinkWaiting.String()
	case event.LinkUp:
		s.role = themes.LinkUp
	case event.LinkConnecting, event.LinkLoggingIn, event.LinkStandby:
		s.role = themes.Warning
	}
	return link, s
}

func (a *App) linkSegments() []segment {
	link, state := a.linkWord()
	host := link.Address
	if host == "" {
		host = a.options.Host
	}
	segments := make([]segment, 0, 8)
	if host != "" {
		segments = append(segments, segment{role: themes.Text, text: host, rank: 3})
	}
	segments = append(segments, state)
	segments = append(segments, a.attemptSegments(&link)...)
	if link.State.Connected() {
		segments = append(segments, segment{role: themes.Faint, text: link.Role.String(), rank: 7})
		if link.Version != "" {
			segments = append(segments, segment{role: themes.Faint, text: link.Version, rank: 8})
		}
	}
	switch {
	case link.KeepAlive != "":
		segments = append(segments, segment{role: themes.Warning, text: link.KeepAlive, rank: 2})
	case link.RoundTrip > 0:
		segments = append(segments, segment{role: themes.Faint, text: "ADDP " + board.DurationText(link.RoundTrip), rank: 9})
	}
	return segments
}

// attemptSegments say which connection attempt is made, or when the next one
// is, and which key makes it now.
func (a *App) attemptSegments(link *event.Link) []segment {
	switch {
	case link.State == event.LinkConnecting && link.Attempt > 1:
		return []segment{{role: themes.Warning, text: "attempt " + phrase.Number(link.Attempt), rank: 4}}
	case link.State != event.LinkWaiting || link.Retry.IsZero():
		return nil
	}
	when := "now"
	if left := link.Retry.Sub(a.model.Now()); left > 0 {
		when = "in " + waitText(left)
	}
	segments := []segment{{
		role: themes.Warning, rank: 1,
		text: "attempt " + phrase.Number(link.Attempt+1) + " " + when, short: when,
	}}
	if key := a.reconnectKey("", " now"); key != "" {
		segments = append(segments, segment{role: themes.Key, text: key, rank: 5})
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
func (a *App) otherSegments() []segment {
	link, _ := a.model.Board().Link(a.options.Site)
	if link.Other == "" {
		return nil
	}
	return []segment{{role: themes.Warning, rank: 3, text: link.Other, short: a.look.glyphs.Fault + " other server"}}
}

// otherIsTold reports whether the header has room for the sentence about the
// other server.
func (a *App) otherIsTold() bool {
	link, _ := a.model.Board().Link(a.options.Site)
	left, right := a.headerSegments()
	left, _ = fit(left, right, headerGap, a.width-2)
	for _, s := range left {
		if s.text == link.Other {
			return true
		}
	}
	return false
}

// flagSegments are what is unusual and must be seen.
func (a *App) flagSegments() []segment {
	var flags []segment
	if a.options.Warning != "" {
		flags = append(flags, segment{role: themes.Banner, text: a.options.Warning})
	}
	if a.model.Journal().Failed {
		flags = append(flags, segment{role: themes.Fault, text: "JOURNAL FAILED"})
	}
	if a.model.Behind() {
		flags = append(flags, segment{role: themes.Banner, text: "BEHIND", rank: 1})
	}
	if _, _, frozen := a.model.Frozen(); frozen {
		flags = append(flags, segment{role: themes.Banner, text: "FROZEN", rank: 1})
	}
	flags = append(flags, a.safetySegments()...)
	flags = append(flags, a.silenceSegments()...)
	if notAsked := a.model.Board().Counters().NotAsked; notAsked > 0 {
		flags = append(flags, segment{role: themes.Fault, text: phrase.Number(notAsked) + " not asked", rank: 2})
	}
	link, _ := a.model.Board().Link(a.options.Site)
	if round := a.model.Board().QueryRound(a.options.Site); round.Active() && link.State == event.LinkUp {
		done := round.Answered + round.Failed + round.Skipped
		flags = append(flags, segment{
			role: themes.Pending, rank: 5,
			text:  "queried " + phrase.Number(done) + " of " + phrase.Number(round.Wanted),
			short: phrase.Number(done) + "/" + phrase.Number(round.Wanted) + " queried",
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
func (a *App) silenceSegments() []segment {
	truth := a.model.Board()
	if silence := truth.Silence(a.options.Site); silence.Silent {
		return []segment{a.silenceSegment("", silence.Since)}
	}
	teams := truth.SilentTeams(a.options.Site)
	switch {
	case len(teams) == 0:
		return nil
	case len(teams) > 1:
		return []segment{a.silenceSegment(" "+phrase.Count(len(teams), "team", "teams"), teams[0].Since)}
	case teams[0].Team == "":
		return []segment{a.silenceSegment(" no team", teams[0].Since)}
	}
	return []segment{a.silenceSegment(" team "+shortWord(cell.Clean(a.atMost(teams[0].Team)), teamRoom, a.look.glyphs.Ellipsis), teams[0].Since)}
}

func (a *App) silenceSegment(whose string, since time.Time) segment {
	text := "RECORDER SILENT" + whose
	return segment{role: themes.Fault, text: text + " since " + since.In(a.options.Zone).Format(clock), short: text, rank: 1}
}

// intervalSegment says after how long DNs are asked again where that is longer than
// was asked for: so many cannot be asked as often at the rate.
func (a *App) intervalSegment() (s segment, ok bool) {
	truth := a.model.Board()
	interval := truth.Interval(a.options.Site)
	if interval <= truth.Options().Requery {
		return segment{}, false
	}
	every := "every " + waitText(interval)
	return segment{role: themes.Warning, rank: 2, text: "asked again " + every, short: "asked " + every}, true
}

// drawCompactHeader draws the only line above the rows of a small window.
func (a *App) drawCompactHeader(c *canvas) {
	link, state := a.linkWord()
	left := append([]segment{state}, a.attemptSegments(&link)...)
	if link.KeepAlive != "" {
		left = append(left, segment{role: themes.Warning, text: link.KeepAlive, rank: 4})
	}
	left = append(left, a.flagSegments()...)
	for i := range left {
		if left[i].rank == 1 {
			// Shortened before a count leaves, but staying longer than any.
			left[i].rank = 2
		}
	}
	right := a.stateSegments()
	for i := range right {
		right[i].text = right[i].short
		right[i].short = ""
	}
	if filter, ok := a.filterSegment(); ok {
		filter.short, filter.rank = "filtered", 1
		right = append(right, filter)
	}
	if sorted, ok := a.sortSegment(); ok {
		sorted.text, sorted.rank = sorted.short, 5
		right = append(right, sorted)
	}
	if marked, _ := a.model.Marks(); marked > 0 {
		right = append(right, a.markSegment())
	}
	c.bar(left, right, 1)
}

// counterGap is the cells between the parts of the line of the states.
const counterGap = 3

// drawCounters draws the line of the states, the confirm policy, the order, the
// filter and the marks.
func (a *App) drawCounters(c *canvas) {
	left := a.stateSegments()
	if confirm, ok := a.confirmSegment(); ok && a.confirmFits() {
		left = append(left, confirm)
	}
	c.bar(left, a.listSegments(), counterGap)
}

// listSegments say how the rows are sorted and filtered, and how many are marked.
func (a *App) listSegments() []segment {
	var segments []segment
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
func (a *App) filterSegment() (s segment, ok bool) {
	words := a.model.Filter().String()
	if words == "" {
		return segment{}, false
	}
	s = segment{role: themes.Accent, text: "filter: " + cell.Cut(words, max(a.width/4, 12), a.look.glyphs.Ellipsis)}
	if a.width >= wideHeader {
		s.text += " (" + phrase.Number(len(a.model.Rows())) + ")"
	}
	return s, true
}

func (a *App) markSegment() segment {
	marked, hidden := a.model.Marks()
	text := phrase.Number(marked) + " marked"
	if hidden > 0 {
		text += " (" + phrase.Number(hidden) + " hidden)"
	}
	return segment{role: themes.Marked, text: text}
}

// stateSegments are the counts, with their signs and words.
func (a *App) stateSegments() []segment {
	counters, g := a.model.Board().Counters(), &a.look.glyphs
	count := func(role themes.Role, sign string, n int, word string, rank int) segment {
		short := sign + " " + phrase.Number(n)
		return segment{role: role, text: short + " " + word, short: short, rank: rank}
	}
	faults := "faults"
	if counters.Faults == 1 {
		faults = "fault"
	}
	return []segment{
		count(themes.Rec, g.Rec, counters.Rec, "rec", 2),
		count(themes.Paused, g.Paused, counters.Paused, "paused", 3),
		count(themes.Off, g.Off, counters.Off, "off", 4),
		count(themes.Unknown, g.Unknown, counters.Unknown, "unknown", 3),
		count(themes.Fault, g.Fault, counters.Faults, faults, 1),
		count(themes.Stale, g.Stale, counters.Stale, "stale", 1),
	}
}
