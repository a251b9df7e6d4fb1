package input

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

// row is the bytes that a terminal sends for one event, and their meaning.
type row struct {
	bytes string
	means string // in the words of describe, separated by blanks
}

// table lists forms of input. "" means that they are swallowed.
var table = []row{
	// Characters.
	{"s", "s"},
	{" ", "space"},
	{"\r", "enter"},
	{"\x7f", "backspace"},
	{"\x03", "ctrl+c"},
	{"\x00", "ctrl+@"},
	{"ß", "ß"},
	{"北", "北"},
	{"\U0001f600", "\U0001f600"},
	// Arrows and similar keys.
	{"\x1b[A", "up"},
	{"\x1b[1;2B", "shift+down"},
	{"\x1b[1;5C", "ctrl+right"},
	{"\x1b[1;8D", "alt+ctrl+shift+left"},
	{"\x1b[1;133A", "ctrl+up"}, // with num lock (kitty)
	{"\x1b[1;5:1A", "ctrl+up"},
	{"\x1b[1;1:3A", ""}, // released
	{"\x1b[1;9A", ""},   // with super
	{"\x1b[H", "home"},
	{"\x1b[1;7F", "alt+ctrl+end"},
	{"\x1b[Z", "shift+tab"},
	{"\x1b[5~", "pgup"},
	{"\x1b[6;5~", "ctrl+pgdown"},
	{"\x1b[3~", "delete"},
	{"\x1b[3;2~", "alt+insert"},
	{"\x1b[15;2~", "f17"},
	{"\x1b[24~", "f12"},
	{"\x1b[P", "f1"},
	{"\x1b[R", "f3"},
	{"\x1bOR", "f3"},
	{"\x1bO1;2R", "f15"},
	// rxvt.
	{"\x1b[8^", "ctrl+end"},
	{"\x1b[8@", "ctrl+shift+end"},
	{"\x1b[5^", "ctrl+pgup"},
	{"\x1b[11^", ""},
	{"\x1b[a", "shift+up"},
	{"\x1bOd", "ctrl+left"},
	{"\x1b[OA", "shift+up"},
	{"\x1b[Oa", "alt+ctrl+up"},
	{"\x1b\x1b[A", "alt+up"},
	{"\x1b\x1b[5~", "alt+pgup"},
	{"\x1b\x1bOP", "alt+f1"},
	{"\x1b\x1b[OC", "alt+shift+right"},
	// The Linux console.
	{"\x1b[[A", "f1"},
	{"\x1b[[E", "f5"},
	{"\x1b[[x", ""},
	{"\x1b\x1b[[B", "alt+f2"},
	// SS3 and the application keypad.
	{"\x1bOA", "up"},
	{"\x1bOH", "home"},
	{"\x1bOS", "f4"},
	{"\x1bO5C", "ctrl+right"},
	{"\x1bO1;2P", "f13"},
	{"\x1bO5P", ""},
	{"\x1bO0P", "f1"},
	{"\x1bO?s", ""},
	{"\x1bO1;2;3s", ""},
	{"\x1bOs", "3"},
	{"\x1bOx", "8"},
	{"\x1bOy", "9"},
	{"\x1bOp", "0"},
	{"\x1bOk", "+"},
	{"\x1bOm", "-"},
	{"\x1bOM", "enter"},
	{"\x1bOX", "="},
	{"\x1bO ", "space"},
	{"\x1bOI", "tab"},
	{"\x1bOz", ""},
	{"\x1bO#", ""},
	// Keys that are encoded by their character.
	{"\x1b[115u", "s"},
	{"\x1b[115;1:1u", "s"},
	{"\x1b[115;1:2u", "s"},
	{"\x1b[115;1:3u", ""},
	{"\x1b[115;5u", "ctrl+s"},
	{"\x1b[115;3u", "alt+s"},
	{"\x1b[115;2u", "S"},
	{"\x1b[49;2u", ""},
	{"\x1b[49:33;2u", "!"},
	{"\x1b[115;;115u", ""},
	{"\x1b[115;9u", ""},
	{"\x1b[27u", "esc"},
	{"\x1b[9;2u", "shift+tab"},
	{"\x1b[13;5u", ""},
	{"\x1b[127u", "backspace"},
	{"\x1b[32;2u", "space"},
	{"\x1b[97;5u", "ctrl+a"},
	{"\x1b[122;5u", "ctrl+z"},
	{"\x1b[123;5u", ""},
	{"\x1b[96;5u", ""},
	{"\x1b[64;5u", "ctrl+@"},
	{"\x1b[32;5u", "ctrl+@"},
	{"\x1b[65;5u", ""},
	{"\x1b[90;5u", ""},
	{"\x1b[91;5u", "esc"},
	{"\x1b[95;7u", "alt+ctrl+_"},
	{"\x1b[63;5u", ""},
	{"\x1b[32;3u", "alt+space"},
	{"\x1b[223u", "ß"},
	{"\x1b[57402u", "3"},
	{"\x1b[57399u", "0"},
	{"\x1b[57398u", ""},
	{"\x1b[57415u", "="},
	{"\x1b[57416u", ""},
	{"\x1b[57414u", "enter"},
	{"\x1b[57358u", ""},      // caps lock
	{"\x1b[4294967411u", ""}, // s, with bits that exceed a character
	{"\x1b[27;1;4294967411~", ""},
	{"\x1b[155u", ""},
	{"\x1b[27;5;105~", "tab"},
	{"\x1b[27;2;83~", "S"},
	{"\x1b[27;6;83~", ""},
	{"\x1b[28;5;105~", ""},
	// Mouse.
	{"\x1b[M !!", "mouse:left press 0,0"},
	{"\x1b[M#sx", "mouse:release 82,87"},
	{"\x1b[M`ss", "mouse:wheel up 82,82"},
	{"\x1b[M\xff\xfe\xfd", "mouse:ctrl+alt+shift+button 11 press 221,220"},
	{"\x1b[<0;33;12M", "mouse:left press 32,11"},
	{"\x1b[<0;33;12m", "mouse:left release 32,11"},
	{"\x1b[<35;1;1M", "mouse:motion 0,0"},
	{"\x1b[<65;120;40M", "mouse:wheel down 119,39"},
	{"\x1b[<65;120;40m", "mouse:wheel down 119,39"},
	{"\x1b[<20;1;1M", "mouse:ctrl+shift+left press 0,0"},
	{"\x1b[<34;1;1m", "mouse:right motion 0,0"},
	{"\x1b[M\xff\x21\x00", "mouse:ctrl+alt+shift+button 11 press 0,-33"},
	{"\x1b[<128;1;1M", "mouse:backward press 0,0"},
	{"\x1b[<0;33M", ""},
	{"\x1b[<0;33;12;1M", ""},
	{"\x1b[32;10;20M", "mouse:left press 9,19"},
	{"\x1b[35;10;20M", "mouse:release 9,19"},
	{"\x1b[32;10;20m", ""},
	{"\x1b[96;10;20M", "mouse:wheel up 9,19"},
	{"\x1b\x1b[<0;33;12M", "esc mouse:left press 32,11"},
	// Focus and pastes.
	{"\x1b[I", "focus"},
	{"\x1b\x1b[I", "esc focus"},
	{"\x1b[200~\x1b[201~", "paste:"},
	{"\x1b[200~stop all\rsxp\x1b[201~", "paste:stop_all_sxp"},
	{"\x1b[200~7001\x1b[20\x1b\x1b[201\x1b[201~", "paste:7001\x1b[20\x1b\x1b[201"},
	{"\x1b[200~70\xff01\x1b[201~", "paste:70\ufffd01"},
	{"\x1b\x1b[200~x\x1b[201~", "esc paste:x"},
	{"\x1b[201~", ""},
	// Answers to queries, and other input that is not a key.
	{"\x1b[?62;22;52c", ""},
	{"\x1b[>0;276;0c", ""},
	{"\x1b[24;80R", ""},
	{"\x1b[1;1R", ""},
	{"\x1b[1;2R", ""},
	{"\x1b[1;8R", ""},
	{"\x1b[4$p", ""},
	{"\x1b[1\rs", ""},
	{"\x1b[1\x7fs", ""},
	{"\x1b[1 \x01 s", ""},
	{"\x1b[1\x18s", ""},
	{"\x1b[\x01s", ""},
	{"\x1b[[\x01s", ""},
	{"\x1bO\x7fs", ""},
	{"\x1b[?1;2R", ""},
	{"\x1b[0n", ""},
	{"\x1b[?2026;2$y", ""},
	{"\x1b[4;2$y", ""},
	{"\x1b[8;40;120t", ""},
	{"\x1b[?997;1n", ""},
	{"\x1b[65;30;97;1;0;1_", ""},
	{"\x1b[1;2;3;4s", ""},
	{"\x1b[99~", ""},
	{"\x1b[~", ""},
	{"\x1b[5;5;5~", ""},
	{"\x1b[ s", ""},
	{"\x1bP sxp\x1b\\", ""},
	{"\x1b]11;rgb:ffff/ffff/ffff\x07", ""},
	{"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", ""},
	{"\x1b]52;c;c3hwcnU=\x07", ""},
	{"\x1b]lstart stop Übung\x1b\\", ""},
	{"\x1bP>|XTerm(388)\x1b\\", ""},
	{"\x1bP1+r544e=787465726d\x1b\\", ""},
	{"\x1bPs\x07x\x1b\\", ""},
	{"\x1b_Gi=1;OK\x1b\\", ""},
	{"\x1b^sxp\x1b\\", ""},
	{"\x1bXsxp\x1b\\", ""},
	// What is not UTF-8, and C1.
	{"\xff", ""},
	{"\x80", ""},
	{"\xed\xa0\x80", ""},
	{"\uFFFD", ""},
	{"\x1b\x80", ""},
	{"\x9fs\x1b\\", ""},
	{"\u009fs\x1b\\", ""},
	{"\u0098s\u0098\x9c", ""},
	{"\x9bs", ""},
	{"\x9b1;5A", ""},
	{"\u009bs", ""},
	{"\x8fs", ""},
	{"\x9d11;rgb:s\x9c", ""},
	{"\x9d11;rgb:s\x07", ""},
	{"\x90s\x1b\\", ""},
	{"\u0085", ""},
}

