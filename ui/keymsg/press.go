package keymsg

import tea "github.com/charmbracelet/bubbletea"

// Press is what one press at the terminal, one mouse report or one paste made, and what the terminal showed
// before it was read. The input reader sends nothing else to Bubble Tea.
type Press struct {
	// Msg is a tea.KeyMsg (one key, or a whole paste), a tea.MouseMsg, a tea.FocusMsg, a tea.BlurMsg, a
	// PasteRefused or an Unended.
	Msg tea.Msg
	// Frame is the number of the newest frame that the terminal had taken before the first byte of the
	// press was read. It is never 0.
	Frame uint64
}

// PasteRefused says that a paste was thrown away whole.
type PasteRefused struct {
	// Limit is how many bytes a paste may have. It is 0 if the paste was not too long but did not end.
	Limit int
}

// Unended says that a paste, or an answer of the terminal, has begun and has not ended, so that keys are taken for
// part of it.
type Unended struct {
	// Paste: it is a paste.
	Paste bool
	// Dropped: it was given up, and what came now was swallowed because it may be the rest. Keys count when nothing
	// has come for a second.
	Dropped bool
}
