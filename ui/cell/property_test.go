package cell_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/rivo/uniseg"

	"capdeck/ui/cell"
)

// TestRunesMeasureAlike compares, for every code point, the width in this package with uniseg, with the measure of
// Bubble Tea's renderer, and with wcwidth.
func TestRunesMeasureAlike(t *testing.T) {
	failures := 0
	for char := rune(0); char <= unicode.MaxRune; char++ {
		clean := cell.Clean(string(char))
		width := cell.Width(clean)
		grapheme := uniseg.StringWidth(clean)
		if last, _ := utf8.DecodeLastRuneInString(clean); unicode.Is(unicode.Other_Grapheme_Extend, last) {
			// uniseg counts no cell for these marks, terminals one.
			grapheme++
		}
		if renderer, wcwidth := ansi.StringWidth(clean), ansi.StringWidthWc(clean); width != grapheme || width != wcwidth || renderer > width {
			t.Errorf("%U is shown as %+q: counted %d, uniseg %d, renderer %d, wcwidth %d", char, clean, width, grapheme, renderer, wcwidth)
			failures++
		}
		if failures > 20 {
			t.Fatal("more than 20 code points differ; stopped")
		}
	}
}

// TestClustersAreUnisegs asserts that no cut can fall inside a cluster: this package joins every rune that uniseg
// joins to a letter.
func TestClustersAreUnisegs(t *testing.T) {
	for char := rune(0); char <= unicode.MaxRune; char++ {
		for _, pair := range []string{cell.Clean("ก" + string(char)), cell.Clean(string(char) + "ก")} {
			checkCuts(t, pair)
		}
	}
}

// checkCuts asserts, for each width, that Cut's result ends on a border between clusters of clean text.
func checkCuts(t *testing.T, clean string) {
	t.Helper()
	borders := map[int]bool{0: true}
	rest, state, at := clean, -1, 0
	for rest != "" {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		at += len(cluster)
		borders[at] = true
	}
	for width := range min(cell.Width(clean), 100) {
		if cut := cell.Cut(clean, width, ""); !strings.HasPrefix(clean, cut) || !borders[len(cut)] {
			t.Errorf("Cut(%+q, %d) = %+q splits a cluster", clean, width, cut)
		}
	}
}

func FuzzSanitise(f *testing.F) {
	for _, seed := range []string{
		"7001", "A. Ødegård", "北京-01", "\x1b[31m\x9b\u009b", "\u202e\u2066\ufeff", "👨\u200d👩\u200d👧🇫🇷👍\U0001f3fd❤\ufe0f1\ufe0f\u20e3",
		"e" + strings.Repeat("\u0301", 20), "\u1112\u1161\u11ab가\u11a8", "कि বা ｶﾞ กำ", "\xe5\x8c\xff\xc0\x80", "\u0600a", "\u0d4eക",
	} {
		f.Add([]byte(seed), 7)
	}
	f.Fuzz(func(t *testing.T, text []byte, width int) {
		clean := string(cell.Sanitise(nil, text))
		checkSafe(t, clean)
		if again := cell.Clean(clean); again != clean {
			t.Errorf("cleaning %+q again gives %+q", clean, again)
		}
		if got := cell.Clean(string(text)); got != clean {
			t.Errorf("Clean gives %+q, Sanitise %+q", got, clean)
		}
		cells := cell.Width(clean)
		if raw, wcwidth := cell.Width(string(text)), ansi.StringWidthWc(clean); raw != cells || wcwidth != cells {
			t.Errorf("%+q: Width %d, before reduction %d, wcwidth %d", clean, cells, raw, wcwidth)
		}
		if renderer := ansi.StringWidth(clean); renderer > cells {
			t.Errorf("%+q: the renderer counts %d cells, we count %d", clean, renderer, cells)
		}
		checkCuts(t, clean)
		width = int(uint(width) % 200)
		fit := cell.Fit(string(text), width, "…")
		checkSafe(t, fit)
		if got := cell.Width(fit); got != width {
			t.Errorf("Fit to %d has %d cells: %+q", width, got, fit)
		}
		checkLine(t, string(text), width)
	})
}

// checkLine asserts that a line with text has exactly its width, both here and in the renderer, which would cut or
// erase it.
func checkLine(t *testing.T, text string, width int) {
	t.Helper()
	var line cell.Line
	line.Start(nil, width, "…")
	line.Text("\x1b[1m", text)
	line.FieldRight("", text, 9)
	built := ansi.Strip(string(line.End("")))
	checkSafe(t, built)
	if got := ansi.StringWidthWc(built); got != width {
		t.Errorf("a line of %d cells has %d: %+q", width, got, built)
	}
	renderer := ansi.StringWidth(built)
	if renderer > width {
		t.Errorf("the renderer would cut the line, %d cells for %d: %+q", renderer, width, built)
	}
	if renderer < width && !strings.HasSuffix(built, " ") {
		t.Errorf("the renderer would erase the last character of %+q", built)
	}
}

// checkSafe asserts that text which leaves this package is safe.
func checkSafe(t *testing.T, clean string) {
	t.Helper()
	if !utf8.ValidString(clean) {
		t.Errorf("%+q is not UTF-8", clean)
	}
	for _, char := range clean {
		switch {
		case char < 0x20, char >= 0x7f && char <= 0x9f:
			t.Errorf("control character %U in %+q", char, clean)
		case unicode.In(char, unicode.Bidi_Control, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector):
			t.Errorf("unseen character %U in %+q", char, clean)
		}
	}
}

func BenchmarkFitASCII(b *testing.B) {
	dst := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		dst = cell.AppendFit(dst[:0], "talking +33123456", 20, "…")
	}
}

func BenchmarkFitNames(b *testing.B) {
	dst := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		dst = cell.AppendFit(dst[:0], "A. Ødegård 北京-01 ●", 20, "…")
	}
}

func BenchmarkCleanASCII(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		cell.Clean("talking +33123456")
	}
}

func BenchmarkLine(b *testing.B) {
	dst := make([]byte, 0, 1024)
	var line cell.Line
	b.ReportAllocs()
	for b.Loop() {
		line.Start(dst[:0], 120, "…")
		line.Field("", "7001", 10)
		line.Field("", "A. Ødegård", 16)
		line.Field("\x1b[38;5;1m", "● REC", 15)
		line.Field("", "12m", 7)
		line.Field("", "talking +33123456", 21)
		line.Field("", "006f01b2c3d4e5f6", 19)
		line.Text("", "start confirmed 84 ms")
		dst = line.End("")
	}
}
