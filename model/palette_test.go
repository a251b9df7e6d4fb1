package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/action"
)

// palette opens the palette with a text and returns what it shows.
func (f *floor) palette(text string) PaletteView {
	f.do(action.Palette)
	f.update(PromptText{Now: f.now, Text: text})
	view, _ := f.m.Palette()
	return view
}

func (f *floor) promptKeys(keys ...string) {
	for _, key := range keys {
		f.update(PromptKey{Now: f.now, Key: key})
	}
}

// paletteShown lets the terminal show the palette.
func (f *floor) paletteShown() {
	view, _ := f.m.Palette()
	f.update(PaletteShown{Now: f.now, ID: view.ID, Chosen: view.Chosen})
}

func names(view PaletteView) string {
	var all []string
	for _, line := range view.Lines {
		all = append(all, string(line.Action.ID))
	}
	return strings.Join(all, " ")
}

func TestPaletteFindsByNameAndHelp(t *testing.T) {
	tests := []struct{ text, first string }{
		{"start", "start"},
		{"STOP", "stop"},
		{"mark", "mark"},
		{"all mark", "mark-all"},
		{"mkal", "mark-all"},
		{"rev", "sort-reverse"},
		{"still", "freeze"},
		{"connect", "reconnect"},
		{"theme", "next-theme"},
		{"show rec", "show-recording"},
		{"  quit  ", "quit"},
		{"asks quit", "quit"},
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
	f.promptKeys("down", "pgup", "enter")
	f.want("enter without a match", f.m.Prompt().Problem, "no command matches")
	f.update(PromptText{Now: f.now, Text: ""})
	if view, _ := f.m.Palette(); len(view.Lines) != view.All || view.All != len(Actions())-1 {
		t.Errorf("no text finds %d of %d actions", len(view.Lines), view.All)
	}
}

func TestPaletteShowsWhatMatches(t *testing.T) {
	line := searchActions([]action.Row{{ID: "mark-all", Help: "mark all that the filter shows"}}, "mar fil")[0]
	if !slices.Equal(line.InID, []int{0, 1, 2}) || !slices.Equal(line.InHelp, []int{18, 19, 20}) {
		t.Errorf("%v of the name and %v of the help match", line.InID, line.InHelp)
	}
}

func TestPaletteBeginsWithWhatWasUsed(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Freeze, action.Down, action.Query, action.Clear, action.Freeze)
	view := f.palette("")
	if got := names(view); !strings.HasPrefix(got, "freeze query start stop pause resume resync cancel-queued ") {
		t.Errorf("the palette begins with %q", got)
	}
	f.promptKeys("esc")
	f.palette("help")
	f.paletteShown()
	f.promptKeys("enter")
	f.do(action.Help)
	if got := names(f.palette("")); !strings.HasPrefix(got, "help freeze query start ") {
		t.Errorf("after help the palette begins with %q", got)
	}
}

func TestPaletteSelectionIsAnAction(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.update(Visible{Now: f.now, Rows: 5, Messages: 4, Palette: 3})
	chosen := func(want string) {
		t.Helper()
		view, _ := f.m.Palette()
		f.want("chosen", string(view.Chosen), want)
		at := slices.IndexFunc(view.Lines, func(line PaletteLine) bool { return line.Action.ID == view.Chosen })
		if want != "" && (at < view.Top || at >= view.Top+3) {
			t.Errorf("line %d is chosen, 3 are shown from %d", at, view.Top)
		}
	}
	f.palette("")
	f.promptKeys("down", "down", "down")
	chosen("resume")
	f.update(PromptText{Now: f.now, Text: "re"})
	chosen("resume")
	f.update(PromptText{Now: f.now, Text: "rev"})
	chosen("sort-reverse")
	f.update(PromptText{Now: f.now, Text: "re"})
	if view, _ := f.m.Palette(); view.Chosen != view.Lines[0].Action.ID {
		t.Errorf("a selection that nobody moved is %s, the best is %s", view.Chosen, view.Lines[0].Action.ID)
	}
	f.update(PromptText{Now: f.now, Text: ""})
	f.promptKeys("up")
	chosen("start")
	f.promptKeys("pgdown", "pgdown")
	chosen(string(Actions()[6].ID))
	f.update(Scrolled{Now: f.now, Steps: -3})
	chosen("resume")
	f.promptKeys("pgup", "pgup", "pgup")
	chosen("start")
	f.update(ClickedAction{Now: f.now, ID: action.Pause})
	chosen("pause")
	f.update(ClickedAction{Now: f.now, ID: "none such"})
	chosen("pause")
	f.want("a click and the wheel sent", f.sent(), "")
	f.want("the cursor", f.cursor(), "7001")
}

