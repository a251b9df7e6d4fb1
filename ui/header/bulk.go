package header

import (
	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/bulk"
	"capdeck/model/phrase"
	"capdeck/themes"
)

// bulkNotices say how far commands for several DNs have come, and how those ended that
// failed for some of them.
func (h *Header) bulkNotices(bulks []bulk.View) []Notice {
	var notices []Notice
	for _, view := range bulks {
		if view.Done() {
			text := model.BulkSummary(&view) + h.Keys.Hint(action.Failures, "; ", " shows where it was not confirmed") + h.Keys.Hint(action.Clear, ", ", " closes this")
			role := themes.Error
			if view.Failed() == 0 {
				role = themes.Warning
			}
			notices = append(notices, Notice{role, phrase.Capital(text)})
			continue
		}
		notices = append(notices, Notice{themes.Pending, h.bulkProgress(&view)})
	}
	return notices
}

// bulkProgress is a line about a command that is under way: every number that is not 0.
func (h *Header) bulkProgress(v *bulk.View) string {
	text := phrase.Capital(v.Verb.String()) + " for " + phrase.Count(v.Total, "DN", "DNs") + ": "
	between := ""
	for _, part := range [...]struct {
		n    int
		word string
	}{
		{v.Queued, "queued"},
		{v.Sent, "sent"},
		{v.Accepted, "accepted"},
		{v.Confirmed, "confirmed"},
		{v.Failed(), "failed"},
		{v.Cancelled, "cancelled"},
	} {
		if part.n > 0 {
			text += between + phrase.Number(part.n) + " " + part.word
			between = ", "
		}
	}
	if v.Queued > 0 {
		text += h.Keys.Hint(action.Cancel, "; ", " cancels what is queued")
	}
	return text
}
