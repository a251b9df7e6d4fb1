package header

import (
	"strconv"
	"time"

	"capdeck/model/action"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/ui/canvas"
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

// coarse is the remaining time, rounded up to minutes, or in the last minute to ten
// seconds, so that an idle board hardly changes.
func coarse(left time.Duration) string {
	const step = 10 * time.Second
	if tens := (left + step - 1) / step; tens < time.Minute/step {
		return "in " + strconv.Itoa(int(tens)*10) + " s"
	}
	return "in " + strconv.Itoa(int((left+time.Minute-1)/time.Minute)) + " min"
}
