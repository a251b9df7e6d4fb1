package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/messages"
	"capdeck/model/overlay"
)

// pane returns the numbers of the messages that the pane shows.
func (f *floor) pane() string {
	var all []string
	for _, entry := range f.m.Messages().View().Entries {
		all = append(all, fmt.Sprint(entry.Number))
	}
	return strings.Join(all, " ")
}

// searchFor opens the search with a text.
func (f *floor) searchFor(text string) *overlay.Prompt {
	f.do(action.Filter)
	f.update(OverlayText{Now: f.now, Text: text})
	return f.m.Overlay().Prompt()
}

// newMessages returns a model with ten messages, which have the focus: the link and
// a registration are messages 1 and 2, eight indications follow.
func newMessages(t testing.TB) *floor {
	f := newFloor(t, 1, Options{})
	for range 8 {
		f.indicate("7001", "enabled")
	}
	f.flush()
	f.do(action.NextPane)
	return f
}

// TestMessagesKeys checks each moving key in a pane of four lines.
func TestMessagesKeys(t *testing.T) {
	f := newMessages(t)
	steps := []struct {
		id       action.ID
		pane     string
		selected uint64
	}{
		{action.Up, "7 8 9 10", 9},
		{action.PageUp, "5 6 7 8", 5},
		{action.Down, "5 6 7 8", 6},
		{action.First, "1 2 3 4", 1},
		{action.PageDown, "2 3 4 5", 5},
		{action.Last, "7 8 9 10", 0},
	}
	for i, step := range steps {
		f.do(step.id)
		f.want(fmt.Sprintf("step %d, %s", i, step.id), f.pane(), step.pane)
		if got := f.m.Messages().View().Selected; got != step.selected {
			t.Errorf("step %d, %s: message %d is selected, want %d", i, step.id, got, step.selected)
		}
	}
	f.update(Scrolled{Now: f.now, Pane: action.PaneMessages, Steps: -2})
	f.do(action.NextPane)
	f.update(ClickedMessage{Now: f.now, Number: 9})
	if entry, ok := f.m.Messages().Selected(); !ok || entry.Number != 9 || f.m.Panes().Focus() != action.PaneMessages {
		t.Errorf("a click selects message %d", entry.Number)
	}
}

func TestEmptyLog(t *testing.T) {
	m := New(Options{Board: newFloor(t, 1, Options{}).m.Board()})
	for _, id := range []action.ID{action.NextPane, action.Up, action.PageUp, action.First, action.Last, action.Detail} {
		m.Update(Do{Now: time.Unix(1, 0), ID: id})
	}
	m.Update(Visible{Now: time.Unix(1, 0), Messages: 4})
	if view := m.Messages().View(); len(view.Entries) != 0 || !view.Following {
		t.Errorf("an empty log shows %+v", view)
	}
	if _, ok := m.Messages().Selected(); ok {
		t.Error("a message is selected in an empty log")
	}
}

// TestHiddenMessagesComeIntoSight checks that the key shows the pane, instead of closing one
// that is not visible, if the window has no room for it beside the rows.
func TestHiddenMessagesComeIntoSight(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.update(Visible{Now: f.now, Rows: 5, Alone: true})
	f.do(action.Messages)
	if !f.m.Panes().ShowsMessages() || f.m.Panes().Focus() != action.PaneMessages {
		t.Errorf("shown %v, the focus is on %d", f.m.Panes().ShowsMessages(), f.m.Panes().Focus())
	}
	for _, shown := range []bool{false, true} {
		f.do(action.Messages)
		if f.m.Panes().ShowsMessages() != shown || (f.m.Panes().Focus() == action.PaneMessages) != shown {
			t.Errorf("again: shown %v, the focus is on %d", f.m.Panes().ShowsMessages(), f.m.Panes().Focus())
		}
	}
}

// TestMessagesOfTheCursorsDN shows only the messages of the DN under the cursor, which opens
// the pane.
func TestMessagesOfTheCursorsDN(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Down, action.Messages, action.MessagesDN)
	if f.m.Messages().DN() != "7002" || !f.m.Panes().ShowsMessages() {
		t.Errorf("messages of %q are shown", f.m.Messages().DN())
	}
	f.do(action.Up)
	f.want("the cursor changes nothing", f.m.Messages().DN(), "7002")
	f.do(action.MessagesDN)
	f.want("all DNs again", f.m.Messages().DN(), "")
	f.update(SetFilter{Now: f.now, Text: "none"})
	f.do(action.MessagesDN)
	f.want("without a cursor", f.m.Note().Text+f.m.Messages().DN(), "no row is under the cursor: move to one first")
}

// TestTextOfAnOpenMessage checks that newer messages do not replace an open one, and that
// the text of another message is shown from its first line.
func TestTextOfAnOpenMessage(t *testing.T) {
	f := newMessages(t)
	f.do(action.Detail)
	f.update(Visible{Now: f.now, Rows: 5, Messages: 4, Text: 3, Beyond: 20})
	f.indicate("7001", "paused")
	f.flush()
	if entry, _ := f.m.Messages().Selected(); entry.Number != 10 || f.m.Messages().View().Following {
		t.Errorf("message %d is shown in place of the one that was opened", entry.Number)
	}
	f.update(Scrolled{Now: f.now, Pane: action.PaneDetail, Steps: 7})
	f.do(action.Up)
	if f.m.Panes().Text().Top() != 0 {
		t.Errorf("the text of another message is shown from line %d", f.m.Panes().Text().Top())
	}
	f.do(action.Detail)
	if f.m.Messages().View().Following {
		t.Error("the pane in which the user moved follows")
	}
	f.do(action.Last, action.Detail, action.Detail)
	if !f.m.Messages().View().Following {
		t.Error("the pane that followed before the message was opened does not follow again")
	}
}

