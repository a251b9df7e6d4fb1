package cell_test

import (
	"strings"
	"testing"
	"unicode"

	"capdeck/ui/cell"
)

func TestASCII(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"Lee \x1b[1;38;5;117m7001\x1b[0m", "Lee \x1b[1;38;5;117m7001\x1b[0m"},
		{"A. Ødegård", "A. Odegard"},
		{"Zoe\u0308 Zoë", "Zoe Zoe"},
		{"Łukasz Ñandú, “Æ” – ß", "Lukasz Nandu, \"A\" - s"},
		{"北京-01", "????-01"},
		{"한국", "????"},
		{"Ω Жук", "? ???"},
		{"मि", "??"},
		{"␛[31m�", "?[31m?"},
		{"◌\u0301", "?"},
	}
	for _, test := range tests {
		if got := string(cell.ASCII(nil, []byte(test.text))); got != test.want {
			t.Errorf("ASCII(%+q) = %+q, want %+q", test.text, got, test.want)
		}
	}
}

// TestASCIIKeepsCells compares widths on every code point, alone and after a letter.
func TestASCIIKeepsCells(t *testing.T) {
	for char := rune(0); char <= unicode.MaxRune; char++ {
		for _, text := range []string{cell.Clean(string(char)), cell.Clean("ก" + string(char))} {
			got := string(cell.ASCII(nil, []byte(text)))
			if len(got) != cell.Width(text) || strings.ContainsFunc(got, func(r rune) bool { return r < 0x20 || r > 0x7e }) {
				t.Fatalf("%U: %+q of %d cells becomes %+q", char, text, cell.Width(text), got)
			}
		}
	}
}
