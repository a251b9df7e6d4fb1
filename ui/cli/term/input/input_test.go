package input

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

// TestSeenInTheField feeds input that once became commands: letters of sequences that the decoder of Bubble Tea
// divided or did not know.
func TestSeenInTheField(t *testing.T) {
	report := "\x1b[<35;101;37M"
	for _, test := range []struct {
		name, bytes, want string
	}{
		{"PuTTY's keypad", "\x1bOs", "3"},
		{"the keypad answers a dialog", "\x1bOx\x1bOy", "8 9"},
		{"a reply to OSC 11", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", ""},
		{"a reply to XTVERSION", "\x1bP>|XTerm(388)\x1b\\", ""},
		{"26 mouse reports", strings.Repeat(report, 26), strings.TrimSpace(strings.Repeat("mouse:motion 100,36 ", 26))},
		{"X10 mouse reports", "\x1b[M ss\x1b[M#ss\x1b[M xy", "mouse:left press 82,82 mouse:release 82,82 mouse:left press 87,88"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newTerminal()
			s.feed(test.bytes)
			s.after(pause)
			if got := s.got(); got != test.want {
				t.Errorf("at once: %q, want %q", got, test.want)
			}
			for at := range len(test.bytes) {
				s.feed(test.bytes[:at])
				s.after(30 * time.Millisecond)
				s.feed(test.bytes[at:])
				s.after(pause)
				if got := s.got(); got != test.want {
					t.Fatalf("cut after %d bytes: %q, want %q", at, got, test.want)
				}
			}
		})
	}
}

// TestPasteWithACutMarker cuts the start marker of a paste everywhere, for as long as a lost packet is delayed.
func TestPasteWithACutMarker(t *testing.T) {
	const marker, text = "\x1b[200~", "sxpru\x1b[201~"
	for at := 1; at <= len(marker); at++ {
		for _, gap := range gaps {
			s := newTerminal()
			s.feed(marker[:at])
			s.after(gap)
			s.feed(marker[at:] + text)
			if got := s.got(); !strings.HasSuffix(got, "paste:sxpru") || strings.ContainsAny(strings.TrimSuffix(strings.TrimPrefix(got, "esc"), "paste:sxpru"), "sxpru") {
				t.Errorf("after %d bytes, %v: %q", at, gap, got)
			}
		}
	}
}

// TestNothingIsShownYet feeds input that waits in the terminal before the first frame: it is discarded, including
// the rest of what it began.
func TestNothingIsShownYet(t *testing.T) {
	for _, row := range slices.Concat(table, alone) {
		for at := 1; at <= len(row.bytes); at++ {
			s := newTerminal()
			s.frame = 0
			s.feed("sxp" + row.bytes[:at])
			s.frame = 1
			if at < len(row.bytes) {
				s.feed(row.bytes[at:])
			}
			s.after(pause)
			// A byte that cannot continue the character does not belong to it: it is a key after a truncated
			// character.
			if got := s.got(); got != "" {
				t.Errorf("%q, with %d bytes too early: %q", row.bytes, at, got)
			}
			s.feed("j")
			if got := s.got(); got != "j" {
				t.Errorf("%q, with %d bytes too early, and a key: %q", row.bytes, at, got)
			}
		}
	}
}

// TestFrameIsThatOfTheFirstByte reads a press in pieces while frames are written: the press counts as read with its
// first byte.
func TestFrameIsThatOfTheFirstByte(t *testing.T) {
	for _, row := range slices.Concat(table, alone) {
		s := newTerminal()
		s.feed("j")
		for i := range len(row.bytes) {
			s.frame = uint64(i) + 2
			s.feed(row.bytes[i : i+1])
		}
		s.frame = 1000
		s.after(pause)
		s.feed("k")
		last := len(s.presses) - 1
		for i, press := range s.presses {
			want := uint64(2)
			switch i {
			case 0:
				want = 1
			case last:
				want = 1000
			}
			if press.Frame != want {
				t.Errorf("%q: press %d, %q, has frame %d, want %d", row.bytes, i, describe(press.Msg), press.Frame, want)
			}
		}
	}
}