// TestSearchPrompt checks the keys while a search is typed, and after it.
func TestSearchPrompt(t *testing.T) {
	f := newMessages(t)
	f.do(action.Up, action.Up)
	p := f.searchFor("no such text")
	f.want("nothing is found", p.Problem, "no older match")
	f.update(OverlayText{Now: f.now, Text: "USEREVENT"})
	if got := f.m.Messages().View().Selected; got != 8 || p.Problem != "" {
		t.Errorf("message %d is selected, and %q said", got, p.Problem)
	}
	f.press("up")
	f.press("up")
	f.press("down")
	if got := f.m.Messages().View().Selected; got != 7 {
		t.Errorf("up, up and down lead to %d", got)
	}
	f.press("enter")
	steps := []struct {
		id       action.ID
		selected uint64
		note     string
	}{
		{action.SearchOlder, 6, ""},
		{action.SearchNewer, 7, ""},
		{action.First, 1, ""},
		{action.SearchNewer, 3, ""},
		{action.SearchOlder, 3, "no older match: USEREVENT"},
		{action.Last, 0, ""},
		{action.SearchNewer, 0, "no newer match: USEREVENT"},
	}
	for i, step := range steps {
		f.do(step.id)
		if got := f.m.Messages().View().Selected; got != step.selected || f.m.Note().Text != step.note {
			t.Fatalf("step %d, %s: message %d is selected and %q said, want %d and %q", i, step.id, got, f.m.Note().Text, step.selected, step.note)
		}
	}
	f.do(action.Up)
	f.searchFor("link")
	f.press("esc")
	if view := f.m.Messages().View(); view.Selected != 9 || f.m.Messages().Search().Text != "USEREVENT" || f.m.Messages().SearchOpen() {
		t.Errorf("esc leads to %d and a search for %q", view.Selected, f.m.Messages().Search().Text)
	}
	f.searchFor("no such text")
	f.press("enter")
	f.want("enter repeats the problem", f.m.Note().Text, "no older match")
	f.do(action.Clear)
	if f.m.Messages().Search().Text != "" || f.m.Panes().Focus() != action.PaneMessages {
		t.Error("esc does not take the search away first")
	}
	f.do(action.SearchOlder)
	if !f.m.Note().IsError {
		t.Error("without a text, the key for the next match says nothing")
	}
	f.do(action.Filter)
	f.press("ctrl+p")
	f.want("what was typed before", f.m.Overlay().Prompt().Text, "no such text")
	f.press("esc")
	f.do(action.NextPane, action.Filter)
	f.want("on the board the prompt", f.m.Overlay().Prompt().Label, "/")
}

// TestSearchGoesOnAtTicks searches a full log, and checks that each Update requests the next
// Tick, that the search continues after its prompt was closed, and that a key ends it.
func TestSearchGoesOnAtTicks(t *testing.T) {
	f := newMessages(t)
	for range messages.MaxMessages / 1000 {
		for range 1000 {
			f.indicate("7001", "enabled")
		}
		f.flush()
	}
	f.effects = nil
	p := f.searchFor("no such text")
	for step := 1; f.m.Messages().Search().Running; step++ {
		if wakes := f.wakes(); len(wakes) != 1 || wakes[0] > shortestWake {
			t.Fatalf("step %d: the search asks to go on in %v", step, wakes)
		}
		if step == 10 {
			f.press("enter")
		}
		f.later(shortestWake)
	}
	f.want("the end, behind the prompt", f.m.Note().Text, "no older match in the log: no such text")
	if p.Problem != "" || !f.m.Messages().View().Following {
		t.Errorf("the pane has moved, or the prompt that was closed says %q", p.Problem)
	}
	for _, key := range []struct {
		id   action.ID
		text string
	}{{action.Clear, "no such text"}, {action.Up, "no such text"}, {action.Theme, "no such text"}} {
		f.do(action.SearchOlder)
		if !f.m.Messages().Search().Running {
			t.Fatal("the search does not go on")
		}
		f.do(key.id)
		if search := f.m.Messages().Search(); search.Running || search.Text != key.text || f.m.Panes().Focus() != action.PaneMessages {
			t.Errorf("%s does more or less than stop the search: %+v", key.id, search)
		}
	}
}

// TestNotesNameTheKeyInForce checks that a note which asks to press a key names the one in
// the configuration, or asks to bind one if there is none.
func TestNotesNameTheKeyInForce(t *testing.T) {
	const search, bytes = "nothing to search for: %s in the messages first", "no message is open: select one in the messages and %s first"
	for _, test := range []struct {
		keys           map[action.ID][]string
		filter, detail string
	}{
		{nil, "press /", "press enter"},
		{map[action.ID][]string{action.Filter: {"f5", "/"}, action.Detail: {"f6"}}, "press f5", "press f6"},
		{map[action.ID][]string{action.Filter: {}, action.Detail: {}}, "bind a key to the action filter and press it", "bind a key to the action detail and press it"},
	} {
		f := newFloor(t, 1, Options{Keys: test.keys})
		f.do(action.SearchOlder)
		f.want("search", f.m.Note().Text, fmt.Sprintf(search, test.filter))
		f.do(action.Bytes)
		f.want("bytes", f.m.Note().Text, fmt.Sprintf(bytes, test.detail))
	}
}
