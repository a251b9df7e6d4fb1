package cell_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"capdeck/ui/cell"
)

const (
	red  = "\x1b[31m"
	bold = "\x1b[1m"
)

func TestLine(t *testing.T) {
	tests := []struct {
		name  string
		width int
		build func(line *cell.Line)
		fill  string
		want  string
	}{
		{"empty", 3, func(*cell.Line) {}, "", "   "},
		{"no width", 0, func(line *cell.Line) { line.Text(red, "x") }, red, ""},
		{"negative width", -4, func(line *cell.Line) { line.Text(red, "x") }, "", ""},
		{"plain", 6, func(line *cell.Line) { line.Text("", "7001") }, "", "7001  "},
		{"neighbours share a style", 6, func(line *cell.Line) {
			line.Text(red, "ab")
			line.Field(red, "c", 2)
			line.Text("", "d")
		}, "", red + "abc " + cell.Reset + "d "},
		{"style to the end", 4, func(line *cell.Line) { line.Text(red, "ab") }, red, red + "ab  " + cell.Reset},
		{"style to style", 4, func(line *cell.Line) {
			line.Text(red, "ab")
			line.Text(bold, "cd")
		}, "", red + "ab" + cell.Reset + bold + "cd" + cell.Reset},
		{"cut by the line", 5, func(line *cell.Line) {
			line.Text("", "abc")
			line.Field(red, "defgh", 5)
			line.Text(bold, "nothing of this")
		}, "", "abc" + red + "d…" + cell.Reset},
		{"right", 6, func(line *cell.Line) {
			line.FieldRight("", "9s", 4)
			line.FieldRight("", "12345", 2)
		}, "", "  9s1…"},
		{"space", 4, func(line *cell.Line) {
			line.Space("", 2)
			line.Text("", "x")
			line.Space("", -1)
		}, "", "  x "},
		{"rule", 5, func(line *cell.Line) { line.Repeat(red, "─", 9) }, "", red + "─────" + cell.Reset},
		{"wide rule", 5, func(line *cell.Line) { line.Repeat("", "北", 5) }, "", "北北 "},
		{"network text is reduced", 8, func(line *cell.Line) { line.Text("", "\x1b]0;x\a") }, "", "␛]0;x␇  "},
		{"network text is reduced in a rule", 3, func(line *cell.Line) { line.Repeat("", "\n", 3) }, "", "␊␊␊"},
		{"last cell blank beside a vowel sign", 3, func(line *cell.Line) {
			line.Text("", "नि")
			line.Text(red, "x")
		}, "", "नि" + red + " " + cell.Reset},
		{"last cell blank beside two letters in one", 3, func(line *cell.Line) {
			line.Text("", "\u0915\u094d\u0937")
			line.Text(red, "x")
		}, "", "\u0915\u094d\u0937" + red + " " + cell.Reset},
		{"last cell kept beside an accent", 3, func(line *cell.Line) {
			line.Text("", "u\u0308")
			line.Text(red, "xy")
		}, "", "u\u0308" + red + "xy" + cell.Reset},
		{"vowel sign itself last", 2, func(line *cell.Line) { line.Text("", "नि") }, "", "  "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var line cell.Line
			line.Start([]byte("> "), test.width, "…")
			test.build(&line)
			if got := string(line.End(test.fill)); got != "> "+test.want {
				t.Errorf("line is %+q, want %+q", got, "> "+test.want)
			}
		})
	}
}

func TestLineCountsCells(t *testing.T) {
	var line cell.Line
	line.Start(nil, 10, "…")
	line.Text(red, "北京")
	line.Text("", "e\u0301")
	if line.Used() != 5 || line.Rest() != 5 {
		t.Errorf("used %d, rest %d, want 5 and 5", line.Used(), line.Rest())
	}
}

func TestLineDoesNotAllocate(t *testing.T) {
	dst := make([]byte, 0, 1024)
	var line cell.Line
	n := testing.AllocsPerRun(20, func() {
		line.Start(dst, 80, "…")
		line.Field(red, "● REC", 10)
		line.Field("", "A. Ødegård \x1b", 10)
		line.Repeat("", "─", 50)
		line.End("")
	})
	if n != 0 {
		t.Errorf("building a line allocates %v times", n)
	}
}

// TestPlainMarks holds Bubble Tea's measure of a line with marks that keep their last cell against ours.
func TestPlainMarks(t *testing.T) {
	kept := 0
	for char := rune(0x300); char < 0x10000; char++ {
		if !unicode.Is(unicode.Mn, char) {
			continue
		}
		var line cell.Line
		line.Start(nil, 3, "…")
		line.Text("", "a"+string(char)+"bc")
		text := string(line.End(""))
		if !strings.HasSuffix(text, "c") {
			continue
		}
		kept++
		if width := ansi.StringWidth(text); width != 3 && line.Used() == 3 {
			t.Errorf("%+q has 3 cells, and Bubble Tea measures %d", text, width)
		}
	}
	if kept < 100 {
		t.Errorf("only %d marks leave the last cell of their line", kept)
	}
}
