package keymsg

import (
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

func runes(s string) tea.KeyMsg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(s)} }

func TestName(t *testing.T) {
	tests := []struct {
		in   tea.KeyMsg
		want string
	}{
		{runes("j"), "j"},
		{runes("G"), "G"},
		{runes("+"), "+"},
		{runes("ß"), "ß"},
		{runes(" "), "space"},
		{tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}, "space"},
		{tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}, Alt: true}, "alt+space"},
		{tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{'x'}, Alt: true}, "alt+x"},
		{tea.KeyMsg{Type: tea.KeyCtrlR}, "ctrl+r"},
		{tea.KeyMsg{Type: tea.KeyCtrlI}, "tab"},
		{tea.KeyMsg{Type: tea.KeyCtrlM}, "enter"},
		{tea.KeyMsg{Type: tea.KeyEsc}, "esc"},
		{tea.KeyMsg{Type: tea.KeyBackspace}, "backspace"},
		{tea.KeyMsg{Type: tea.KeyShiftTab}, "shift+tab"},
		{tea.KeyMsg{Type: tea.KeyPgUp}, "pgup"},
		{tea.KeyMsg{Type: tea.KeyPgDown}, "pgdown"},
		{tea.KeyMsg{Type: tea.KeyCtrlPgDown, Alt: true}, "alt+ctrl+pgdown"},
		{tea.KeyMsg{Type: tea.KeyF12}, "f12"},
		{runes("jj"), ""},
		{tea.KeyMsg{Type: tea.KeyRunes}, ""},
		{tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("q"), Paste: true}, ""},
		{tea.KeyMsg{Type: tea.KeyType(-1000), Alt: true}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			if got := Name(tt.in); got != tt.want {
				t.Errorf("Name(%#v) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}
