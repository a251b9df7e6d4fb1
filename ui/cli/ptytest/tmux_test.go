//go:build unix

package ptytest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/ui/internal/screentest"
)

// TestAgreesWithTmux has ui/internal/screentest read the program's output in tmux (testdata/tmux/record.sh), and
// compares the screen with what tmux showed, because all other tests here rely on that reader.
func TestAgreesWithTmux(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/tmux/*.in")
	if err != nil || len(files) != 4 {
		t.Fatalf("found the recordings %v, want 4 (%v)", files, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".in")
		t.Run(name, func(t *testing.T) {
			var width, height int
			_, dimensions, _ := strings.Cut(name, "-")
			if _, err := fmt.Sscanf(dimensions, "%dx%d", &width, &height); err != nil {
				t.Fatal(err)
			}
			written, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			shown, err := os.ReadFile(strings.TrimSuffix(file, ".in") + ".out")
			if err != nil {
				t.Fatal(err)
			}
			screen := screentest.New(width, height)
			if _, err = screen.Write(written); err != nil {
				t.Fatal(err)
			}
			if err = screen.Err(); err != nil {
				t.Errorf("the program wrote what it should not: %v", err)
			}
			if got := screen.Text(); got != string(shown) {
				t.Errorf("the screen is\n%s\ntmux showed\n%s", got, shown)
			}
		})
	}
}
