package keymsg

import (
	"bytes"
	"reflect"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

func runes(s string) tea.KeyMsg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(s)} }

func TestSplit(t *testing.T) {
	space := tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
	paste := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("x\nq"), Paste: true}
	altRunes := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("ab"), Alt: true}
	tests := []struct {
		name string
		in   tea.KeyMsg
		want []tea.KeyMsg
	}{
		{"one rune", runes("j"), []tea.KeyMsg{runes("j")}},
		{"merged runes", runes("jjG"), []tea.KeyMsg{runes("j"), runes("j"), runes("G")}},
		{"wide runes", runes("北京"), []tea.KeyMsg{runes("北"), runes("京")}},
		{"combining mark is a press of its own", runes("e\u0301"), []tea.KeyMsg{runes("e"), runes("\u0301")}},
		{"space among runes", runes("a b"), []tea.KeyMsg{runes("a"), space, runes("b")}},
		{"space bar", space, []tea.KeyMsg{space}},
		{"named key", tea.KeyMsg{Type: tea.KeyUp}, []tea.KeyMsg{{Type: tea.KeyUp}}},
		{"alt is kept on every rune", altRunes, []tea.KeyMsg{
			{Type: tea.KeyRunes, Runes: []rune{'a'}, Alt: true},
			{Type: tea.KeyRunes, Runes: []rune{'b'}, Alt: true},
		}},
		{"a paste is never keys", paste, []tea.KeyMsg{paste}},
		{"an empty paste stays a paste", tea.KeyMsg{Type: tea.KeyRunes, Paste: true}, []tea.KeyMsg{{Type: tea.KeyRunes, Paste: true}}},
		{"no rune at all", tea.KeyMsg{Type: tea.KeyRunes}, []tea.KeyMsg{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Split(tt.in); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Split(%#v) =\n%#v, want\n%#v", tt.in, got, tt.want)
			}
		})
	}
}

func TestSplitSharesNoMemory(t *testing.T) {
	in := runes("ab")
	keys := Split(in)
	in.Runes[0] = 'z'
	if got := Name(keys[0]); got != "a" {
		t.Errorf("the first key became %q when the message was changed", got)
	}
}

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

func TestText(t *testing.T) {
	tests := []struct {
		name string
		in   tea.KeyMsg
		want string
	}{
		{"character", runes("q"), "q"},
		{"space", tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}, " "},
		{"paste", tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("a\nb"), Paste: true}, "a\nb"},
		{"alt", tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("q"), Alt: true}, ""},
		{"enter", tea.KeyMsg{Type: tea.KeyEnter}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Text(tt.in); got != tt.want {
				t.Errorf("Text(%#v) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// recorder is a model that keeps the names of the keys it got and quits at "q".
type recorder struct{ names []string }

func (r *recorder) Init() tea.Cmd { return nil }

func (r *recorder) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	key, ok := msg.(tea.KeyMsg)
	if !ok {
		return r, nil
	}
	for _, single := range Split(key) {
		name := Name(single)
		if IsPaste(single) {
			name = "paste:" + Text(single)
		}
		r.names = append(r.names, name)
		if name == "q" {
			return r, tea.Quit
		}
	}
	return r, nil
}

func (r *recorder) View() string { return "" }

// TestKeysOfOneRead passes bytes that arrive in one read through Bubble Tea's own parser.
func TestKeysOfOneRead(t *testing.T) {
	input := bytes.NewBufferString("jjj\x1b[A\x1b[Agg G\x1b[200~stop all\x1b[201~\x12\x1bx+-\rq")
	model := &recorder{}
	program := tea.NewProgram(model, tea.WithInput(input), tea.WithOutput(&bytes.Buffer{}), tea.WithoutSignalHandler())
	if _, err := program.Run(); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"j", "j", "j", "up", "up", "g", "g", "space", "G", "paste:stop all",
		"ctrl+r", "alt+x", "+", "-", "enter", "q",
	}
	if !reflect.DeepEqual(model.names, want) {
		t.Errorf("keys =\n%q, want\n%q", model.names, want)
	}
}
