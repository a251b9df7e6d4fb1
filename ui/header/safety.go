package header

import (
	"strconv"
	"time"

	"capdeck/model/action"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// safetySegments report whether commands are refused, and whether all are sent without
// asking.
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

// confirmSegment is the confirm policy. If nothing asks first, a flag shows that instead,
// and a read-only session has nothing to ask about. It follows the counts if there is
// room; otherwise it is on the line above them.
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

// confirmHasRoom reports whether the first line has room for the confirm policy next to
// what matters more: everything but its last ranks.
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

// coarse is the remaining time, rounded up to minutes, or in the last minute to ten
// seconds, so that an idle board hardly changes.
func coarse(left time.Duration) string {
	const step = 10 * time.Second
	if tens := (left + step - 1) / step; tens < time.Minute/step {
		return "in " + strconv.Itoa(int(tens)*10) + " s"
	}
	return "in " + strconv.Itoa(int((left+time.Minute-1)/time.Minute)) + " min"
}
