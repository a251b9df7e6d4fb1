package header

import (
	"time"

	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
)

// flagSegments are the unusual facts that must be noticed.
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

// silenceSegments name the silent recorders.
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

// intervalSegment reports how often DNs are queried, if that is less often than the user
// asked for because there are too many DNs for the rate.
func (h *Header) intervalSegment() (s canvas.Segment, ok bool) {
	interval, ok := h.Board.LongerInterval(h.Site)
	if !ok {
		return canvas.Segment{}, false
	}
	every := "every " + waitText(interval)
	return canvas.Segment{Role: themes.Warning, Rank: 2, Text: "queried again " + every, Short: "queried " + every}, true
}
