package input

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// slow holds pauses after which, except for the first, an introducer alone is treated as a key.
var slow = []time.Duration{30 * time.Millisecond, 60 * time.Millisecond, 80 * time.Millisecond, 200 * time.Millisecond}

// inParts returns the presses if a terminal sends a text in parts, with a pause between.
func inParts(gap time.Duration, parts ...string) string {
	s := newTerminal()
	for i, part := range parts {
		if i > 0 {
			s.after(gap)
		}
		s.feed(part)
	}
	s.after(pause)
	return s.got()
}

// beginnings returns the keys that the beginning of a sequence may become.
func beginnings() []string {
	return strings.Fields("esc alt+esc blur alt+[ alt+O alt+P alt+X alt+] alt+^ alt+_")
}

// checkMeant fails if the presses contain anything but the meaning of the row and the keys that its beginning may
// become.
func checkMeant(t *testing.T, row row, gap time.Duration, parts ...string) {
	t.Helper()
	meant := append(beginnings(), strings.Fields(row.means)...)
	if behind, ok := strings.CutPrefix(row.bytes, "\x1b\x1b"); ok {
		meant = append(meant, strings.Fields(meaning("\x1b"+behind))...)
	}
	if strings.HasPrefix(row.bytes, "\x1b[4$") {
		meant = append(meant, "shift+end")
	}
	for _, name := range strings.Fields(withoutNotes(inParts(gap, parts...))) {
		if !slices.Contains(meant, name) {
			t.Fatalf("%q, %v between: %q came out", parts, gap, name)
		}
	}
}

// lonelyLetter reports whether a row is a string that begins with a letter that no terminal sends there: after a
// late introducer such a letter is a key if it arrives alone.
func lonelyLetter(text string) bool {
	text = strings.TrimPrefix(text, "\x1b")
	text = strings.TrimPrefix(text, "\x1b")
	return len(text) > 1 && introducesString(text[0]) && !beginsString(text[0], text[1])
}

// TestCutTwice cuts each sequence at every two and every three places, and sends it one byte at a time: none of its
// letters becomes a key.
func TestCutTwice(t *testing.T) {
	for _, row := range slices.Concat(table, torn) {
		text := row.bytes
		if len(text) > 100 || lonelyLetter(text) {
			continue
		}
		for _, gap := range slow {
			checkMeant(t, row, gap, strings.Split(text, "")...)
			for first := 1; first < len(text); first++ {
				for second := first + 1; second < len(text); second++ {
					checkMeant(t, row, gap, text[:first], text[first:second], text[second:])
					for third := second + 1; third < min(len(text), second+4); third++ {
						checkMeant(t, row, gap, text[:first], text[first:second], text[second:third], text[third:])
					}
				}
			}
		}
	}
}

// TestTheRestOfWhatWasThrownAway feeds the rest of sequences and pastes after their time, in one piece, one byte at
// a time, and in the packets of a slow network.
func TestTheRestOfWhatWasThrownAway(t *testing.T) {
	for _, test := range []struct {
		begun, rest string
		after       time.Duration
		means       string // meaning of the beginning
	}{
		{"\x1b[200~abc", "sps\r\x1b[201~", pasteWait + time.Second/2, "refused:0"},
		{"\x1b[200~abc", "sps\r\x1b[201~", time.Hour, "refused:0"},
		{"\x1b[200~abc", "sps\r", time.Hour, "refused:0"},
		{"\x1b[200~abc\x1b[20", "1~", time.Hour, "refused:0"},
		{"\x1b]11;rgb:", "ssss/pppp/rrrr\x1b\\", 2200 * time.Millisecond, ""},
		{"\x1b]11;rgb:", "ssss/pppp/rrrr\x07", 20 * time.Second, ""},
		{"\x1bP1$r", "0;1;4s\x1b\\", 2200 * time.Millisecond, ""},
		{"\x1b]11;rgb:s\x1b", "\\", 2200 * time.Millisecond, ""},
		{"\x1b]11;\x18", "sps", 10 * time.Millisecond, ""},
		{"\x1b[", "s", 1200 * time.Millisecond, "alt+["},
		{"\x1b[", "1;5s", 2200 * time.Millisecond, "alt+["},
		{"\x1bO", "1s", 2200 * time.Millisecond, "alt+O"},
		{"\x1b", "[1;5s", 1200 * time.Millisecond, "esc"},
		{"\x1b]", "1;rgb:ssss\x07", 2200 * time.Millisecond, "alt+]"},
		{"\x1b[1", ";5s", 2200 * time.Millisecond, ""},
		{"\x1b[1", ";5s", time.Minute, ""},
		{"\x1b[M", "sxp", 2200 * time.Millisecond, ""},
		{"\x1b[[", "s", 2200 * time.Millisecond, ""},
		{"\x1bO1", ";2s", 2200 * time.Millisecond, ""},
	} {
		s := newTerminal()
		s.feed(test.begun)
		s.after(test.after)
		s.feed(test.rest)
		s.after(pause)
		s.feed("j")
		if got, want := withoutNotes(s.got()), strings.TrimSpace(test.means+" j"); got != want {
			t.Errorf("%q, %q after %v, and j: got %q, want %q", test.begun, test.rest, test.after, got, want)
		}
	}
	for _, gap := range slow {
		for begun, end := range map[string]string{"\x1b[200~abc": pasteEnd, "\x1b]11;rgb:": "\x1b\\"} {
			s := newTerminal()
			s.feed(begun)
			s.after(pause)
			s.got()
			for _, b := range strings.Split("sps\r"+end+"j", "") {
				s.feed(b)
				s.after(gap)
			}
			if got := withoutNotes(s.got()); got != "j" {
				t.Errorf("after %q, %v between bytes: %q", begun, gap, got)
			}
		}
	}
}

