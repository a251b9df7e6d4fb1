package input

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// gaps holds pauses between two reads: those of a fast terminal, of a busy machine, and of a network that sends a
// lost packet again.
var gaps = []time.Duration{0, 3 * time.Millisecond, 30 * time.Millisecond, 80 * time.Millisecond, 200 * time.Millisecond, 400 * time.Millisecond}

// cut returns the meaning of a sequence whose rest arrives after a gap. A gap changes the meaning only if the
// beginning is a key when nothing follows for 50 ms.
func cut(row row, at int, gap time.Duration) string {
	if gap < keyWait {
		return row.means
	}
	beginning, rest := row.bytes[:at], row.bytes[at:]
	// The meaning of the beginning that became a key, and of the rest, which is swallowed unless it is a paste.
	swallowed := func(key string) string {
		if i := strings.Index(row.means, "paste:"); i >= 0 {
			return key + " " + row.means[i:]
		}
		return key
	}
	switch beginning {
	case "\x1b":
		if strings.IndexByte("[O]PX^_", rest[0]) >= 0 {
			return swallowed("esc")
		}
		// ESC and a key, or ESC and a complete sequence: two presses, as if a user had pressed them.
		return strings.Join(strings.Fields("esc "+meaning(rest)), " ")
	case "\x1b\x1b":
		return swallowed("alt+esc")
	case "\x1b[", "\x1bO", "\x1bP", "\x1bX", "\x1b]", "\x1b^", "\x1b_":
		return swallowed("alt+" + beginning[1:])
	case "\x1b\x1b[", "\x1b\x1bO":
		return swallowed("esc alt+" + beginning[2:])
	case "\x1b\x1b]":
		return "esc alt+]"
	case "\x1b[4$":
		return "shift+end"
	case "\x1b[O":
		return "blur"
	case "\x1b\x1b[O":
		return "esc blur"
	}
	return row.means
}

// meaning returns the meaning of bytes that are read at once.
func meaning(bytes string) string {
	s := newTerminal()
	s.feed(bytes)
	s.after(pause)
	return s.got()
}

// TestCut cuts each sequence everywhere, after as many bytes as a read may contain, and feeds the rest later. Only
// its meaning comes out, and keys before and after it are those keys.
func TestCut(t *testing.T) {
	behind := map[int]Decoder{}
	for _, offset := range []int{0, 128, 256, 512, 1024, 4096} {
		for _, row := range slices.Concat(table, alone) {
			for at := 1; at < len(row.bytes); at++ {
				front := max(offset-at, 0)
				if _, ok := behind[front]; !ok {
					behind[front] = behindKeys(t, front)
				}
				for _, gap := range gaps {
					checkCut(t, row, at, gap, front, behind[front])
				}
			}
		}
	}
}

// behindKeys returns a Decoder that has read that many keys at once.
func behindKeys(t *testing.T, n int) Decoder {
	t.Helper()
	s := newTerminal()
	s.feed(strings.Repeat("j", n))
	if got, want := s.got(), strings.TrimSpace(strings.Repeat("j ", n)); got != want {
		t.Fatalf("%d keys became %q", n, got)
	}
	return *s.decoder
}

func checkCut(t *testing.T, row row, at int, gap time.Duration, front int, decoder Decoder) {
	t.Helper()
	s := newTerminal()
	s.decoder = &decoder
	s.feed(row.bytes[:at])
	s.after(gap)
	s.feed(row.bytes[at:])
	s.after(pause)
	s.feed("k")
	want := strings.TrimSpace(cut(row, at, gap) + " k")
	if got := s.got(); got != want {
		t.Errorf("%q, cut after %d bytes, %d keys before, the rest %v later: got %q, want %q", row.bytes, at, front, gap, got, want)
	}
}

// TestCutInOneRead is TestCut with keys and the beginning of the sequence in one read, and with its rest and keys in
// another, at one place of each sequence.
func TestCutInOneRead(t *testing.T) {
	for _, offset := range []int{128, 256, 512, 1024, 4096} {
		for i, row := range slices.Concat(table, alone) {
			if len(row.bytes) == 1 {
				continue
			}
			at := 1 + i%(len(row.bytes)-1)
			keys := strings.Repeat("j", max(offset-at, 0))
			s := newTerminal()
			s.feed(keys + row.bytes[:at])
			s.after(30 * time.Millisecond)
			if rest := row.bytes[at:]; i < len(table) {
				s.feed(rest + keys)
			} else {
				s.feed(rest)
				s.after(pause)
				s.feed(keys)
			}
			names := strings.TrimSpace(strings.Repeat("j ", len(keys)))
			want := strings.Join(strings.Fields(names+" "+row.means+" "+names), " ")
			if got := s.got(); got != want {
				t.Errorf("%q, cut after %d bytes, %d keys before and after: got %d bytes of names, want %d", row.bytes, at, len(keys), len(got), len(want))
			}
		}
	}
}

// TestByteByByte sends each sequence one byte at a time.
func TestByteByByte(t *testing.T) {
	for _, row := range slices.Concat(table, alone, torn) {
		for _, gap := range gaps[:3] {
			s := newTerminal()
			for i := range len(row.bytes) {
				s.after(gap)
				s.feed(row.bytes[i : i+1])
			}
			s.after(pause)
			if got := withoutNotes(s.got()); got != row.means {
				t.Errorf("%q, %v between bytes: got %q, want %q", row.bytes, gap, got, row.means)
			}
		}
	}
}
