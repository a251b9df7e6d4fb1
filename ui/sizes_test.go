package ui

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"capdeck/model"
	"capdeck/tlibconn/event"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// The range of window sizes that are tested.
const (
	narrowest, lowest = 20, 5
	widest, highest   = 400, 120
)

// everyScreen lists the states of the screen that are not among scenes, one on each line:
// panes, dialogs, overlays, prompts and banners.
var everyScreen = []scene{
	{"board without messages", func(w *window) { w.keys("l") }},
	{"empty board", func(w *window) { w.keys("/zzz<enter>") }},
	{"everything", everything},
	{"messages", func(w *window) { w.keys("<tab><up><up>") }},
	{"detail, scrolled", func(w *window) { w.keys("<enter><tab><tab><pgdown>") }},
	{"help, scrolled", func(w *window) { w.keys("?<end>") }},
	{"dialog of one", func(w *window) { w.keys("x") }},
	{"dialog of many", func(w *window) { w.keys("a"); w.keys("/team:day<enter>"); w.keys("x<down>") }},
	{"dialog over the detail", func(w *window) { w.keys("<enter>x") }},
	{"quit", func(w *window) { w.keys("jjjjjs"); w.keys("q") }},
	{"filter", func(w *window) { w.keys("/team:night") }},
	{"filter, wrong", func(w *window) { w.keys("/state:xyz<left>") }},
	{"choosing the column", func(w *window) { w.keys("oo>>") }},
	{"note", func(w *window) { w.keys("v") }},
	{"connecting", func(w *window) { w.link(event.Link{State: event.LinkConnecting, Attempt: 2}) }},
	{"lost", func(w *window) { w.lose(3, cutReason) }},
	{"refused", func(w *window) { w.link(event.Link{State: event.LinkRefused, Reason: refusedReason}) }},
	{"link down", func(w *window) {
		w.link(event.Link{State: event.LinkDown, Other: otherReason, KeepAlive: "ADDP no answer"})
	}},
	{"standby", func(w *window) { w.link(event.Link{State: event.LinkStandby, Other: otherReason}) }},
	{"everything is wrong", func(w *window) { everything(w); w.lose(12, refusedReason) }},
}

// onScreen returns a window in one of the states of everyScreen.
func onScreen(t *testing.T, do func(*window)) *window {
	w := floor(t, 120, 40, func(o *Options, _ *model.Options) { o.Warning = "TLS NOT VERIFIED" })
	do(w)
	w.flush()
	return w
}

// resize changes the size of the window, and checks the number and width of the lines and
// that the mouse has a meaning for each.
func (w *window) resize(width, height int) {
	w.t.Helper()
	w.update(tea.WindowSizeMsg{Width: width, Height: height})
	view := w.app.View()
	if lines := strings.Count(view, "\n") + 1; lines != height || len(w.app.frames.built.Lines) != height {
		w.t.Fatalf("at %d x %d there are %d lines, %d for the mouse:\n%s", width, height, lines, len(w.app.frames.built.Lines), view)
	}
	for line := range strings.Lines(view) {
		line = strings.TrimSuffix(line, "\n")
		if got := cell.Width(line); got != width {
			w.t.Fatalf("at %d x %d a line is %d cells wide: %q", width, height, got, line)
		}
	}
	small := width < canvas.LeastWidth || height < canvas.LeastHeight
	if told := strings.HasPrefix(view, "needs 30 x 6 "); told != small {
		w.t.Fatalf("at %d x %d the screen reads:\n%s", width, height, view)
	}
}

// TestEverySize draws every screen at every width, and at every height.
func TestEverySize(t *testing.T) {
	for i, s := range slices.Concat(everyScreen, scenes()) {
		// States with golden screens are drawn only at every fifth width.
		step := 1
		if i >= len(everyScreen) {
			step = 5
		}
		t.Run(s.name, func(t *testing.T) {
			w := onScreen(t, s.do)
			for width := narrowest; width <= widest; width += step {
				for _, height := range []int{canvas.LeastHeight, canvas.FullHeight + 1} {
					w.resize(width, height)
				}
			}
			for height := lowest; height <= highest; height++ {
				for _, width := range []int{canvas.LeastWidth, canvas.FullWidth, 120} {
					w.resize(width, height)
				}
			}
		})
	}
}

// TestAnySize resizes the window at random, with keys in between, and compares what a
// terminal shows with the frame.
func TestAnySize(t *testing.T) {
	all := slices.Concat(everyScreen, scenes())
	rapid.Check(t, func(rt *rapid.T) {
		w := onScreen(t, rapid.SampledFrom(all).Draw(rt, "screen").do)
		for range rapid.IntRange(1, 6).Draw(rt, "sizes") {
			width, height := rapid.IntRange(1, widest).Draw(rt, "width"), rapid.IntRange(1, highest).Draw(rt, "height")
			w.update(tea.WindowSizeMsg{Width: width, Height: height})
			w.keys(rapid.SampledFrom([]string{"", "<up>", "<down>", "<pgdown>", "<end>", "<home>"}).Draw(rt, "key"))
			view := w.screen()
			checkFrame(rt, view, width, height)
			if got, want := onTerminal(rt, view, width, height), unstyled(view); got != want {
				rt.Fatalf("at %d x %d the terminal shows\n%s\nthe frame is\n%s", width, height, got, want)
			}
		}
	})
}

// unstyled returns a frame without the blanks at the ends of its lines.
func unstyled(view string) string {
	var out strings.Builder
	for line := range strings.Lines(view) {
		out.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return out.String()
}
