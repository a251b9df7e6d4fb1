package overlay

// FixedKey is a key of a dialog, a prompt or the palette. Users cannot rebind it.
type FixedKey struct {
	// Keys are the names of the key, as ui/keymsg spells them.
	Keys []string
	// Word is one or two words for the key line. A key without a word is left out of
	// the key line.
	Word string
	// Help is one sentence for the help.
	Help string
}

// FixedKeys are the keys of one overlay that receives every key while it is open.
type FixedKeys struct {
	// Title is the heading above the keys in the help.
	Title string
	// Keys are the keys in the order of the help.
	Keys []FixedKey
}

// DialogKeys returns the keys of a dialog.
func DialogKeys() FixedKeys {
	return FixedKeys{"In a dialog", []FixedKey{
		{Keys: []string{"left", "right"}, Word: "choose", Help: "Move to another choice"},
		{Keys: []string{"enter"}, Word: "confirm", Help: "Confirm the choice; the first one does nothing"},
		{Keys: []string{YesKey}, Word: "yes", Help: "Answer yes for all DNs that the dialog lists, if it asks yes or no"},
		{Keys: []string{"n", "esc"}, Word: "no", Help: "Answer no"},
		{Keys: []string{"up", "down"}, Help: "Scroll the list of DNs"},
	}}
}

// MenuKeys returns the keys of a dialog whose choices are alternatives.
func MenuKeys() FixedKeys {
	return FixedKeys{"In a dialog", []FixedKey{
		{Keys: []string{"left", "right"}, Word: "choose", Help: "Move to another choice"},
		{Keys: []string{"enter"}, Word: "confirm", Help: "Confirm the choice; the first one does nothing"},
		{Keys: []string{"esc"}, Word: "cancel", Help: "Close the dialog and do nothing"},
	}}
}

// PaletteKeys returns the keys of the palette.
func PaletteKeys() FixedKeys {
	return FixedKeys{"In the list of commands", []FixedKey{
		{Keys: []string{"up", "down"}, Help: "Choose a command; pgup and pgdown move by a page, letters search"},
		{Keys: []string{"enter"}, Help: "Run the chosen command"},
		{Keys: []string{"esc"}, Help: "Close the list without running a command"},
	}}
}

// PromptKeys returns the keys of a prompt.
func PromptKeys() FixedKeys {
	return FixedKeys{"While you type a filter", []FixedKey{
		{Keys: []string{"enter"}, Help: "Keep the filter"},
		{Keys: []string{"esc"}, Help: "Restore the previous filter"},
		{Keys: []string{"tab", "shift+tab"}, Help: "Step forwards or back through all completions of the last word"},
		{Keys: []string{"ctrl+p", "ctrl+n"}, Help: "Recall filters typed before"},
		{Keys: []string{"up", "down"}, Help: "Move the cursor on the board"},
	}}
}
