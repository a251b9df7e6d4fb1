// Package keymsg names key presses, and says what a press of the terminal carries on its way to the screen.
//
// A press is one message: cli/term/input, which decodes the terminal's bytes, merges none. Text that was pasted
// comes as one message too, but is never keys: see IsPaste.
//
// The package imports Bubble Tea and nothing of capdeck.
package keymsg

import (
	tea "github.com/charmbracelet/bubbletea"
)

// IsPaste reports whether msg is pasted text and so no key press at all.
func IsPaste(msg tea.KeyMsg) bool { return msg.Paste }

// Name returns the canonical name of one key press, the one under which bindings are kept and shown:
// the character itself ("j", "G", "+", "ß"), or a word ("enter", "esc", "tab", "space", "backspace",
// "up", "pgup", "pgdown", "home", "f1"), with the modifiers in front in the order alt, ctrl, shift
// ("ctrl+r", "shift+tab", "alt+ctrl+up"). The words are those of Bubble Tea, but for "space". Upper case
// is the character, never "shift+".
//
// The terminal sends the same byte for some pairs of keys; their name is that of the plain key: "tab"
// for ctrl+i, "enter" for ctrl+m, "esc" for ctrl+[, "backspace" for ctrl+?.
//
// Name returns "" for what is not one key press: a paste, a message of several runes, and a key type that
// Bubble Tea does not name. "" never is a binding.
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
