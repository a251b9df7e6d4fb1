package ui

import (
	"strconv"
	"time"

	"capdeck/model"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/ui/cell"
)

// safetySegments say in the header whether commands are refused, and whether
// none asks first.
func (a *App) safetySegments() []segment {
	var segments []segment
	switch left := a.model.LocksIn(); {
	case a.model.ReadOnly():
		return []segment{{role: themes.Banner, text: "READ-ONLY", rank: 1}}
	case a.model.Locked():
		segments = append(segments, segment{role: themes.Banner, text: "LOCKED" + a.keyFor(model.ActionLock, " (", " unlocks)"), short: "LOCKED", rank: 1})
	case left > 0:
		segments = append(segments, segment{role: themes.Warning, text: "locks " + coarse(left), rank: 2})
	}
	if a.model.Confirm() == model.ConfirmNever {
		segments = append(segments, segment{role: themes.Banner, text: "NO CONFIRM", rank: 1})
	}
	return segments
}

// confirmSegment is the confirm policy; that nothing asks first is a flag of its
// own, and a read-only session has nothing to ask about. It stands behind the
// counts where these leave room, else in the line above them.
func (a *App) confirmSegment() (s segment, ok bool) {
	policy := a.model.Confirm()
	if policy == model.ConfirmNever || a.model.ReadOnly() {
		return segment{}, false
	}
	return segment{role: themes.Faint, text: "confirm: " + policy.String(), rank: 3}, true
}

// confirmFits reports whether the line of the counts has room for the confirm
// policy.
func (a *App) confirmFits() bool {
	confirm, ok := a.confirmSegment()
	left := append(a.stateSegments(), confirm)
	return ok && barWidth(left, counterGap)+counterGap+barWidth(a.listSegments(), counterGap) <= a.width-2
}

// confirmHasRoom reports whether the first line has room for the confirm policy
// beside what matters more: all but its last ranks.
func (a *App) confirmHasRoom(confirm segment, left, right []segment) bool {
	const lastThatMatters = 5
	width := cell.Width(confirm.text) + headerGap
	for _, side := range [...][]segment{left, right} {
		for _, s := range side {
			if s.rank > lastThatMatters {
				continue
			}
			if s.short != "" {
				s.text = s.short
			}
			width += cell.Width(s.text) + headerGap
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
			text := bulk.Summary + a.keyFor(model.ActionFailures, "; ", " shows where it was not confirmed") + a.keyFor(model.ActionClear, ", ", " closes this")
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
		text += a.keyFor(model.ActionCancel, "; ", " cancels what is queued")
	}
	return text
}
