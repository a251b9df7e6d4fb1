package say

import (
	"fmt"

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

// Acknowledged returns the result of acknowledging the captures of DNs that stopped
// unasked: count is the number of DNs that had one, hidden of those that the filter hides.
func Acknowledged(keys []board.Key, count, hidden int) string {
	switch {
	case count == 0 && len(keys) == 1:
		return fmt.Sprintf("there is nothing to acknowledge for DN %s: no capture stopped unasked", keys[0].DN)
	case count == 0:
		return "there is nothing to acknowledge: no capture stopped unasked at these " + phrase.Count(len(keys), "DN", "DNs")
	case len(keys) == 1:
		return fmt.Sprintf("acknowledged that the capture of DN %s stopped", keys[0].DN)
	}
	return fmt.Sprintf("acknowledged %s of %s", phrase.Number(count), phrase.Count(len(keys), "DN", "DNs")) + FilterHides(hidden)
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
