package cell_test

import (
	"strings"
	"testing"

	"capdeck/ui/cell"
)

func TestClean(t *testing.T) {
	tests := []struct {
		name, text, want string
		width            int
	}{
		{"empty", "", "", 0},
		{"ASCII", "DN 7001 ~", "DN 7001 ~", 9},
		{"escape sequence", "\x1b[31mred\x1b[0m", "␛[31mred␛[0m", 12},
		{"window title", "\x1b]0;owned\x07", "␛]0;owned␇", 10},
		{"line ends and tab", "a\r\nb\tc", "a␍␊b␉c", 6},
		{"NUL and DEL", "\x00\x7f", "␀␡", 2},
		{"C1 as UTF-8", "a\u009b31mb", "a\ufffd31mb", 6},
		{"C1 as a byte", "a\x9b31mb", "a\ufffd31mb", 6},
		{"cut off UTF-8", "a\xe5\x8c", "a\ufffd\ufffd", 3},
		{"overlong UTF-8", "\xc0\x80", "\ufffd\ufffd", 2},
		{"surrogate", "\xed\xa0\x80", "\ufffd\ufffd\ufffd", 3},
		{"bidi override", "a\u202egpj.exe", "a\ufffdgpj.exe", 9},
		{"bidi marks", "\u061c\u200e\u200f\u2066\u2069", strings.Repeat("\ufffd", 5), 5},
		{"BOM, soft hyphen, zero-width space", "\ufeffa\u00adb\u200b", "\ufffda\ufffdb\ufffd", 5},
		{"line and paragraph separator", "a\u2028b\u2029", "a\ufffdb\ufffd", 4},
		{"tag characters", "a\U000e0041\U000e007f", "a\ufffd\ufffd", 3},
		{"noncharacter and unassigned", "\uffff\u0378", "\ufffd\ufffd", 2},
		{"Hangul filler", "\u3164", "\ufffd", 1},
		{"Latin", "A. Ødegård", "A. Ødegård", 10},
		{"Chinese", "北京-01", "北京-01", 7},
		{"composed and combining accent", "\u00e9e\u0301", "\u00e9e\u0301", 2},
		{"wide with mark", "北\u0301", "北\u0301", 2},
		{"mark alone", "\u0301", "◌\u0301", 1},
		{"enclosing keycap", "1\ufe0f\u20e3", "1\u20e3", 1},
		{"Arabic", "محمد", "محمد", 4},
		{"Hebrew with points", "שָׁלוֹם", "שָׁלוֹם", 4},
		{"Persian with non-joiner", "می\u200cخواهم", "میخواهم", 7},
		{"joiner after ASCII", "a\u200db", "a\ufffdb", 3},
		{"Thai with SARA AM", "กำก้", "กำก้", 3},
		{"Devanagari vowel sign", "नि", "नि", 2},
		{"Bengali AA, a mark that occupies a cell", "বা", "বা", 2},
		{"halfwidth katakana with voicing", "ｶﾞ", "ｶﾞ", 2},
		{"conjoining jamo", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국", 4},
		{"open syllable", "\u1100\u1161", "가", 2},
		{"open syllable and final", "가\u11a8", "각", 2},
		{"final after a closed syllable", "각\u11a8", "각\ufffd", 3},
		{"jamo that spell nothing", "\u1100\u1100\u1161\u1161", "\ufffd가\ufffd", 4},
		{"emoji", "😀", "😀", 2},
		{"heart as emoji", "❤\ufe0f", "❤", 1},
		{"selector alone", "\ufe0f", "\ufffd", 1},
		{"skin tone", "👍\U0001f3fd", "👍", 2},
		{"skin tone alone", "a\U0001f3fd", "a\ufffd", 2},
		{"family", "👨\u200d👩\u200d👧", "👨👩👧", 6},
		{"flag", "🇫🇷", "FR", 2},
		{"half a flag", "🇫x", "Fx", 2},
		{"disputed width", "⸻", "\ufffd", 1},
		{"glyphs of the board", "● REC ‖ ○ … ─", "● REC ‖ ○ … ─", 13},
		{"marks without end", "e" + strings.Repeat("\u0301", 9), "e" + strings.Repeat("\u0301", 8), 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := cell.Clean(test.text); got != test.want {
				t.Errorf("Clean(%+q) = %+q, want %+q", test.text, got, test.want)
			}
			if got := string(cell.Sanitise([]byte("x"), []byte(test.text))); got != "x"+test.want {
				t.Errorf("Sanitise(%+q) = %+q, want %+q", test.text, got, "x"+test.want)
			}
			if got := cell.Width(test.text); got != test.width {
				t.Errorf("Width(%+q) = %d, want %d", test.text, got, test.width)
			}
		})
	}
}

