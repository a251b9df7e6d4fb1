package header

import (
	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/phrase"
	"capdeck/themes"
)

// bulkNotices say how far commands for several DNs have come, and how those ended that
// failed for some of them.
func (h *Header) bulkNotices(bulks []model.BulkView) []Notice {
	var notices []Notice
	for _, bulk := range bulks {
		if bulk.Summary != "" {
			text := bulk.Summary + h.Keys.Hint(action.Failures, "; ", " shows where it was not confirmed") + h.Keys.Hint(action.Clear, ", ", " closes this")
			role := themes.Error
			if bulk.Failed == 0 {
				role = themes.Warning
			}
			notices = append(notices, Notice{role, phrase.Capital(text)})
			continue
		}
		notices = append(notices, Notice{themes.Pending, h.bulkProgress(&bulk)})
	}
	return notices
}

// bulkProgress is a line about a command that is under way: every number that is not 0.
func (h *Header) bulkProgress(bulk *model.BulkView) string {
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
		text += h.Keys.Hint(action.Cancel, "; ", " cancels what is queued")
	}
	return text
}
