package say

import (
	"capdeck/model/board"
	"capdeck/model/phrase"
)

// FilterHides returns how many DNs of several the filter hides, as the end of a sentence,
// "" for none.
func FilterHides(count int) string {
	if count == 0 {
		return ""
	}
	return "; the filter hides " + phrase.Number(count) + " of them"
}

// Alert returns a change that asks for the user's attention. address is that of the
// server whose link is lost.
func Alert(alert board.Alert, address string) string {
	switch alert.Kind {
	case board.WatchStopped:
		return alert.Key.DN + ": the capture stopped unasked"
	case board.WatchFault:
		return alert.Key.DN + ": " + alert.Fault.String()
	case board.WatchLink:
	}
	return "the link to " + address + " is down"
}

// JournalRequired returns that nothing is sent because the journal cannot be written, for
// the reason why.
func JournalRequired(why string) string {
	return "the journal cannot be written, and --no-journal is not set: " + why
}

// FileExists returns that an export wrote nothing because its file exists.
func FileExists(path string) string { return path + " already exists: nothing was written" }
