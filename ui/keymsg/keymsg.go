// Package keymsg names key presses, and defines the messages that carry presses from the terminal to the screen.
//
// A press is one message: cli/term/input, which decodes the terminal's bytes, never merges presses. Pasted text is
// one message too, but never keys; see IsPaste.
//
// The package imports Bubble Tea and no other package of capdeck. It does not know what the keys do.
package keymsg

import (
	tea "github.com/charmbracelet/bubbletea"
)

// IsPaste reports whether msg is pasted text and therefore not a key press.
func IsPaste(msg tea.KeyMsg) bool { return msg.Paste }

// Name returns the canonical name of one key press, under which bindings are stored and shown: the character itself
// ("j", "G", "+", "ß"), or a word ("enter", "esc", "tab", "space", "backspace", "up", "pgup", "pgdown", "home",
// "f1"), preceded by its modifiers in the order alt, ctrl, shift ("ctrl+r", "shift+tab", "alt+ctrl+up"). The words
// are those of Bubble Tea, except for "space". An upper-case letter is the character, never "shift+".
//
// The terminal sends the same byte for some pairs of keys, which have the name of the plain key: "tab" for ctrl+i,
// "enter" for ctrl+m, "esc" for ctrl+[, "backspace" for ctrl+?.
//
// Name returns "" for anything that is not one key press: a paste, a message of several runes, and a key type that
// Bubble Tea does not name. "" is never a binding.
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
