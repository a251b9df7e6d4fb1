package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/action"
	"capdeck/model/overlay"
)

// palette opens the palette with a text and returns what it shows.
func (f *floor) palette(text string) *overlay.Palette {
	f.do(action.Palette)
	f.update(OverlayText{Now: f.now, Text: text})
	return f.m.Overlay().Palette()
}

// paletteShown reports that the terminal shows the palette.
func (f *floor) paletteShown() {
	view := f.m.Overlay().Palette()
	f.update(OverlayShown{Now: f.now, ID: view.ID, Chosen: view.Chosen})
}

func TestPaletteFindsByNameAndHelp(t *testing.T) {
	tests := []struct{ text, first string }{
		{"start", "start"},
		{"STOP", "stop"},
		{"mark", "mark"},
		{"all mark", "mark-all"},
		{"mkal", "mark-all"},
		{"rev", "sort-reverse"},
		{"live", "freeze"},
		{"connect", "reconnect"},
		{"theme", "next-theme"},
		{"show rec", "show-recording"},
		{"  quit  ", "quit"},
		{"asks quit", "quit"},
		{"coverage", "show-not-recorded"},
		{"Cov", "show-not-recorded"},
		{"coverage team", "teams"},
	}
	for _, test := range tests {
		f := newFloor(t, 2, Options{})
		if view := f.palette(test.text); len(view.Lines) == 0 || string(view.Lines[0].Action.ID) != test.first || string(view.Chosen) != test.first {
			t.Errorf("%q finds %q, with %q chosen", test.text, names(view), view.Chosen)
		}
	}
	f := newFloor(t, 2, Options{})
	view := f.palette("xyzzy")
	f.want("no match", names(view)+string(view.Chosen), "")
	f.press("down", "pgup", "enter")
	f.want("enter without a match", f.m.Overlay().Prompt().Problem, "no command matches")
	f.update(OverlayText{Now: f.now, Text: ""})
	if len(view.Lines) != view.All() || view.All() != len(Actions())-1 {
		t.Errorf("no text finds %d of %d actions", len(view.Lines), view.All())
	}
}

// TestPaletteFindsCoverage checks that all that shows the coverage is found by that word.
func TestPaletteFindsCoverage(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.want("coverage finds", names(f.palette("coverage")), "show-not-recorded show-on-calls teams incidents")
}

func TestPaletteBeginsWithWhatWasUsed(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Freeze, action.Down, action.Query, action.Clear, action.Freeze)
	view := f.palette("")
	if got := names(view); !strings.HasPrefix(got, "freeze query start stop pause resume resync cancel-queued ") {
		t.Errorf("the palette begins with %q", got)
	}
	f.press("esc")
	f.palette("help")
	f.paletteShown()
	f.press("enter")
	f.do(action.Help)
	if got := names(f.palette("")); !strings.HasPrefix(got, "help freeze query start ") {
		t.Errorf("after help the palette begins with %q", got)
	}
}

func TestPaletteAsksAsTheKeyDoes(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.do(action.Mark, action.Mark)
	f.palette("stop")
	f.paletteShown()
	f.press("enter")
	if d := f.m.Overlay().Dialog(); d == nil || len(d.Targets) != 2 {
		t.Fatalf("the dialog is %+v", d)
	}
	f.press("y")
	f.want("before the dialog is shown", f.sent(), "")
	f.shown()
	f.press("y")
	f.want("sent", f.sent(), "stop 7001, stop 7002")
}

func TestPaletteSaysWhatIsRefused(t *testing.T) {
	f := newFloor(t, 2, Options{ReadOnly: true})
	f.palette("start")
	f.paletteShown()
	f.press("enter")
	f.want("read-only", f.m.Note().Text, "this session is read-only: start is not sent")
	f.do(action.Filter)
	f.update(OverlayText{Now: f.now, Text: "nothing"})
	f.press("enter")
	for _, row := range Actions() {
		why := f.m.Refusal(&row)
		f.m.notes.note = Note{}
		if needsRow := row.ID == action.Mark || row.ID == action.MarkTo || row.ID == action.Acknowledge || row.ID == action.Resync; row.Verb == 0 && !needsRow {
			f.want(string(row.ID), why, "")
			continue
		}
		if f.do(row.ID); why == "" || f.m.Note().Text != why {
			t.Errorf("%s is refused with %q and says %q", row.ID, why, f.m.Note().Text)
		}
	}
	f.want("sent", f.sent(), "")
}

func TestPaletteTakesThePlaceOfTheHelp(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Help)
	f.palette("query")
	if f.m.Overlay().ShowsHelp() {
		t.Error("the help is under the palette")
	}
	f.paletteShown()
	f.press("enter")
	f.want("sent", f.sent(), "query 7001")
}

// TestPaletteKeepsTheCursor clicks on a row that the terminal showed before the palette
// opened.
func TestPaletteKeepsTheCursor(t *testing.T) {
	f := newFloor(t, 4, Options{})
	f.palette("query")
	f.paletteShown()
	f.update(ClickedDN{Now: f.now, Key: keyOf("7003")})
	f.update(ClickedMessage{Now: f.now, Number: 1})
	f.update(Scrolled{Now: f.now, Pane: action.PaneBoard, Steps: 3})
	f.want("the cursor", f.cursor(), "7001")
	f.press("enter")
	f.want("sent", f.sent(), "query 7001")
}

// TestPaletteActsAsTheKey presses keys in one floor and uses the palette in another, with
// the same events, and checks that both end in the same state.
func TestPaletteActsAsTheKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		byKey, byPalette := newFloor(t, 6, Options{}), newFloor(t, 6, Options{})
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			id := rapid.SampledFrom(Actions()).Draw(t, "action").ID
			dn := fmt.Sprint(7000 + rapid.IntRange(1, 6).Draw(t, "dn"))
			word := rapid.SampledFrom([]string{"enabled", "disabled", "paused"}).Draw(t, "word")
			for _, f := range []*floor{byKey, byPalette} {
				f.later(time.Millisecond)
				if f == byPalette {
					f.do(action.Palette)
				}
				f.indicate(dn, "paused")
				f.flush()
				if f == byKey {
					f.do(id)
				} else {
					f.update(ClickedAction{Now: f.now, ID: id})
					f.paletteShown()
					f.press("enter")
				}
				if f.m.Overlay().Dialog() == nil {
					f.press("esc")
				}
				if f.m.Overlay().ShowsHelp() {
					f.do(action.Help) // in whose place the palette opens
				}
				f.shown()
				f.press("y", "esc")
				f.indicate(dn, word)
				f.flush()
			}
			if id == action.Palette || id == action.Quit {
				return
			}
			if a, b := byKey.state(), byPalette.state(); a != b {
				t.Fatalf("%s by its key leads to %s, from the palette to %s", id, a, b)
			}
		}
	})
}

// state returns the state of a floor in which the two must agree, with the commands sent.
func (f *floor) state() string {
	m := f.m
	marked, hidden := m.Rows().Marks()
	_, _, frozen := m.Rows().Frozen()
	return fmt.Sprint(f.sent(), f.cursor(), marked, hidden, m.Panes().Focus(), m.Panes().Text().IsOpen(), m.Panes().ShowsMessages(), m.Overlay().ShowsHelp(), m.Rows().Filter(), m.Rows().Order(), frozen, f.visible(), m.Note().Text)
}

func names(view *overlay.Palette) string {
	var all []string
	for _, line := range view.Lines {
		all = append(all, string(line.Action.ID))
	}
	return strings.Join(all, " ")
}
