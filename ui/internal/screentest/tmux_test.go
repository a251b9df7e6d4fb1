//go:build unix

package screentest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/ui/cell"
	"capdeck/ui/internal/screentest"
)

var update = flag.Bool("update", false, "write testdata/tmux/cells.in again; then run testdata/tmux/record.sh")

// cellsIn is ui/cell's form of text that is hard to show, on the screen that tmux recorded.
const cellsIn = "testdata/tmux/cells.in"

// TestAgreesWithTmux compares the screen with what tmux showed for the same bytes (testdata/tmux/record.sh).
func TestAgreesWithTmux(t *testing.T) {
	files, err := filepath.Glob("testdata/tmux/*.in")
	if err != nil || len(files) < 6 {
		t.Fatalf("found the recordings %v, want at least 6 (%v)", files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			input, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			recorded, err := os.ReadFile(strings.TrimSuffix(file, ".in") + ".out")
			if err != nil {
				t.Fatal(err)
			}
			screen := screentest.New(40, 10)
			write(t, screen, string(input))
			x, y := screen.Cursor()
			if got := fmt.Sprintf("%d,%d\n%s", x, y, screen.Text()); got != string(recorded) {
				t.Errorf("the screen is\n%s\ntmux showed\n%s", got, recorded)
			}
			if err := screen.Err(); err != nil {
				t.Errorf("unexpected failure: %v", err)
			}
		})
	}
}

// TestCellsRecordingIsCurrent compares the recording with the present output of ui/cell, so that tmux verifies the
// widths of ui/cell.
func TestCellsRecordingIsCurrent(t *testing.T) {
	var out []byte
	var line cell.Line
	for i, text := range []string{
		"北京-01 A. Ødegård e\u0301 \x1b[31m\u202e\xff", "👨\u200d👩\u200d👧 🇫🇷 👍\U0001f3fd ❤\ufe0f 1\ufe0f\u20e3 😀",
		"\u1112\u1161\u11ab국 ｶﾞ 각\u11a8", "नि क्षि বা กำก้", "محمد שָׁלוֹם می\u200cخواهم", "⸻ \u4dc0 \ufeff \u00ad \u3164",
		strings.Repeat("北", 30), strings.Repeat("e\u0301", 50), "● ‖ ○ ? ! ~ > * … ─ │ ▲ ▼",
	} {
		line.Start(out, 40, "…")
		line.Field("\x1b[7m", text, 36)
		line.Text("\x1b[1m", "|"+fmt.Sprint(i)+"|#")
		out = append(line.End(""), "\r\n"...)
	}
	if *update {
		if err := os.WriteFile(cellsIn, out, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	recorded, err := os.ReadFile(cellsIn)
	if err != nil {
		t.Fatal(err)
	}
	if string(out) != string(recorded) {
		t.Errorf("ui/cell makes other lines than were recorded; run go test with -update, then record.sh\n%s", out)
	}
}
