// Package keymsg turns the key messages of Bubble Tea v1 into single key presses with one name each.
//
// Bubble Tea v1 makes one message of all printable characters that arrive in one read: "jjj" typed
// quickly, or sent over a slow line, is one tea.KeyMsg with three runes. Whoever compares such a message
// with a binding misses the keys, so ui.App passes every tea.KeyMsg through Split first. Text that was
// pasted comes as one message too, but is never keys: see IsPaste.
//
// The package imports Bubble Tea and nothing of capdeck.
package keymsg

import (
	tea "github.com/charmbracelet/bubbletea"
)

// Split returns the key presses in msg, in the order in which they were typed.
//
// A message of several runes becomes one message a rune, each with msg's Alt. There is no clustering:
// a letter and its combining mark are two presses, which put together again give the same text. A rune
// that is a space comes out as tea.KeySpace, as Bubble Tea itself reports the space bar.
//
// A paste (Paste is true) is returned whole and unchanged, as the only element, so that it can be put
// into a text field and never reaches a binding. A message with no rune that is neither a paste nor a
// named key yields nothing. The result shares no memory with msg, except for a paste.
func Split(msg tea.KeyMsg) []tea.KeyMsg {
	if msg.Paste || msg.Type != tea.KeyRunes {
		return []tea.KeyMsg{msg}
	}
	keys := make([]tea.KeyMsg, 0, len(msg.Runes))
	for _, r := range msg.Runes {
		key := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: msg.Alt}
		if r == ' ' {
			key.Type = tea.KeySpace
		}
		keys = append(keys, key)
	}
	return keys
}

// IsPaste reports whether msg is pasted text and so no key press at all.
func IsPaste(msg tea.KeyMsg) bool { return msg.Paste }

// Text returns what msg types into a text field: the character of a printable key, the whole text of a
// paste, and "" for every other key and for a key pressed together with alt.
func Text(msg tea.KeyMsg) string {
	if msg.Alt || (msg.Type != tea.KeyRunes && msg.Type != tea.KeySpace) {
		return ""
	}
	return string(msg.Runes)
}

// Name returns the canonical name of one key press, the one under which bindings are kept and shown:
// the character itself ("j", "G", "+", "ß"), or a word ("enter", "esc", "tab", "space", "backspace",
// "up", "pgup", "pgdown", "home", "f1"), with the modifiers in front in the order alt, ctrl, shift
// ("ctrl+r", "shift+tab", "alt+ctrl+up"). The words are those of Bubble Tea, but for "space". Upper case
// is the character, never "shift+".
//
// The terminal sends the same byte for some pairs of keys; their name is that of the plain key: "tab"
// for ctrl+i, "enter" for ctrl+m, "esc" for ctrl+[, "backspace" for ctrl+?.
//
// Name returns "" for what is not one key press: a paste, a message of several runes that was not
// split, and a key type that Bubble Tea does not name. "" never is a binding.
func Name(msg tea.KeyMsg) string {
	if msg.Paste {
		return ""
	}
	name := baseName(msg)
	if name != "" && msg.Alt {
		return "alt+" + name
	}
	return name
}

func baseName(msg tea.KeyMsg) string {
	switch msg.Type {
	case tea.KeyRunes:
		if len(msg.Runes) != 1 {
			return ""
		}
		if msg.Runes[0] == ' ' {
			return "space"
		}
		return string(msg.Runes)
	case tea.KeySpace:
		return "space"
	default:
		return msg.Type.String()
	}
}