// TestFrameBehindWhatWasCutOff begins a press after a sequence that did not end.
func TestFrameBehindWhatWasCutOff(t *testing.T) {
	for _, cutOff := range []string{"\x1b[1;", "\x1bO", "\x1b]1", "\x1b[[", "\x1b[M", "\xe5\x8c"} {
		s := newTerminal()
		s.feed(cutOff)
		s.frame = 7
		s.feed("\x1b")
		s.frame = 8
		s.feed("[A")
		if len(s.presses) != 1 || describe(s.presses[0].Msg) != "up" || s.presses[0].Frame != 7 {
			t.Errorf("after %q: %v", cutOff, s.presses)
		}
	}
}

// TestKeyBehindAnIntroducer presses keys after keys that may introduce a string: none is lost.
func TestKeyBehindAnIntroducer(t *testing.T) {
	for _, introducer := range "PX]^_" {
		s := newTerminal()
		for _, keys := range []string{"\x1b" + string(introducer), "s", "x", "\x1b[A", "p"} {
			s.feed(keys)
			s.after(120 * time.Millisecond)
		}
		if got, want := s.got(), "alt+"+string(introducer)+" s x up p"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		for _, key := range []string{"\r", "\x1b[A", "ß", "\x7f"} {
			s.feed("\x1b" + string(introducer))
			s.after(120 * time.Millisecond)
			s.feed(key)
			if got, want := s.got(), "alt+"+string(introducer)+" "+meaning(key); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
}

// TestAfterALoneEscape presses esc and then a key that may introduce a sequence: within a second it does, and the
// sequence is swallowed to its end; later it is a key.
func TestAfterALoneEscape(t *testing.T) {
	for _, rest := range []string{"[A", "[1;5C", "[<0;33;12M", "[M sx", "[[A", "[OA", "OA", "Os", "]11;s\x07", "P>|s\x1b\\", "_s\x1b\\", "[?1;2c", "[I"} {
		for _, gap := range []time.Duration{keyWait, 200 * time.Millisecond, introducerWait - 1} {
			s := newTerminal()
			s.feed("\x1b")
			s.after(gap)
			s.feed(rest)
			s.feed("s")
			if got := s.got(); got != "esc s" {
				t.Errorf("%q %v after ESC, and s: %q", rest, gap, got)
			}
		}
		s := newTerminal()
		s.feed("\x1b")
		s.after(introducerWait)
		s.feed(rest[:1])
		if got := s.got(); got != "esc "+rest[:1] {
			t.Errorf("%q long after ESC: %q", rest[:1], got)
		}
	}
	s := newTerminal()
	s.feed("\x1b")
	s.after(100 * time.Millisecond)
	s.feed("x\x1b[Aß")
	if got := s.got(); got != "esc x up ß" {
		t.Errorf("other keys after ESC: %q", got)
	}
}

// TestLimitsOfTime: an unfinished sequence ends by itself at its deadline, and no earlier.
func TestLimitsOfTime(t *testing.T) {
	for _, test := range []struct {
		begun string
		wait  time.Duration
		means string // meaning of the beginning when the time is over
		rest  string // ends the sequence if it arrives in time
	}{
		{"\x1b", keyWait, "esc", "[A"},
		{"\x1b\x1b", keyWait, "alt+esc", "[A"},
		{"\x1b[", keyWait, "alt+[", "A"},
		{"\x1bO", keyWait, "alt+O", "A"},
		{"\x1bP", keyWait, "alt+P", "s\x1b\\"},
		{"\x1b[O", keyWait, "blur", "A"},
		{"\x1b[1", sequenceWait, "", ";5A"},
		{"\x1b[[", sequenceWait, "", "A"},
		{"\x1b[M", sequenceWait, "", "sss"},
		{"\x1b[Mss", sequenceWait, "", "s"},
		{"\x1bO1", sequenceWait, "", ";2P"},
		{"\x1b]11", sequenceWait, "", ";s\x07"},
		{"\x1b]11\x1b", sequenceWait, "", "\\"},
		{"\xe5\x8c", sequenceWait, "", "\x97"},
		{"\x9b", sequenceWait, "", "A"},
		{"\x8f", sequenceWait, "", "A"},
		{"\x90", sequenceWait, "", "s\x1b\\"},
		{"\x1b[200~sxp", pasteWait, "refused:0", "\x1b[201~"},
	} {
		s := newTerminal()
		s.feed(test.begun)
		if at := s.decoder.until; at.Sub(s.now) != test.wait {
			t.Errorf("%q: the time is over in %v, want %v", test.begun, at.Sub(s.now), test.wait)
		}
		s.after(test.wait - 1)
		s.feed(test.rest)
		if got, want := withoutNotes(s.got()), meaning(test.begun+test.rest); got != want {
			t.Errorf("%q, in time %q: got %q, want %q", test.begun, test.rest, got, want)
		}
		if _, ok := s.decoder.Deadline(); ok {
			t.Errorf("%q, in time %q: something is held", test.begun, test.rest)
		}
		s.feed(test.begun)
		s.after(test.wait)
		if got := withoutNotes(s.got()); got != test.means {
			t.Errorf("%q, and nothing: got %q, want %q", test.begun, got, test.means)
		}
		s.after(pause)
		if _, ok := s.decoder.Deadline(); ok {
			t.Errorf("%q, and nothing: something is held", test.begun)
		}
		if s.decoder.overdue {
			s.feed("s")
			if s.after(quietWait - 1); s.decoder.overdue && s.decoder.state != ground {
				s.feed("s") // the first one did not end it
			}
			if got := s.got(); got != "note:dropped-string" && got != "note:dropped-paste" {
				t.Errorf("%q, and a key afterwards: %q", test.begun, got)
			}
			s.after(quietWait)
		}
		s.feed("s")
		if got := s.got(); got != "s" {
			t.Errorf("%q, and a key afterwards: %q", test.begun, got)
		}
	}
}

// TestTheRestIsExpected feeds the rest of a sequence whose beginning became a key, just in time and too late.
func TestTheRestIsExpected(t *testing.T) {
	for _, test := range []struct {
		begun, means, rest string
		wait               time.Duration
	}{
		{"\x1b[", "alt+[", "s", sequenceWait},
		{"\x1bO", "alt+O", "s", sequenceWait},
		{"\x1b\x1b[", "esc alt+[", "s", sequenceWait},
		{"\x1bP", "alt+P", "sx\x1b\\", introducerWait},
		{"\x1b[O", "blur", "a", introducerWait},
		{"\x1b[7$", "shift+home", "p", introducerWait},
	} {
		for _, late := range []bool{false, true} {
			s := newTerminal()
			s.feed(test.begun)
			want := test.means
			if s.after(test.wait - 1); late {
				s.after(1)
				want += " " + meaning(test.rest)
			}
			s.feed(test.rest)
			if got := s.got(); got != want {
				t.Errorf("%q and %q, too late: %v: got %q, want %q", test.begun, test.rest, late, got, want)
			}
		}
	}
	s := newTerminal()
	s.feed("\x1b[O")
	s.after(100 * time.Millisecond)
	s.feed("s\x1b[I")
	if got := s.got(); got != "blur s focus" {
		t.Errorf("keys after a loss of focus: %q", got)
	}
}

// TestExpireBeforeTheDeadline: an early call of Expire changes nothing.
func TestExpireBeforeTheDeadline(t *testing.T) {
	s := newTerminal()
	s.decoder.Expire(s.now, s.emit)
	s.feed("\x1b")
	s.decoder.Expire(s.now.Add(keyWait-1), s.emit)
	if got := s.got(); got != "" {
		t.Errorf("too early: %q", got)
	}
	s.feed("[A")
	if got := s.got(); got != "up" {
		t.Errorf("the rest: %q", got)
	}
	if at, ok := s.decoder.Deadline(); ok {
		t.Errorf("a deadline at %v", at)
	}
}

// TestLatePieceIsNotLate: bytes that arrived in time are not late because they were read late.
func TestLatePieceIsNotLate(t *testing.T) {
	s := newTerminal()
	s.feed("\x1b")
	s.now = s.now.Add(time.Minute)
	s.feed("[A")
	if got := s.got(); got != "up" {
		t.Errorf("got %q", got)
	}
}

// TestLongPaste pastes the maximum size, in reads of any size, and one byte more.
func TestLongPaste(t *testing.T) {
	text := strings.Repeat("7001,", MaxPaste/5+1)[:MaxPaste]
	for _, read := range []int{MaxPaste, 257} {
		s := newTerminal()
		rest := "\x1b[200~" + text + "\x1b[201~j"
		for len(rest) > 0 {
			n := min(read, len(rest))
			s.feed(rest[:n])
			s.after(time.Millisecond)
			rest = rest[n:]
		}
		// The user is told if a paste takes more than a second.
		s.presses = slices.DeleteFunc(s.presses, func(press keymsg.Press) bool { return press.Msg == keymsg.Unended{Paste: true} })
		if len(s.presses) != 2 || describe(s.presses[1].Msg) != "j" {
			t.Fatalf("%d presses", len(s.presses))
		}
		if key := s.presses[0].Msg.(tea.KeyMsg); !key.Paste || string(key.Runes) != text {
			t.Errorf("a paste of %d characters", len(key.Runes))
		}
	}
	s := newTerminal()
	s.feed("\x1b[200~" + text + "s")
	s.feed(text)
	if held := cap(s.decoder.paste.text); held > 0 {
		t.Errorf("%d bytes are held of a paste that will be refused", held)
	}
	s.feed("\x1b[201~j")
	if got := s.got(); got != "refused:4194304 j" {
		t.Errorf("one byte more: %q", got)
	}
	s.feed("\x1b[200~short\x1b[201~")
	if got := s.got(); got != "paste:short" {
		t.Errorf("a short one after it: %q", got)
	}
	if s.decoder.paste.text != nil {
		t.Error("the paste is kept")
	}
}

// TestPasteBeforeTheFirstFrame: such a paste is swallowed whole and not even held.
func TestPasteBeforeTheFirstFrame(t *testing.T) {
	s := newTerminal()
	s.frame = 0
	s.feed("\x1b[200~sx")
	s.frame = 1
	s.feed("pr")
	if s.decoder.paste.text != nil {
		t.Error("a paste is held that no one will get")
	}
	s.feed("\x1b[201~j")
	if got := s.got(); got != "j" {
		t.Errorf("got %q", got)
	}
}

// TestSequencesAreBounded feeds endless sequences: no memory grows, and their end ends them.
func TestSequencesAreBounded(t *testing.T) {
	for _, test := range []struct{ begun, end string }{{"\x1b[", "A"}, {"\x1bO", "A"}, {"\x1b]", "\x07"}, {"\x1b[1", "u"}} {
		s := newTerminal()
		s.feed(test.begun + strings.Repeat("1", 1<<20))
		if held := cap(s.decoder.held); held > 2*maxParameters {
			t.Errorf("%q: %d bytes are held", test.begun, held)
		}
		s.feed(test.end + "j")
		if got := s.got(); got != "j" {
			t.Errorf("%q: %q", test.begun, got)
		}
	}
	s := newTerminal()
	s.feed("\x1b[" + strings.Repeat("0", maxParameters-1) + "5~\x1b[" + strings.Repeat("0", maxParameters) + "5~")
	if got := s.got(); got != "pgup" {
		t.Errorf("the longest parameters: %q", got)
	}
}

// TestFeedKeepsNothing overwrites the bytes of a read before the next one.
func TestFeedKeepsNothing(t *testing.T) {
	d, buffer, names := New(), []byte("\x1b[200~ab"), []string(nil)
	emit := func(press keymsg.Press) { names = append(names, describe(press.Msg)) }
	now := time.Date(2026, 11, 30, 14, 2, 10, 0, time.UTC)
	d.Feed(now, 1, buffer, emit)
	copy(buffer, "\x1b[201~cd")
	d.Feed(now, 1, buffer, emit)
	copy(buffer, "xxxxxxxx")
	if got := strings.Join(names, " "); got != "paste:ab c d" {
		t.Errorf("got %q", got)
	}
}
