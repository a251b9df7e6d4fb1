package header

import (
	"strconv"
	"time"

	"capdeck/model/action"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
)

// flagSegments are what is unusual and must be noticed.
func (h *Header) flagSegments() []canvas.Segment {
	var flags []canvas.Segment
	if h.Warning != "" {
		flags = append(flags, canvas.Segment{Role: themes.Banner, Text: h.Warning})
	}
	if h.JournalFailed {
		flags = append(flags, canvas.Segment{Role: themes.Fault, Text: "JOURNAL FAILED"})
	}
	if h.Behind {
		flags = append(flags, canvas.Segment{Role: themes.Banner, Text: say.Behind(say.Shown), Rank: 1})
	}
	if h.Frozen {
		flags = append(flags, canvas.Segment{Role: themes.Banner, Text: "FROZEN", Rank: 1})
	}
	flags = append(flags, h.safetySegments()...)
	flags = append(flags, h.silenceSegments()...)
	if notAsked := h.Board.Counters().NotAsked; notAsked > 0 {
		flags = append(flags, canvas.Segment{Role: themes.Fault, Text: phrase.Number(notAsked) + " not asked", Rank: 2})
	}
	link, _ := h.Board.Link(h.Site)
	if round := h.Board.QueryRound(h.Site); round.Active() && link.State == event.LinkUp {
		done := round.Answered + round.Failed + round.Skipped
		flags = append(flags, canvas.Segment{
			Role: themes.Pending, Rank: 5,
			Text:  "queried " + phrase.Number(done) + " of " + phrase.Number(round.Wanted),
			Short: phrase.Number(done) + "/" + phrase.Number(round.Wanted) + " queried",
		})
	}
	if s, ok := h.intervalSegment(); ok {
		flags = append(flags, s)
	}
	return flags
}

// teamRoom is the number of cells for the name of a team.
const teamRoom = 20

// silenceSegments say whose recorder is silent.
func (h *Header) silenceSegments() []canvas.Segment {
	silence := say.Silence{
		Clock: func(t time.Time) string { return t.In(h.Zone).Format(canvas.Minutes) },
		Cut: func(team string) string {
			return fold.Word(cell.Clean(fold.Limit(team, h.Glyphs.Ellipsis)), teamRoom, h.Glyphs.Ellipsis)
		},
	}
	text, short := silence.Flag(h.Board.Silence(h.Site), h.Board.SilentTeams(h.Site))
	if text == "" {
		return nil
	}
	return []canvas.Segment{{Role: themes.Fault, Text: text, Short: short, Rank: 1}}
}

// intervalSegment says after how long DNs are asked again where that is longer than
// was asked for: so many cannot be asked as often at the rate.
func (h *Header) intervalSegment() (s canvas.Segment, ok bool) {
	interval, ok := h.Board.LongerInterval(h.Site)
	if !ok {
		return canvas.Segment{}, false
	}
	every := "every " + waitText(interval)
	return canvas.Segment{Role: themes.Warning, Rank: 2, Text: "asked again " + every, Short: "asked " + every}, true
}

// safetySegments say whether commands are refused, and whether none asks first.
func (h *Header) safetySegments() []canvas.Segment {
	var segments []canvas.Segment
	switch left := h.LocksIn; {
	case h.ReadOnly:
		return []canvas.Segment{{Role: themes.Banner, Text: say.ReadOnly(say.Shown), Rank: 1}}
	case h.Locked:
		segments = append(segments, canvas.Segment{Role: themes.Banner, Text: say.Locked(say.Shown, h.Keys.Hint(action.Lock, "", "")), Short: say.Locked(say.Shown, ""), Rank: 1})
	case left > 0:
		segments = append(segments, canvas.Segment{Role: themes.Warning, Text: "locks " + coarse(left), Rank: 2})
	}
	if h.NeverAsks {
		segments = append(segments, canvas.Segment{Role: themes.Banner, Text: "NO CONFIRM", Rank: 1})
	}
	return segments
}

// confirmSegment is the confirm policy. It has a flag of its own if nothing asks first,
// and a read-only session has nothing to ask about. It follows the counts if they leave
// room, else it is in the line above them.
func (h *Header) confirmSegment() (s canvas.Segment, ok bool) {
	if h.NeverAsks || h.ReadOnly {
		return canvas.Segment{}, false
	}
	return canvas.Segment{Role: themes.Faint, Text: "confirm: " + h.Confirm, Rank: 3}, true
}

// confirmFits reports whether the line of the counts has room for the confirm policy.
func (h *Header) confirmFits() bool {
	confirm, ok := h.confirmSegment()
	left := append(h.stateSegments(), confirm)
	return ok && canvas.BarWidth(left, counterGap)+counterGap+canvas.BarWidth(h.listSegments(), counterGap) <= h.Width-2
}

// confirmHasRoom reports whether the first line has room for the confirm policy
// beside what matters more: all but its last ranks.
func (h *Header) confirmHasRoom(confirm canvas.Segment, left, right []canvas.Segment) bool {
	const lastThatMatters = 5
	width := cell.Width(confirm.Text) + headerGap
	for _, side := range [...][]canvas.Segment{left, right} {
		for _, s := range side {
			if s.Rank > lastThatMatters {
				continue
			}
			if s.Short != "" {
				s.Text = s.Short
			}
			width += cell.Width(s.Text) + headerGap
		}
	}
	return width <= h.Width-2
}

// coarse is the time that is left, rounded up to minutes, and in the last one to ten
// seconds, so that an idle board hardly changes.
func coarse(left time.Duration) string {
	const step = 10 * time.Second
	if tens := (left + step - 1) / step; tens < time.Minute/step {
		return "in " + strconv.Itoa(int(tens)*10) + " s"
	}
	return "in " + strconv.Itoa(int((left+time.Minute-1)/time.Minute)) + " min"
}
