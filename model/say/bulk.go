package say

import (
	"fmt"

	"capdeck/model/board"
	"capdeck/model/bulk"
	"capdeck/model/phrase"
)

// BulkSummary returns how a command for several DNs ended, as the beginning of a sentence
// in lower case.
func BulkSummary(v *bulk.View) string {
	text := fmt.Sprintf("%s for %s: %s confirmed", v.Verb, phrase.Count(v.Total, "DN", "DNs"), phrase.Number(v.Confirmed))
	for _, part := range [...]struct {
		n    int
		life board.Life
	}{
		{v.Rejected, board.LifeRejected},
		{v.Unanswered, board.LifeUnanswered},
		{v.Contradicted, board.LifeContradicted},
		{v.Superseded, board.LifeSuperseded},
		{v.Lost, board.LifeLost},
		{v.Cancelled, board.LifeCancelled},
	} {
		if part.n > 0 {
			text += fmt.Sprintf(", %s %s", phrase.Number(part.n), part.life)
		}
	}
	if v.Refused > 0 {
		text += ", " + phrase.Number(v.Refused) + " refused"
	}
	return text
}

// BulkProgress returns how many DNs of a command for several are in each state: every
// number that is not 0.
func BulkProgress(v *bulk.View) Part {
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
	return Part{Role: Pending, Text: text}
}
