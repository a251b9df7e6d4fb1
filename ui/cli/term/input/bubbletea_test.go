package input

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

// reads is an input that returns one text per read, followed by a paste that separates the messages of two texts.
type reads struct {
	texts []string
	paste bool
}

func (r *reads) Read(p []byte) (int, error) {
	if len(r.texts) == 0 {
		return 0, io.EOF
	}
	text := r.texts[0]
	if r.paste {
		text = "\x1b[200~" + text + "\x1b[201~"
		r.texts = r.texts[1:]
	}
	r.paste = !r.paste
	return copy(p, text), nil
}

// listener is a model that records the messages that Bubble Tea derives from each read.
type listener struct {
	made map[string][]tea.Msg // by what was read
	now  []tea.Msg
	last string
}

func (l *listener) Init() tea.Cmd { return nil }
func (l *listener) View() string  { return "" }

func (l *listener) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyMsg); ok && key.Paste {
		l.made[string(key.Runes)], l.now = l.now, nil
		if string(key.Runes) == l.last {
			return l, tea.Quit
		}
		return l, nil
	}
	l.now = append(l.now, msg)
	return l, nil
}

// bubbleTea returns the messages of Bubble Tea's decoder for each text, if it is read alone.
func bubbleTea(t *testing.T, texts []string) map[string][]tea.Msg {
	t.Helper()
	l := &listener{made: map[string][]tea.Msg{}, last: texts[len(texts)-1]}
	program := tea.NewProgram(l, tea.WithInput(&reads{texts: texts}), tea.WithOutput(&bytes.Buffer{}), tea.WithoutSignalHandler())
	if _, err := program.Run(); err != nil {
		t.Fatal(err)
	}
	return l.made
}

// candidates returns all short sequences in the forms of keys.
func candidates() []string {
	var all []string
	add := func(text string) { all = append(all, text, "\x1b"+text) }
	for b := range 0x80 {
		add(string(rune(b)))
		add("\x1bO" + string(rune(b)))
		add("\x1b[" + string(rune(b)))
		add("\x1b[[" + string(rune(b)))
		add("\x1b[O" + string(rune(b)))
	}
	for number := range 40 {
		for _, final := range "~^$@ABCDEFGHIJKLNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" {
			add(fmt.Sprintf("\x1b[%d%c", number, final))
			for modifier := range 10 {
				add(fmt.Sprintf("\x1b[%d;%d%c", number, modifier, final))
			}
		}
	}
	for _, r := range "äß北€\U0001f600" {
		add(string(r))
	}
	return append(all, "the end")
}

// TestKeysOfBubbleTea compares the decoder with that of Bubble Tea: each sequence that is one key there is the same
// key here, with one name, unless it is also an answer.
func TestKeysOfBubbleTea(t *testing.T) {
	compared := map[string]bool{}
	for text, messages := range bubbleTea(t, candidates()) {
		if len(messages) != 1 {
			continue
		}
		key, ok := messages[0].(tea.KeyMsg)
		if !ok || keymsg.Name(key) == "" {
			continue
		}
		if strings.HasSuffix(text, "R") && strings.Contains(text, ";") {
			continue // the position of the cursor, in the form of an answer
		}
		compared[keymsg.Name(key)] = true
		if got, want := meaning(text), keymsg.Name(key); got != want {
			t.Errorf("%q is %q, to Bubble Tea %q", text, got, want)
		}
	}
	for _, name := range keymsg.Names() {
		if !compared[name] || !compared["alt+"+name] {
			t.Errorf("%s was not compared", name)
		}
	}
}

// TestMouseOfBubbleTea compares mouse reports with those of Bubble Tea.
func TestMouseOfBubbleTea(t *testing.T) {
	var texts []string
	for button := range 256 {
		texts = append(texts, fmt.Sprintf("\x1b[<%d;33;12M", button), fmt.Sprintf("\x1b[<%d;33;12m", button))
	}
	// Bubble Tea accepts bytes above 0x7f too, but here the input is text.
	for button := range 0x7f - x10Offset {
		texts = append(texts, fmt.Sprintf("\x1b[M%c!%c", x10Offset+button, 'A'))
	}
	made := bubbleTea(t, texts)
	for _, text := range texts {
		if len(made[text]) != 1 {
			t.Fatalf("%q: Bubble Tea made %v", text, made[text])
		}
		if got, want := meaning(text), describe(made[text][0]); got != want || !strings.HasPrefix(got, "mouse:") {
			t.Errorf("%q is %q, to Bubble Tea %q", text, got, want)
		}
	}
}