// alone lists keys that are the beginning of something else: nothing follows them for a while.
var alone = []row{
	{"\x1b", "esc"},
	{"\x1b\x1b", "alt+esc"},
	{"\x1bx", "alt+x"},
	{"\x1b\r", "alt+enter"},
	{"\x1b\x00", "alt+ctrl+@"},
	{"\x1b\x7f", "alt+backspace"},
	{"\x1b ", "alt+space"},
	{"\x1bß", "alt+ß"},
	{"\x1b\\", "alt+\\"},
	{"\x1b[", "alt+["},
	{"\x1bO", "alt+O"},
	{"\x1bP", "alt+P"},
	{"\x1bX", "alt+X"},
	{"\x1b]", "alt+]"},
	{"\x1b^", "alt+^"},
	{"\x1b_", "alt+_"},
	{"\x1b\x1b[", "esc alt+["},
	{"\x1b[7$", "shift+home"},
	{"\x1b[2$", ""},
	{"\x1b\x1b[7$", "alt+shift+home"},
	{"\x1b[O", "blur"},
	{"\x1b\x1b[O", "esc blur"},
}

// torn lists sequences that are interrupted, and others that must not be cut everywhere.
var torn = []row{
	{"\x1b[" + strings.Repeat("1;", 300) + "5A", ""},
	{"\x1b]11;s\x1b[A", "up"},
	{"\x1b]11;s\x1bO\x1b[B", "down"},
	{"\x1b]sxp\x18sxp", ""},
	{"\x1bPsxp\x1asxp", ""},
	{"\x1b]11;\x18sxp\x1b\\p", "p"},
	{"\x1b[7$\x1b[B", "shift+home down"},
	{"\x1b[7$ß", "shift+home ß"},
	{"\x1b[1;5\x1b[B", "down"},
	{"\x1bO1\x1b[B", "down"},
	{"\x1b[[\x1b[B", "down"},
	{"\x1b[Ms\x1b[B", "down"},
	{"\x1b\x1b]11;s\x07", "esc"},
	{"\xc3\xc3\x9f", "ß"},
	{"\xe5\x8cx", "x"},
}

