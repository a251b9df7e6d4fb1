package cell_test

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"capdeck/ui/cell"
	"capdeck/ui/internal/screentest"
)

// breakCase is a line of Unicode's GraphemeBreakTest.txt: a text, and the byte positions between its clusters.
type breakCase struct {
	line    string
	text    string
	borders map[int]bool
}

func breakCases(t *testing.T) []breakCase {
	t.Helper()
	file, err := os.Open("testdata/GraphemeBreakTest.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []breakCase
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		all = append(all, readBreakCase(t, lines.Text()))
	}
	if err = lines.Err(); err != nil || len(all) != 602 {
		t.Fatalf("%d cases, want 602: %v", len(all), err)
	}
	return all
}

func readBreakCase(t *testing.T, line string) breakCase {
	t.Helper()
	c := breakCase{line: line, borders: map[int]bool{}}
	for _, word := range strings.Fields(line) {
		switch word {
		case "÷":
			c.borders[len(c.text)] = true
		case "×":
		default:
			char, err := strconv.ParseUint(word, 16, 32)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			c.text += string(rune(char))
		}
	}
	return c
}

// TestGraphemeBreaks uses every text of Unicode's own test, alone and between letters: it is drawn as wide as it is
// measured, and a cut or padded text has exactly the requested width.
func TestGraphemeBreaks(t *testing.T) {
	screen := screentest.New(80, 2)
	for _, c := range breakCases(t) {
		placed := func(text string, cells int) {
			t.Helper()
			checkPlaced(t, screen, c.line, text, cells)
		}
		for _, text := range []string{c.text, "a" + c.text + "b", "北" + c.text + "京", c.text + c.text} {
			clean := cell.Clean(text)
			cells := cell.Width(text)
			if got := cell.Width(clean); got != cells || cell.Clean(clean) != clean {
				t.Errorf("%s: %+q is measured as %d, its reduced form %+q as %d", c.line, text, cells, clean, got)
			}
			checkCuts(t, clean)
			placed(clean, cells)
			for width := range cells + 3 {
				placed(cell.Fit(text, width, "…"), width)
				placed(cell.Fit(text, width, ""), width)
				placed(string(cell.AppendFitRight(nil, text, width, "…")), width)
				if cut := cell.Cut(text, width, "…"); cell.Width(cut) > width {
					t.Errorf("%s: cut to %d cells it has %d: %+q", c.line, width, cell.Width(cut), cut)
				}
				checkLine(t, text, width)
			}
		}
	}
}

// checkPlaced writes text to a terminal, followed by a sign that must be in the column cells.
func checkPlaced(t *testing.T, screen *screentest.Screen, line, text string, cells int) {
	t.Helper()
	if _, err := screen.Write([]byte("\r\x1b[K" + text + "|")); err != nil {
		t.Fatal(err)
	}
	if err := screen.Err(); err != nil {
		t.Fatalf("%s: %+q is nothing to send to a terminal: %v", line, text, err)
	}
	if x, y := screen.Cursor(); x != cells+1 || y != 0 || screen.Cell(cells, 0).Text != "|" {
		t.Errorf("%s: the text after %+q is in column %d, want %d", line, text, x-1, cells)
	}
}

// TestGraphemesAreNotSplit cuts the texts that need no reduction: each cut is at a border that Unicode names.
func TestGraphemesAreNotSplit(t *testing.T) {
	shown, clusters := 0, 0
	for _, c := range breakCases(t) {
		if cell.Clean(c.text) != c.text {
			continue
		}
		shown++
		clusters += len(c.borders) - 1
		for width := range cell.Width(c.text) + 1 {
			if cut := cell.Cut(c.text, width, ""); !strings.HasPrefix(c.text, cut) || !c.borders[len(cut)] {
				t.Errorf("%s: cut to %d cells: %+q", c.line, width, cut)
			}
		}
	}
	if shown < 50 || clusters < 70 {
		t.Errorf("only %d texts with %d clusters are shown as they are", shown, clusters)
	}
}
