package ui

import (
	"slices"
	"strconv"
	"time"

	"capdeck/model"
	"capdeck/model/phrase"
	"capdeck/themes"
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
		segments = append(segments, segment{role: themes.Warning, text: "locks in " + coarse(left), rank: 2})
	}
	if a.model.Confirm() == model.ConfirmNever {
		segments = append(segments, segment{role: themes.Banner, text: "NEVER ASKS", rank: 1})
	}
	return segments
}

// withConfirm adds the confirm policy to the line of the states where that line
// has room for it; that nothing asks first is told in the line above it, always.
func (a *App) withConfirm(left, right []segment, gap int) []segment {
	policy := a.model.Confirm()
	if policy == model.ConfirmNever || a.model.ReadOnly() {
		return left
	}
	with := append(slices.Clone(left), segment{role: themes.Faint, text: "confirm: " + policy.String()})
	if barWidth(with, gap)+gap+barWidth(right, gap) > a.width-2 {
		return left
	}
	return with
}

// coarse is a time that is left in whole minutes, rounded up, and in the last
// one in steps of ten seconds, so that an idle board hardly changes.
func coarse(left time.Duration) string {
	if left > time.Minute {
		return strconv.Itoa(int((left+time.Minute-1)/time.Minute)) + " min"
	}
	const step = 10 * time.Second
	return strconv.Itoa(int((left+step-1)/step)*10) + " s"
}

// bulkNotices say how far commands for several DNs have come, and how those
// have ended that failed somewhere.
func (a *App) bulkNotices() []notice {
	var notices []notice
	for _, bulk := range a.model.Bulks() {
		if bulk.Summary != "" {
			text := bulk.Summary + a.keyFor(model.ActionFailures, "; ", " shows where it failed") + a.keyFor(model.ActionClear, ", ", " closes this")
			notices = append(notices, notice{themes.Error, phrase.Capital(text)})
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
