package overlay

// FixedKey is a key of a dialog, a prompt or the palette. Users cannot rebind it.
type FixedKey struct {
	// Keys are the key's names, by those of ui/keymsg.
	Keys []string
	// Word is one or two words for the key line; a key with none is not in it.
	Word string
	// Help is one sentence for the help.
	Help string
}

// FixedKeys are the keys of one thing that takes every key while it is open.
type FixedKeys struct {
	// Title is the heading under which the help has them.
	Title string
	// Keys are the keys in the order of the help.
	Keys []FixedKey
}

// DialogKeys returns the keys of a dialog.
func DialogKeys() FixedKeys {
	return FixedKeys{"In a dialog", []FixedKey{
		{Keys: []string{"left", "right"}, Word: "choose", Help: "move to another choice"},
		{Keys: []string{"enter"}, Word: "take", Help: "take the choice, which is to do nothing at first"},
		{Keys: []string{YesKey}, Word: "yes", Help: "yes, to all that the dialog lists, where it asks for yes or no"},
		{Keys: []string{"n", "esc"}, Word: "no", Help: "no"},
		{Keys: []string{"up", "down"}, Help: "scroll the list of DNs"},
	}}
}

// MenuKeys returns the keys of a dialog whose choices are alternatives.
func MenuKeys() FixedKeys {
	return FixedKeys{"In a dialog", []FixedKey{
		{Keys: []string{"left", "right"}, Word: "choose", Help: "move to another choice"},
		{Keys: []string{"enter"}, Word: "take", Help: "take the choice, which is to do nothing at first"},
		{Keys: []string{"esc"}, Word: "cancel", Help: "do nothing"},
	}}
}

// PaletteKeys returns the keys of the palette.
func PaletteKeys() FixedKeys {
	return FixedKeys{"In the list of commands", []FixedKey{
		{Keys: []string{"up", "down"}, Help: "choose a command; pgup and pgdown go by a page, letters search"},
		{Keys: []string{"enter"}, Help: "do what the key of the chosen command does"},
		{Keys: []string{"esc"}, Help: "close the list, and change nothing"},
	}}
}

// PromptKeys returns the keys of a prompt.
func PromptKeys() FixedKeys {
	return FixedKeys{"While you type a filter", []FixedKey{
		{Keys: []string{"enter"}, Help: "keep it"},
		{Keys: []string{"esc"}, Help: "take it back"},
		{Keys: []string{"tab"}, Help: "complete the last word"},
		{Keys: []string{"ctrl+p", "ctrl+n"}, Help: "the ones typed before"},
		{Keys: []string{"up", "down"}, Help: "move the cursor in the board"},
	}}
}