// TestKeysComeBack types into a paste and a string that do not end: the user is told, the time is not extended, and
// a second after the last key keys are keys again.
func TestKeysComeBack(t *testing.T) {
	for _, test := range []struct {
		begun, want string
		wait        time.Duration
	}{
		{"\x1b[200~x", "note:open-paste refused:0 note:dropped-paste", pasteWait},
		{"\x1b]11;x", "note:open-string note:dropped-string", sequenceWait},
	} {
		s := newTerminal()
		s.feed(test.begun)
		s.after(noteWait - 1)
		if got := s.got(); got != "" {
			t.Errorf("%q: too early: %q", test.begun, got)
		}
		s.after(1)
		for range test.wait / (200 * time.Millisecond) {
			s.feed("s")
			s.after(200 * time.Millisecond)
		}
		s.feed("s")
		if got := s.got(); got != test.want {
			t.Errorf("%q, and typing: got %q, want %q", test.begun, got, test.want)
		}
		s.after(200 * time.Millisecond)
		s.feed("\x03")
		if got := s.got(); got != "ctrl+c" {
			t.Errorf("%q: ctrl+c: %q", test.begun, got)
		}
		s.after(quietWait - 1)
		s.feed("s")
		s.after(quietWait)
		s.feed("s")
		if got := s.got(); got != "s" {
			t.Errorf("%q: a key after a second: %q", test.begun, got)
		}
	}
}

// TestArrowBehindWhatWasThrownAway presses a key that is a sequence, which is not the rest of the dropped one.
func TestArrowBehindWhatWasThrownAway(t *testing.T) {
	for _, begun := range []string{"\x1b]11;", "\x1b[1", "\x1b[M"} {
		s := newTerminal()
		s.feed(begun)
		s.after(pause)
		s.feed("\x1b[As")
		if got := withoutNotes(s.got()); got != "up s" {
			t.Errorf("after %q: %q", begun, got)
		}
	}
}

// TestEndOfAPasteIsCut feeds the end marker in pieces after the paste was dropped.
func TestEndOfAPasteIsCut(t *testing.T) {
	for at := 1; at < len(pasteEnd); at++ {
		s := newTerminal()
		s.feed("\x1b[200~x")
		s.after(pause)
		s.feed("s" + pasteEnd[:at])
		s.after(quietWait)
		s.feed(pasteEnd[at:])
		s.after(200 * time.Millisecond)
		s.feed("j")
		if got := withoutNotes(s.got()); got != "refused:0 j" {
			t.Errorf("after %d bytes: %q", at, got)
		}
	}
}

// TestOneLongPause pauses a sequence at one place for longer than its time, and feeds the rest in two pieces or one
// byte at a time: none of its letters becomes a key.
func TestOneLongPause(t *testing.T) {
	for _, row := range slices.Concat(table, torn) {
		text := row.bytes
		if len(text) > 100 || lonelyLetter(text) {
			continue
		}
		for at := 1; at < len(text); at++ {
			if isKey(text[:at]) || introducesString(text[1]) && strings.ContainsAny(text[:at], "\x18\x1a") {
				continue // a key, and after 10 s nothing else; or a string that ended
			}
			for _, long := range []time.Duration{1200 * time.Millisecond, 2200 * time.Millisecond, 10500 * time.Millisecond, time.Hour} {
				for _, gap := range slow {
					checkPaused(t, row, at, long, gap, strings.Split(text[at:], "")...)
					for second := at; second < len(text); second++ {
						checkPaused(t, row, at, long, gap, text[at:second], text[second:])
					}
				}
			}
		}
	}
}