// TestPaletteCarriesOutNothingUnseen types ahead of the terminal.
func TestPaletteCarriesOutNothingUnseen(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.palette("query")
	f.promptKeys("enter")
	f.want("before any frame", f.sent(), "")
	f.want("problem", f.m.Prompt().Problem, "enter came before query was shown: press it again")
	f.update(PaletteShown{Now: f.now, ID: f.m.Prompt().ID, Chosen: action.Start})
	f.promptKeys("enter")
	f.want("while the terminal shows another one", f.sent(), "")
	f.update(PaletteShown{Now: f.now, ID: f.m.Prompt().ID + 1, Chosen: action.Query})
	f.promptKeys("enter")
	f.want("shown by another palette", f.sent(), "")
	f.paletteShown()
	f.update(PaletteShown{Now: f.now, ID: f.m.Prompt().ID, Chosen: ""})
	f.promptKeys("enter")
	f.want("once it is no longer shown", f.sent(), "")
	f.paletteShown()
	f.promptKeys("enter")
	f.want("shown", f.sent(), "query 7001")
	if f.m.Prompt() != nil {
		t.Error("the palette is still open")
	}
	f.promptKeys("enter")
	f.want("enter once more", f.sent(), "")
}

func TestPaletteAsksAsTheKeyDoes(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.do(action.Mark, action.Mark)
	f.palette("stop")
	f.paletteShown()
	f.promptKeys("enter")
	if d := f.m.Dialog(); d == nil || len(d.Targets) != 2 {
		t.Fatalf("the dialog is %+v", d)
	}
	f.dialogKeys("y")
	f.want("before the dialog is shown", f.sent(), "")
	f.shown()
	f.dialogKeys("y")
	f.want("sent", f.sent(), "stop 7001, stop 7002")
}

func TestPaletteSaysWhatIsRefused(t *testing.T) {
	f := newFloor(t, 2, Options{ReadOnly: true})
	f.palette("start")
	f.paletteShown()
	f.promptKeys("enter")
	f.want("read-only", f.m.Note().Text, "this session is read-only: start is not sent")
	f.do(action.Filter)
	f.update(PromptText{Now: f.now, Text: "nothing"})
	f.promptKeys("enter")
	for _, row := range Actions() {
		why := f.m.Refusal(&row)
		f.m.note = Note{}
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
	if f.m.ShowsHelp() {
		t.Error("the help is under the palette")
	}
	f.paletteShown()
	f.promptKeys("enter")
	f.want("sent", f.sent(), "query 7001")
}

// TestPaletteKeepsTheCursor clicks on what the terminal showed before the
// palette opened.
func TestPaletteKeepsTheCursor(t *testing.T) {
	f := newFloor(t, 4, Options{})
	f.palette("query")
	f.paletteShown()
	f.update(ClickedDN{Now: f.now, Key: keyOf("7003")})
	f.update(ClickedMessage{Now: f.now, Number: 1})
	f.update(Scrolled{Now: f.now, Pane: action.PaneBoard, Steps: 3})
	f.want("the cursor", f.cursor(), "7001")
	f.promptKeys("enter")
	f.want("sent", f.sent(), "query 7001")
}

func TestSearchTakesAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, line := range searchActions(Actions(), rapid.String().Draw(t, "text")) {
			for _, at := range line.InID {
				if at >= len(line.Action.ID) {
					t.Fatalf("byte %d of %q matches", at, line.Action.ID)
				}
			}
			for _, at := range line.InHelp {
				if at >= len(line.Action.Help) {
					t.Fatalf("byte %d of %q matches", at, line.Action.Help)
				}
			}
		}
	})
}

// TestPaletteActsAsTheKey lets one floor press keys and another one use the
// palette, among events: both come to the same.
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
					f.promptKeys("enter")
				}
				f.promptKeys("esc")
				f.update(PickerKey{Now: f.now, Key: "esc"})
				f.m.showHelp = false // which the palette takes the place of
				f.shown()
				f.dialogKeys("y", "esc")
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

// state is what the two floors have in common, with what they have sent.
func (f *floor) state() string {
	m := f.m
	marked, hidden := m.Marks()
	return fmt.Sprint(f.sent(), f.cursor(), marked, hidden, m.Focus(), m.ShowsDetail(), m.ShowsMessages(), m.ShowsHelp(), m.Filter(), m.list.order, m.isFrozen(), f.visible(), m.Note().Text)
}
