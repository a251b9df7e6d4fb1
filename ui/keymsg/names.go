package keymsg

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

// firstType and lastType are the limits of Bubble Tea v1's key types. Keys that are not characters have negative
// types that count down; the other types are the bytes that a terminal sends.
const (
	firstType tea.KeyType = -200
	lastType  tea.KeyType = 127
)

// Names returns the names of all keys that are not characters, without alt, sorted.
func Names() []string {
	var names []string
	for kind := firstType; kind <= lastType; kind++ {
		if name := Name(tea.KeyMsg{Type: kind}); name != "" && kind != tea.KeyRunes {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// IsName reports whether Name returns this name for some key, so that a binding to it can be pressed.
func IsName(name string) bool {
	name = strings.TrimPrefix(name, "alt+")
	if r, size := utf8.DecodeRuneInString(name); size == len(name) && size > 0 {
		return r != utf8.RuneError && unicode.IsPrint(r) && r != ' '
	}
	return slices.Contains(Names(), name)
}

// SameAs returns the name of the key for which a terminal sends the same bytes, or for which other programs use the
// given name: "tab" for "ctrl+i", "enter" for "return". It returns "" if there is none.
func SameAs(name string) string {
	switch strings.ToLower(name) {
	case "ctrl+i":
		return "tab"
	case "ctrl+m", "return":
		return "enter"
	case "ctrl+[", "escape":
		return "esc"
	case "ctrl+?":
		return "backspace"
	case " ", "spacebar":
		return "space"
	case "del":
		return "delete"
	}
	if letter, isShift := strings.CutPrefix(name, "shift+"); isShift && utf8.RuneCountInString(letter) == 1 {
		return strings.ToUpper(letter)
	}
	return ""
}