// isKey reports whether the beginning of a sequence is a key if nothing follows.
func isKey(begun string) bool {
	s := newTerminal()
	s.feed(begun)
	s.after(keyWait)
	return s.got() != ""
}

func checkPaused(t *testing.T, row row, at int, long, gap time.Duration, rest ...string) {
	t.Helper()
	s := newTerminal()
	s.feed(row.bytes[:at])
	s.after(long)
	for _, part := range rest {
		s.feed(part)
		s.after(gap)
	}
	s.after(pause)
	meant := append(beginnings(), append(strings.Fields(row.means), "refused:0", "shift+end")...)
	for _, name := range strings.Fields(withoutNotes(s.got())) {
		if !slices.Contains(meant, name) {
			t.Errorf("%q, %v after %d bytes, then %q, %v between: %q came out", row.bytes, long, at, rest, gap, name)
			return
		}
	}
}

// TestWhatIsTheRest feeds what may be the rest of a sequence that became a key or was dropped, and what may not,
// with the notes.
func TestWhatIsTheRest(t *testing.T) {
	const ms = time.Millisecond
	for _, test := range []struct {
		gap   time.Duration
		parts string // separated by |
		want  string
	}{
		{1200 * ms, "\x1b|Os", "esc"},
		{1200 * ms, "\x1b|]1;s\x07", "esc"},
		{1200 * ms, "\x1b|js", "esc j s"},
		{2200 * ms, "\x1b[|js", "alt+[ j s"},
		{2200 * ms, "\x1b[|0;5s", "alt+["},
		{2200 * ms, "\x1b[|?5s", "alt+["},
		{60 * ms, "\x1b]|l|start\x1b\\", "alt+]"},
		{60 * ms, "\x1b]|L|start\x1b\\", "alt+]"},
		{60 * ms, "\x1b_|G|sxp\x1b\\", "alt+_"},
		{60 * ms, "\x1b]|a", "alt+] a"},
		{60 * ms, "\x1b]|z", "alt+] z"},
		{60 * ms, "\x1b]| ", "alt+] space"},
		{60 * ms, "\x1b|[7$\x1b[B", "esc down"},
		{pause, "\x1b]11;|\x1b[A", "note:open-string up"},
		{pause, "\x1b[200~x|\x1b", "note:open-paste refused:0 note:dropped-paste"},
		{30 * ms, "\x1b]11;\x18|s|\x03", "note:dropped-string"},
		{1100 * ms, "\x1b]11;\x18|s", "s"},
	} {
		if got := inParts(test.gap, strings.Split(test.parts, "|")...); got != test.want {
			t.Errorf("%q, %v between: got %q, want %q", test.parts, test.gap, got, test.want)
		}
	}
}

// TestKeyBehindALateControlCharacter: after alt+[ and another key, keys are keys.
func TestKeyBehindALateControlCharacter(t *testing.T) {
	s := newTerminal()
	s.feed("\x1b[")
	s.after(60 * time.Millisecond)
	s.feed("\x01")
	s.after(pause)
	s.feed("j")
	if got := s.got(); got != "alt+[ j" {
		t.Errorf("got %q", got)
	}
}

// TestSequenceBehindWhatWasThrownAway: such a sequence may pause like any other.
func TestSequenceBehindWhatWasThrownAway(t *testing.T) {
	s := newTerminal()
	s.feed("\x1b]11;")
	s.after(pause)
	s.feed("\x1b[1")
	s.after(1500 * time.Millisecond)
	s.feed(";5A")
	if got := withoutNotes(s.got()); got != "ctrl+up" {
		t.Errorf("got %q", got)
	}
}

// TestNoNoteBeforeTheFirstFrame: no one could read the note.
func TestNoNoteBeforeTheFirstFrame(t *testing.T) {
	s := newTerminal()
	s.frame = 0
	s.feed("\x1b[200~x")
	s.after(pause)
	if got := s.got(); got != "" {
		t.Errorf("got %q", got)
	}
}
