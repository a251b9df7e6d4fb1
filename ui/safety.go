package ui

import (
	"strconv"
	"time"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// safetySegments say in the header whether commands are refused, and whether
// none asks first.
func (a *App) safetySegments() []canvas.Segment {
	var segments []canvas.Segment
	switch left := a.model.LocksIn(); {
	case a.model.ReadOnly():
		return []canvas.Segment{{Role: themes.Banner, Text: "READ-ONLY", Rank: 1}}
	case a.model.Locked():
		segments = append(segments, canvas.Segment{Role: themes.Banner, Text: "LOCKED" + a.keys.Hint(action.Lock, " (", " unlocks)"), Short: "LOCKED", Rank: 1})
	case left > 0:
		segments = append(segments, canvas.Segment{Role: themes.Warning, Text: "locks " + coarse(left), Rank: 2})
	}
	if a.model.Confirm() == model.ConfirmNever {
		segments = append(segments, canvas.Segment{Role: themes.Banner, Text: "NO CONFIRM", Rank: 1})
	}
	return segments
}

// confirmSegment is the confirm policy; that nothing asks first is a flag of its
// own, and a read-only session has nothing to ask about. It stands behind the
// counts where these leave room, else in the line above them.
func (a *App) confirmSegment() (s canvas.Segment, ok bool) {
	policy := a.model.Confirm()
	if policy == model.ConfirmNever || a.model.ReadOnly() {
		return canvas.Segment{}, false
	}
	return canvas.Segment{Role: themes.Faint, Text: "confirm: " + policy.String(), Rank: 3}, true
}

// confirmFits reports whether the line of the counts has room for the confirm
// policy.
func (a *App) confirmFits() bool {
	confirm, ok := a.confirmSegment()
	left := append(a.stateSegments(), confirm)
	return ok && canvas.BarWidth(left, counterGap)+counterGap+canvas.BarWidth(a.listSegments(), counterGap) <= a.width-2
}

// confirmHasRoom reports whether the first line has room for the confirm policy
// beside what matters more: all but its last ranks.
func (a *App) confirmHasRoom(confirm canvas.Segment, left, right []canvas.Segment) bool {
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
	return width <= a.width-2
}

// coarse is a time that is left, rounded up: to minutes, and in the last one to steps of
// ten seconds, so that an idle board hardly changes.
func coarse(left time.Duration) string {
	const step = 10 * time.Second
	if tens := (left + step - 1) / step; tens < time.Minute/step {
		return "in " + strconv.Itoa(int(tens)*10) + " s"
	}
	return "in " + strconv.Itoa(int((left+time.Minute-1)/time.Minute)) + " min"
}

// bulkNotices say how far commands for several DNs have come, and how those
// have ended that failed somewhere.
func (a *App) bulkNotices() []notice {
	var notices []notice
	for _, bulk := range a.model.Bulks() {
		if bulk.Summary != "" {
			text := bulk.Summary + a.keys.Hint(action.Failures, "; ", " shows where it was not confirmed") + a.keys.Hint(action.Clear, ", ", " closes this")
			role := themes.Error
			if bulk.Failed == 0 {
				role = themes.Warning
			}
			notices = append(notices, notice{role, phrase.Capital(text)})
			continue
		}
		notices = append(notices, notice{themes.Pending, a.bulkProgress(&bulk)})
	}
	return notices
}

// bulkProgress is a line on a command that runs: every number that is not 0.
func (a *App) bulkProgress(bulk *model.BulkView) string {
	text := phrase.Capital(bulk.Verb.String()) + " for " + phrase.Count(bulk.Total, "DN", "DNs") + ": "
	between := ""
	for _, part := range [...]struct {
		n    int
		word string
	}{
		{bulk.Queued, "queued"},
		{bulk.Sent, "sent"},
		{bulk.Accepted, "accepted"},
		{bulk.Confirmed, "confirmed"},
		{bulk.Failed, "failed"},
		{bulk.Cancelled, "cancelled"},
	} {
		if part.n > 0 {
			text += between + phrase.Number(part.n) + " " + part.word
			between = ", "
		}
	}
	if bulk.Queued > 0 {
		text += a.keys.Hint(action.Cancel, "; ", " cancels what is queued")
	}
	return text
}
