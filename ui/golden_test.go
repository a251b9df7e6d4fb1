package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/model"
)

var update = flag.Bool("update", false, "write the golden screens of ui/testdata anew; look at each before accepting it")

// golden compares a screen with its file in testdata.
func golden(t *testing.T, name, screen string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(screen+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if screen+"\n" != string(want) {
		t.Errorf("the screen differs from %s (write it anew with -update)\ngot:\n%s\nwant:\n%s", path, screen, want)
	}
}

// TestGoldenScreens compares plain screens of a board on which much has
// happened.
func TestGoldenScreens(t *testing.T) {
	sizes := [][2]int{{200, 60}, {120, 40}, {80, 24}, {60, 16}, {40, 10}}
	screens := []struct {
		name string
		do   func(*world)
		wide bool // compared at the widest size as well
	}{
		{"board", func(*world) {}, false},
		{"detail", func(w *world) { w.keys("jjj<enter>") }, false},
		{"message", func(w *world) { w.keys("<tab><up><up><enter>") }, false},
		{"help", func(w *world) { w.keys("?") }, false},
		{"dialog", func(w *world) { w.keys("j  jj "); w.keys("/team:day<enter>"); w.keys("x") }, false},
		{"filter", func(w *world) { w.keys("/state:xyz"); w.keys("<left><left>") }, false},
		{"filtered", func(w *world) { w.keys("j 2"); w.keys("/!team:night<enter>") }, false},
		{"frozen", func(w *world) {
			w.keys("4")
			w.keys("o")
			w.keys("Of")
			w.indicate("7006", "enabled", 0)
			w.indicate("7007", "disabled", 0)
			w.flush()
		}, false},
		{"columns", func(w *world) { w.keys("cjj<right><right>"); w.keys("jj ") }, true},
		{"register", func(w *world) { w.keys("+7001,7020-7010") }, true},
		{"unregister", func(w *world) { w.keys("jjj "); w.keys(" -") }, true},
		{"sorted", func(w *world) { w.keys("oooo"); w.keys("O"); w.keys("j ") }, false},
	}
	for _, size := range sizes {
		for _, s := range screens {
			if size[0] > 120 && !s.wide {
				continue
			}
			name := fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				w := floor(t, size[0], size[1], nil)
				s.do(w)
				golden(t, name, strings.Join(w.lines(), "\n"))
			})
		}
	}
	for name, columns := range map[string][]model.Column{
		"all-columns": model.AllColumns(), "fewest-columns": {model.ColumnCapture, model.ColumnDN},
		"other-columns": {model.ColumnLast, model.ColumnDN, model.ColumnLabel, model.ColumnCapture, model.ColumnTeam, model.ColumnHeard},
	} {
		t.Run(name, func(t *testing.T) {
			w := floor(t, 200, 24, func(_ *Options, m *model.Options) { m.Columns = columns })
			golden(t, name+"-200x24", strings.Join(w.lines(), "\n"))
		})
	}
	t.Run("ascii", func(t *testing.T) {
		w := floor(t, 100, 24, func(o *Options, m *model.Options) { o.ASCII, m.ReadOnly = true, false })
		w.keys("j oo")
		w.keys("Oj")
		golden(t, "ascii-100x24", strings.Join(w.lines(), "\n"))
	})
}