func TestCutAndFit(t *testing.T) {
	tests := []struct {
		name, text string
		width      int
		ellipsis   string
		cut, fit   string
	}{
		{"fits exactly", "7001", 4, "…", "7001", "7001"},
		{"shorter", "7001", 6, "…", "7001", "7001  "},
		{"longer", "+4420712345", 6, "…", "+4420…", "+4420…"},
		{"longer, ASCII ellipsis", "+4420712345", 6, "~", "+4420~", "+4420~"},
		{"no room for more than the ellipsis", "abc", 1, "…", "…", "…"},
		{"ellipsis wider than the width", "abc", 2, "...", "ab", "ab"},
		{"no ellipsis", "abc", 2, "", "ab", "ab"},
		{"nothing", "abc", 0, "…", "", ""},
		{"negative", "abc", -3, "…", "", ""},
		{"wide fits", "北京", 4, "…", "北京", "北京"},
		{"wide would be split", "北京", 3, "…", "北…", "北…"},
		{"wide would be split, cell left", "北京站", 4, "…", "北…", "北… "},
		{"wide alone in one cell", "北", 1, "", "", " "},
		{"mark stays with its letter", "e\u0301e\u0301e\u0301", 2, "…", "e\u0301…", "e\u0301…"},
		{"mark after the last ASCII cell", "ab\u0301c", 2, "…", "a…", "a…"},
		{"mark ends the text at the border", "ab\u0301", 2, "…", "ab\u0301", "ab\u0301"},
		{"vowel sign stays with its letter", "निनि", 3, "…", "नि…", "नि…"},
		{"vowel sign is not cut off", "निनि", 2, "…", "…", "… "},
		{"control characters are reduced", "\x1b[2J", 3, "…", "␛[…", "␛[…"},
		{"family is cut between emoji", "👨\u200d👩\u200d👧", 5, "…", "👨👩…", "👨👩…"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := cell.Cut(test.text, test.width, test.ellipsis); got != test.cut {
				t.Errorf("Cut = %+q, want %+q", got, test.cut)
			}
			if got := cell.Fit(test.text, test.width, test.ellipsis); got != test.fit {
				t.Errorf("Fit = %+q, want %+q", got, test.fit)
			}
			right := strings.Repeat(" ", max(0, test.width-cell.Width(test.cut))) + test.cut
			if got := string(cell.AppendFitRight([]byte("x"), test.text, test.width, test.ellipsis)); got != "x"+right {
				t.Errorf("AppendFitRight = %+q, want %+q", got, "x"+right)
			}
		})
	}
}

func TestPad(t *testing.T) {
	for text, want := range map[string]string{"": "     ", "北": "北   ", "longer than": "longer than", "\n": "␊    "} {
		if got := cell.Pad(text, 5); got != want {
			t.Errorf("Pad(%q, 5) = %q, want %q", text, got, want)
		}
	}
	if got := cell.Pad("", 200); got != strings.Repeat(" ", 200) {
		t.Errorf("Pad to 200 cells gave %d bytes", len(got))
	}
}

func TestCleanTextIsReturnedAsItIs(t *testing.T) {
	for _, text := range []string{"Lee, talking +33123456", "A. Ødegård", "北京-01"} {
		if n := testing.AllocsPerRun(20, func() { cell.Clean(text) }); n != 0 {
			t.Errorf("Clean(%q) allocates %v times", text, n)
		}
	}
}

func TestAppendingDoesNotAllocate(t *testing.T) {
	dst := make([]byte, 0, 4096)
	name, dirty := []byte("Lee"), strings.Repeat("北\x1b\u0301", 1000)
	n := testing.AllocsPerRun(20, func() {
		out := cell.Sanitise(dst, name)
		out = cell.AppendFit(out, "A. Ødegård", 8, "…")
		out = cell.AppendFit(out, dirty, 20, "…")
		cell.AppendFitRight(out, dirty, 20, "…")
		cell.Width(dirty)
	})
	if n != 0 {
		t.Errorf("appending allocates %v times", n)
	}
}
