package ui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/themes"
	"capdeck/ui/overlay"
)

// paletteScreens are the screens of the palette, and of the help from each pane.
func paletteScreens() []scene {
	return []scene{
		{"palette", func(w *window) { w.keys("f:<down><down>") }},
		{"palette-search", func(w *window) { w.keys("  "); w.keys(":mark r") }},
		{"palette-none", func(w *window) { w.keys(":xyzzy") }},
		{"help", func(w *window) { w.keys("?") }},
		{"help-messages", func(w *window) { w.keys("<tab>?") }},
		{"help-detail", func(w *window) { w.keys("<enter><tab>?") }},
	}
}

// selected returns the line of the palette with the cursor.
func (w *window) selected() string {
	w.t.Helper()
	for y, line := range w.lines() {
		if w.app.frames.shown.Lines[y].Action != "" && strings.HasPrefix(line, w.app.styles.Glyphs.Cursor) {
			return line
		}
	}
	return ""
}

func TestPaletteCarriesOut(t *testing.T) {
	w := running(t, 120, 40, 3, nil)
	w.keys("j:que")
	w.shows("Commands (act on 7002)")
	w.shows(" : que│")
	if got := strings.Fields(w.selected()); len(got) < 3 || got[1] != "query" || got[2] != "u" {
		t.Errorf("the selected line is %q", got)
	}
	w.keys("<enter>")
	if got := w.verbs(); got != "query 7002" {
		t.Errorf("sent %q", got)
	}
	w.showsNot("Commands (")
	w.keys(":stop<esc>")
	w.showsNot("Commands (")
	if got := w.verbs(); got != "" || w.cursor() != "7002" {
		t.Errorf("esc sent %q, and left the cursor on %s", got, w.cursor())
	}
}

// TestPaletteKeysAheadOfTheScreen types a command before the palette is on the screen.
func TestPaletteKeysAheadOfTheScreen(t *testing.T) {
	w := running(t, 120, 40, 3, nil)
	w.keys(":query")
	w.app.View()
	w.keys("<enter>")
	if got := w.verbs(); got != "" {
		t.Errorf("a command that was never shown sent %q", got)
	}
	w.shows("enter came before query was shown")
	w.keys("<enter>")
	if got := w.verbs(); got != "query 7001" {
		t.Errorf("sent %q", got)
	}
	w.keys(":start")
	w.screen()
	w.update(tea.WindowSizeMsg{Width: 20, Height: 5})
	w.screen()
	w.keys("<enter>")
	if got := w.verbs(); got != "" {
		t.Errorf("a window too small for the palette sent %q", got)
	}
}

func TestPaletteOfMarkedRows(t *testing.T) {
	w := running(t, 120, 40, 12, nil)
	w.keys("   /70x<enter>:")
	w.shows("Commands (act on 3 marked DNs (3 hidden))")
	w.keys("<esc><esc>:start")
	w.shows("Commands (act on no DN)")
	if got := w.selected(); !strings.Contains(got, " ! no row is under the cursor: move to one first") {
		t.Errorf("the selected line is %q", got)
	}
	w.keys("<enter>")
	w.shows("! no row is under the cursor: move to one first")
}

func TestPaletteMouse(t *testing.T) {
	w := running(t, 80, 24, 60, nil)
	w.keys(":")
	w.screen()
	w.click(w.line("  pause  "), tea.MouseButtonLeft)
	if got := w.selected(); !strings.HasPrefix(got, "> pause ") {
		t.Errorf("a click selected %q", got)
	}
	w.click(5, tea.MouseButtonWheelDown)
	if got := w.selected(); !strings.HasPrefix(got, "> "+string(model.Actions()[2+wheelSteps].ID)+" ") {
		t.Errorf("the wheel went to %q", got)
	}
	w.keys("<esc>")
	if got := w.verbs(); got != "" || w.cursor() != "7001" || w.model.Overlay().Dialog() != nil {
		t.Errorf("clicks sent %q, and left the cursor on %s", got, w.cursor())
	}
}

// TestPaletteSmallWindow checks that the palette shows at least three commands, whatever
// the banner reports.
func TestPaletteSmallWindow(t *testing.T) {
	w := running(t, 30, 6, 3, nil)
	w.keys("f:")
	if got := w.app.layout.palette; got != overlay.LeastPalette {
		t.Errorf("the palette shows %d commands", got)
	}
	w.keys("<down><down><down><down>")
	if got := w.selected(); !strings.HasPrefix(got, "> resume ") {
		t.Errorf("the selected line is %q", got)
	}
}

func TestPaletteShowsKeysInForce(t *testing.T) {
	w := running(t, 120, 40, 3, func(o *Options, _ *model.Options) {
		o.Keys = map[action.ID][]string{action.Query: {"f5"}, action.Theme: nil, action.Palette: {"ctrl+p"}}
		o.Themes, o.Profile = themed(t), themes.ANSI256
	})
	w.keys(":")
	w.showsNot("Commands (")
	w.update(tea.KeyMsg{Type: tea.KeyCtrlP})
	w.keys("them")
	plain := func() string { return strings.Join(strings.Fields(onTerminal(t, w.screen(), 120, 40)), " ") }
	if !strings.Contains(plain(), "> next-theme Switch to the next theme") {
		t.Errorf("the screen shows\n%s", plain())
	}
	w.keys("<backspace><backspace><backspace><backspace>que")
	if !strings.Contains(plain(), "> query f5 Ask the recorder") {
		t.Errorf("the screen shows\n%s", plain())
	}
	if !strings.Contains(w.screen(), w.app.styles.On(themes.Accent, true)+"que") {
		t.Error("the matching characters are not highlighted")
	}
}

func TestHelpOfThePane(t *testing.T) {
	w := running(t, 120, 60, 3, nil)
	for _, test := range []struct{ keys, title, line string }{
		{"?", "On the board", "s              Start the capture"},
		{"<esc><tab>?", "In the messages pane", "up, k          Select the message above"},
		{"<esc><tab><enter><tab>?", "In the text pane", "enter          Close the text pane"},
	} {
		w.keys(test.keys)
		lines := w.lines()
		if got := strings.TrimSpace(lines[4]); got != test.title {
			t.Errorf("the help begins with %q, want %q", got, test.title)
		}
		w.shows(test.line)
	}
}

func TestFirstRunHint(t *testing.T) {
	const hint = "New here? Press ? for the keys, : for all commands, s starts the capture of the DN under the cursor"
	w := running(t, 120, 24, 9, func(o *Options, _ *model.Options) { o.FirstRun = true })
	w.shows(hint)
	before := w.screen()
	w.later(1)
	if w.screen() != before {
		t.Error("time changes the screen")
	}
	first := w.line("   7002")
	w.keys("j")
	w.showsNot("New here?")
	if got := w.line(">  7002"); got != first {
		t.Errorf("the hint moved the rows from line %d to %d", first, got)
	}
	quiet := newWindow(t, 80, 24, func(o *Options, _ *model.Options) {
		o.FirstRun, o.Quiet = true, "7001"
		o.Keys = map[action.ID][]string{action.Start: {"f5"}, action.Palette: nil}
	}, board.Entry{Key: board.Key{Site: site, DN: "7001"}})
	quiet.shows("7001 is quiet: press f5 on it, ? for the keys")
	quiet.keys("`")
	quiet.showsNot("is quiet")
	reader := running(t, 120, 24, 9, func(o *Options, m *model.Options) { o.FirstRun, m.ReadOnly = true, true })
	reader.showsNot("starts the capture")
	w = running(t, 120, 24, 9, nil)
	w.showsNot("New here?")
}
