package tlog

import (
	"strings"
	"testing"

	"capdeck/tlibconn/wire"
)

// firstUnknown is the first number after the table of attributes.
const firstUnknown = 153

// A dump has one line for every 16 bytes, without an empty line at the end.
func TestDumpOfWholeLines(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 1, 15: 1, 16: 1, 17: 2, 32: 2} {
		text := string(AppendUndecodable(nil, &wire.Message{}, "bad", make([]byte, n), 0))
		if got := strings.Count(text, "\n") - 1; got != want {
			t.Errorf("%d bytes take %d lines, want %d", n, got, want)
		}
	}
	for most, want := range map[int]string{15: "\t1 bytes more\n", 16: "00 00\n", 17: "00 00\n"} {
		if text := string(AppendUndecodable(nil, &wire.Message{}, "bad", make([]byte, 16), most)); !strings.HasSuffix(text, want) {
			t.Errorf("at most %d bytes: %q", most, text)
		}
	}
	if got, want := textOf(wire.IntAttribute(wire.AttributeID(firstUnknown), 1)), "\t"+wire.AttributeID(firstUnknown).String()+"\t1\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A value that is shown whole has no dots at its end, and half a UTF-16 unit is
// omitted.
func TestValuesThatEnd(t *testing.T) {
	for n, dots := range map[int]bool{shownBinary - 1: false, shownBinary: false, shownBinary + 1: true} {
		if got := textOf(wire.BinaryAttribute(wire.AttributeInputMask, make([]byte, n))); strings.HasSuffix(got, "..\n") != dots {
			t.Errorf("%d bytes are shown as %q", n, got)
		}
	}
	for text, want := range map[string]string{"": "", "\x00": "", "\x00a": "a", "\x00a\x00": "a"} {
		if got := string(appendUnicode(nil, []byte(text))); got != "'"+want+"'" {
			t.Errorf("% x is shown as %s", text, got)
		}
	}
}
