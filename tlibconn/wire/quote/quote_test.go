package quote

import (
	"testing"
)

func TestUnsafeRunes(t *testing.T) {
	unsafe := map[rune]bool{
		0: true, 0x1f: true, 0x20: false, 0x7e: false, 0x7f: true, 0x80: true, 0x9f: true, 0xa0: false,
		0x2027: false, 0x2028: true, 0x202e: true, 0x202f: false, 0x2065: false, 0x2066: true, 0x2069: true, 0x206a: false,
		0x061c: true, 0x200e: true, 0x200f: true, 0xfeff: true,
	}
	for r, want := range unsafe {
		if IsUnsafe(r) != want {
			t.Errorf("%U is unsafe: %t", r, !want)
		}
	}
	for text, want := range map[string]string{"\x7f": `\u007f`, "\x80": `\x80`, "\u0080": `\u0080`, "\xbf": `\xbf`} {
		if got := string(AppendEscaped(nil, []byte(text), '\'')); got != want {
			t.Errorf("%q is written as %s, want %s", text, got, want)
		}
	}
}