// describe names a press.
func describe(msg tea.Msg) string {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if msg.Paste {
			return "paste:" + strings.NewReplacer(" ", "_", "\r", "_").Replace(string(msg.Runes))
		}
		if name := keymsg.Name(msg); name != "" {
			return name
		}
	case tea.MouseMsg:
		return fmt.Sprintf("mouse:%s %d,%d", msg, msg.X, msg.Y)
	case tea.FocusMsg:
		return "focus"
	case tea.BlurMsg:
		return "blur"
	case keymsg.PasteRefused:
		return fmt.Sprintf("refused:%d", msg.Limit)
	case keymsg.Unended:
		return describeUnended(msg)
	}
	return fmt.Sprintf("%#v", msg)
}

func describeUnended(msg keymsg.Unended) string {
	what := "string"
	if msg.Paste {
		what = "paste"
	}
	if msg.Dropped {
		return "note:dropped-" + what
	}
	return "note:open-" + what
}

// withoutNotes returns only the names of presses.
func withoutNotes(got string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(got), func(name string) bool { return strings.HasPrefix(name, "note:") }), " ")
}

// terminal feeds a Decoder, with its own clock.
type terminal struct {
	decoder *Decoder
	now     time.Time
	frame   uint64
	presses []keymsg.Press
}

