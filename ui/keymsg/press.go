package keymsg

import tea "github.com/charmbracelet/bubbletea"

// Press is the message of one key press, one mouse report or one paste, with the frame that the terminal showed
// before it was read. The input reader sends no other messages to Bubble Tea.
type Press struct {
	// Msg is a tea.KeyMsg (one key, or a whole paste), a tea.MouseMsg, a tea.FocusMsg, a tea.BlurMsg, a
	// PasteRefused or an Unended.
	Msg tea.Msg
	// Frame is the number of the newest frame that the terminal had accepted before the first byte of the press was
	// read. It is never 0.
	Frame uint64
}

// PasteRefused reports that a whole paste was discarded.
type PasteRefused struct {
	// Limit is the maximum size of a paste in bytes. It is 0 if the paste was not too long but did not end.
	Limit int
}

// Unended reports that a paste, or an answer of the terminal, has begun and not ended, so that keys count as part of
// it.
type Unended struct {
	// Paste is set for a paste.
	Paste bool
	// Dropped is set if it was given up, and the input that arrived now was swallowed because it may be the rest.
	// Keys count again after a second without input.
	Dropped bool
}
