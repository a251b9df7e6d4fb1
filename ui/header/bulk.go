package header

import (
	"capdeck/model/action"
	"capdeck/model/bulk"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
)

// bulkNotices report the progress of commands for several DNs, and the outcome of those
// that failed for some of them.
func (h *Header) bulkNotices(bulks []bulk.View) []Notice {
	var notices []Notice
	for _, view := range bulks {
		if view.Done() {
			text := say.BulkSummary(&view) + h.Keys.Hint(action.Failures, "; ", " shows where it was not confirmed") + h.Keys.Hint(action.Clear, ", ", " closes this")
			role := themes.Error
			if view.Failed() == 0 {
				role = themes.Warning
			}
			notices = append(notices, Notice{role, phrase.Capital(text)})
			continue
		}
		progress := say.BulkProgress(&view).Text
		if view.Queued > 0 {
			progress += h.Keys.Hint(action.Cancel, "; ", " cancels those queued")
		}
		notices = append(notices, Notice{themes.Pending, progress})
	}
	return notices
}
