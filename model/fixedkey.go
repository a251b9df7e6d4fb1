package model

// FixedKey is a key of a dialog or a prompt. It is no action: nobody rebinds it.
type FixedKey struct {
	// Keys are its names, as those of Action.
	Keys []string
	// Word is a word or two for the key line, "" to keep it out of it.
	Word string
	// Help is one sentence for the help.
	Help string
}

// FixedKeys are the keys of what takes all keys while it is open.
type FixedKeys struct {
	// Title is the heading in the help.
	Title string
	Keys  []FixedKey
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

// PaletteKeys returns the keys of the list of commands.
func PaletteKeys() FixedKeys {
	return FixedKeys{"In the list of commands", []FixedKey{
		{Keys: []string{"up", "down"}, Help: "choose a command; pgup and pgdown go by a page, letters search"},
		{Keys: []string{"enter"}, Help: "do what the key of the chosen command does"},
		{Keys: []string{"esc"}, Help: "close the list, and change nothing"},
	}}
}

// PromptKeys returns the keys of a line that is typed.
func PromptKeys() FixedKeys {
	return FixedKeys{"While you type a filter", []FixedKey{
		{Keys: []string{"enter"}, Help: "keep it"},
		{Keys: []string{"esc"}, Help: "take it back"},
		{Keys: []string{"tab"}, Help: "complete the last word"},
		{Keys: []string{"ctrl+p", "ctrl+n"}, Help: "the ones typed before"},
		{Keys: []string{"up", "down"}, Help: "move the cursor in the board"},
	}}
}
