package input

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// script interprets bytes as a script: what a terminal sends, and how it is divided.
type script []byte

// next returns the next byte modulo n, 0 at the end.
func (s *script) next(n int) int {
	if len(*s) == 0 {
		return 0
	}
	b := (*s)[0]
	*s = (*s)[1:]
	return int(b) % n
}

// keys are the keys pressed between the sequences: the commands.
var keys = strings.Split("s x p r u y Y n j k G 1 8 / + - : ? q space enter tab", " ")

func bytesOf(key string) string {
	switch key {
	case "space":
		return " "
	case "enter":
		return "\r"
	case "tab":
		return "\t"
	}
	return key
}

// FuzzWhatWentInComesOut builds an input of complete sequences and keys, cuts it anywhere, and feeds the pieces with
// pauses as short as those of a terminal. The presses that come out are those that went in. Only after bytes that
// are a key because nothing follows is there a longer pause.
func FuzzWhatWentInComesOut(f *testing.F) {
	for _, seed := range []string{"", "sxpr", "\x00\x01\x02\x03\x04\x05\x06\x07\x08", strings.Repeat("\x03A\x11\x81\x07", 40)} {
		f.Add([]byte(seed))
	}
	sequences := slices.Concat(table, alone)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, play := newTerminal(), script(data)
		var want []string
		for len(play) > 0 {
			var text strings.Builder
			lonely := false
			for range 1 + play.next(30) {
				if play.next(2) == 0 {
					key := keys[play.next(len(keys))]
					text.WriteString(bytesOf(key))
					want = append(want, key)
					continue
				}
				index := play.next(256) + play.next(2)*256
				chosen := sequences[index%len(sequences)]
				text.WriteString(chosen.bytes)
				want = append(want, strings.Fields(chosen.means)...)
				if lonely = index%len(sequences) >= len(table); lonely {
					break
				}
			}
			for rest := text.String(); rest != ""; {
				n := min(1+play.next(300), len(rest))
				s.feed(rest[:n])
				if rest = rest[n:]; rest != "" {
					s.after([]time.Duration{0, 3 * time.Millisecond, 30 * time.Millisecond}[play.next(3)])
				}
			}
			if lonely {
				s.after(pause)
			}
		}
		s.after(pause)
		if got := withoutNotes(s.got()); got != strings.Join(want, " ") {
			t.Errorf("got  %s\nwant %s", got, strings.Join(want, " "))
		}
	})
}

// FuzzCut feeds arbitrary bytes, whole and in two pieces: the result is the same, no key occurs twice or is lost,
// and nothing is held forever.
func FuzzCut(f *testing.F) {
	for _, row := range slices.Concat(table, alone, torn) {
		f.Add([]byte(row.bytes+"s"), uint16(1))
	}
	f.Fuzz(func(t *testing.T, data []byte, at uint16) {
		want := withoutNotes(meaning(string(data)))
		s := newTerminal()
		n := min(int(at), len(data))
		s.feed(string(data[:n]))
		s.after(30 * time.Millisecond)
		s.feed(string(data[n:]))
		s.after(pause)
		if got := withoutNotes(s.got()); got != want {
			t.Errorf("cut after %d bytes: got %q, want %q", n, got, want)
		}
		if _, ok := s.decoder.Deadline(); ok {
			t.Error("something is held for ever")
		}
	})
}
