package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/model"
)

var update = flag.Bool("update", false, "write the golden screens of ui/testdata; review each before you commit it")

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
		t.Errorf("the screen differs from %s (write it with -update)\ngot:\n%s\nwant:\n%s", path, screen, want)
	}
}

// scene is a state of the screen, and how to reach it from the window that floor returns.
type scene struct {
	name string
	do   func(*window)
}

// scenes returns all scenes with golden screens.
func scenes() []scene {
	return slices.Concat(boardScenes(), bulkScenes(), textScenes(), paletteScreens())
}

func boardScenes() []scene {
	return []scene{
		{"board", func(*window) {}},
		{"filter", func(w *window) { w.keys("/state:xyz"); w.keys("<left><left>") }},
		{"filtered", func(w *window) { w.keys("j 2"); w.keys("/!team:night<enter>") }},
		{"gaps", func(w *window) { w.keys("7") }},
		{"frozen", func(w *window) {
			w.keys("4")
			w.keys("o")
			w.keys("Of")
			w.indicate("7006", "enabled", 0)
			w.indicate("7007", "disabled", 0)
			w.flush()
		}},
		{"columns", func(w *window) { w.keys("cjj<right><right>"); w.keys("jj ") }},
		{"register", func(w *window) { w.keys("+7001,7020-7010") }},
		{"unregister", func(w *window) { w.keys("jjj "); w.keys(" -") }},
		{"other-call", func(w *window) { w.consults() }},
		{"stopped", func(w *window) { w.stops() }},
		{"sorted", func(w *window) { w.keys("oooo"); w.keys("O"); w.keys("j ") }},
	}
}

func bulkScenes() []scene {
	return []scene{
		{"dialog", func(w *window) { w.keys("j  jj "); w.keys("/team:day<enter>"); w.keys("x") }},
		{"export", func(w *window) { w.keys("j  "); w.keys("/team:day<enter>"); w.keys("e"); w.lines(); w.keys("<right>") }},
		{"filename", func(w *window) { w.keys("e"); w.lines(); w.keys("<right><enter>") }},
		{"exists", func(w *window) {
			w.update(model.Exported{Now: w.now, Path: "/home/kim/capdeck-board-20261125-140210.csv", Exists: true})
		}},
		{"dialog-visible", func(w *window) {
			w.keys("kkk  ")
			w.keys("/team:night<enter>")
			w.keys("x")
			w.screen()
			w.keys("<right><right>")
		}},
		{"bulk", func(w *window) {
			w.keys("a")
			w.keys("r")
			w.screen()
			w.keys("y")
			left := w.leave()
			for _, command := range left[:4] {
				w.accept(command)
			}
			w.indicate("7001", "enabled", 0)
			w.reject(left[4], 1161, "incorrect object state")
			w.flush()
		}},
		{"failures", func(w *window) {
			w.keys("a")
			w.keys("r")
			w.screen()
			w.keys("y")
			for _, command := range w.leave() {
				w.accept(command)
			}
			w.indicate("7001", "enabled", 0)
			w.indicate("7004", "enabled", 0)
			w.flush()
			w.later(6 * time.Second)
			w.keys("F")
		}},
		{"quit", func(w *window) { w.keys("s"); w.leave(); w.flush(); w.keys("q") }},
		{"reconnect", func(w *window) { w.keys("<ctrl+r>") }},
		{"suspend", func(w *window) { w.keys("s"); w.leave(); w.flush(); w.keys("<ctrl+z>") }},
		{"query", func(w *window) { w.keys("au") }},
		{"locked", func(w *window) { w.keys("w"); w.keys("s") }},
	}
}

func textScenes() []scene {
	return []scene{
		{"detail", func(w *window) { w.keys("jjj<enter>") }},
		{"detail-stopped", func(w *window) { w.stops(); w.keys("<enter>") }},
		{"detail-other-call", func(w *window) { w.consults(); w.keys("<enter>") }},
		{"events", func(w *window) { w.stops(); w.keys("M") }},
		{"events-search", func(w *window) { w.stops(); w.consults(); w.keys("M<tab>/7001 a. øde<enter>") }},
		{"event", func(w *window) { w.stops(); w.keys("M<tab><up><enter>") }},
		{"message", func(w *window) { w.keys("<tab><up><up><enter>") }},
		{"statistics", func(w *window) { w.keys("S") }},
		{"statistics-end", func(w *window) { w.keys("S<tab><end>") }},
		{"sent", func(w *window) { w.journal(); w.keys("h") }},
		{"teams", func(w *window) { w.teams(); w.keys("T"); w.keys("ooooo<down>") }},
		{"incidents", func(w *window) { w.wentWrong(); w.keys("iII j") }},
		{"incidents-open", func(w *window) { w.keys("iI") }},
		{"acknowledge", func(w *window) { w.wentWrong(); w.keys("jjjK"); w.lines(); w.keys("<right>") }},
		{"acknowledge-note", func(w *window) { w.wentWrong(); w.keys("jjjK"); w.screen(); w.keys("<enter>a switch") }},
	}
}

// goldenSizes are the window sizes of golden screens.
var goldenSizes = [][2]int{{200, 60}, {120, 40}, {80, 24}, {40, 10}}

// TestGoldenScreens compares screens of each scene at each size, without styles.
func TestGoldenScreens(t *testing.T) {
	for _, size := range goldenSizes {
		for _, s := range scenes() {
			name := fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				w := floor(t, size[0], size[1], nil)
				s.do(w)
				golden(t, name, strings.Join(w.lines(), "\n"))
			})
		}
	}
	for _, size := range goldenSizes {
		name := fmt.Sprintf("first-run-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			w := running(t, size[0], size[1], 9, func(o *Options, _ *model.Options) { o.FirstRun, o.Quiet = true, "7001" })
			golden(t, name, strings.Join(w.lines(), "\n"))
		})
	}
	t.Run("incidents-ascii", func(t *testing.T) {
		w := floor(t, 100, 24, func(o *Options, _ *model.Options) { o.ASCII = true })
		w.wentWrong()
		w.keys("iII ")
		golden(t, "incidents-ascii-100x24", strings.Join(w.lines(), "\n"))
	})
	t.Run("statistics-ascii", func(t *testing.T) {
		w := floor(t, 100, 24, func(o *Options, _ *model.Options) { o.ASCII = true })
		w.keys("S<tab><end>")
		golden(t, "statistics-ascii-100x24", strings.Join(w.lines(), "\n"))
	})
	t.Run("teams-ascii", func(t *testing.T) {
		w := floor(t, 100, 24, func(o *Options, _ *model.Options) { o.ASCII = true })
		w.teams()
		w.keys("To")
		golden(t, "teams-ascii-100x24", strings.Join(w.lines(), "\n"))
	})
	t.Run("ascii", func(t *testing.T) {
		w := floor(t, 100, 24, func(o *Options, m *model.Options) { o.ASCII, m.ReadOnly = true, false })
		w.keys("j oo")
		w.keys("Oj")
		golden(t, "ascii-100x24", strings.Join(w.lines(), "\n"))
	})
}