func newTerminal() *terminal {
	return &terminal{decoder: New(), now: time.Date(2026, 11, 30, 14, 2, 10, 0, time.UTC), frame: 1}
}

func (s *terminal) emit(press keymsg.Press) { s.presses = append(s.presses, press) }

// after advances the clock, and calls Expire whenever it is due.
func (s *terminal) after(d time.Duration) {
	end := s.now.Add(d)
	for calls := 0; ; calls++ {
		if calls == 10 {
			panic("Expire is due for ever")
		}
		at, ok := s.decoder.Deadline()
		if !ok || at.After(end) {
			break
		}
		s.now = at
		s.decoder.Expire(at, s.emit)
	}
	s.now = end
}

func (s *terminal) feed(text string) { s.decoder.Feed(s.now, s.frame, []byte(text), s.emit) }

// got returns the presses since its last call.
func (s *terminal) got() string {
	names := make([]string, len(s.presses))
	for i, press := range s.presses {
		names[i] = describe(press.Msg)
	}
	s.presses = nil
	return strings.Join(names, " ")
}

// pause is longer than any wait of the decoder.
const pause = 11 * time.Second

func TestTable(t *testing.T) {
	for _, row := range slices.Concat(table, alone, torn) {
		t.Run(fmt.Sprintf("%q", row.bytes), func(t *testing.T) {
			s := newTerminal()
			s.feed(row.bytes)
			s.after(pause)
			if got := s.got(); got != row.means {
				t.Errorf("got %q, want %q", got, row.means)
			}
			s.feed("j")
			if got := s.got(); got != "j" {
				t.Errorf("a key after it: %q", got)
			}
		})
	}
}
