package keymsg

import (
	"slices"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"
)

// TestNames compares the list of names with the result of Name for every key type, and checks both limits of the
// types.
func TestNames(t *testing.T) {
	names := Names()
	for _, want := range []string{"ctrl+@", "ctrl+a", "tab", "enter", "esc", "backspace", "up", "shift+tab", "ctrl+shift+end", "insert", "space", "f1", "f20"} {
		if !slices.Contains(names, want) {
			t.Errorf("the name %q is missing", want)
		}
	}
	for _, not := range []string{"", "runes", " "} {
		if slices.Contains(names, not) {
			t.Errorf("%q is not a name", not)
		}
	}
	for kind := 10 * firstType; kind <= 10*lastType; kind++ {
		if name := Name(tea.KeyMsg{Type: kind}); name != "" && kind != tea.KeyRunes && !slices.Contains(names, name) {
			t.Errorf("key type %d, %q, lies outside the list", kind, name)
		}
	}
}

func TestIsName(t *testing.T) {
	for name, want := range map[string]bool{
		"a": true, "G": true, "ß": true, "北": true, "+": true, "alt+a": true, "alt++": true, "f2": true, "alt+f2": true,
		"alt+ctrl+up": true, "space": true, "": false, "alt+": false, " ": false, "ab": false, "f21": false, "ctrl+i": false, "shift+g": false,
		"\x1b": false, "\xff": false, "\u202e": false, "alt+alt+a": false, "Enter": false,
	} {
		if got := IsName(name); got != want {
			t.Errorf("IsName(%q) = %v", name, got)
		}
	}
}

// TestEveryPressHasAName presses any printable character: its name can be bound.
func TestEveryPressHasAName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.Rune().Draw(t, "character")
		msg := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: rapid.Bool().Draw(t, "alt")}
		if name := Name(msg); IsName(name) != IsName(string(r)) && r != ' ' {
			t.Fatalf("%q: IsName(%q) = %v", r, name, IsName(name))
		}
	})
}

func TestSameAs(t *testing.T) {
	for name, want := range map[string]string{
		"ctrl+i": "tab", "ctrl+m": "enter", "Return": "enter", "ctrl+[": "esc", "Escape": "esc", "ctrl+?": "backspace", " ": "space",
		"del": "delete", "shift+g": "G", "shift+ß": "ß", "shift+tab": "", "a": "", "": "",
	} {
		if got := SameAs(name); got != want {
			t.Errorf("SameAs(%q) = %q, want %q", name, got, want)
		}
		if want != "" && !IsName(want) {
			t.Errorf("%q is not a name", want)
		}
	}
}
