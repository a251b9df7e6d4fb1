package model

import (
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/effect"
	"capdeck/model/panes"
)

func TestConfirmPolicies(t *testing.T) {
	tests := []struct {
		name    string
		confirm Confirm
		id      action.ID
		marked  bool
		asks    bool
	}{
		{"dangerous, start", ConfirmDangerous, action.Start, false, false},
		{"dangerous, stop", ConfirmDangerous, action.Stop, false, true},
		{"dangerous, pause", ConfirmDangerous, action.Pause, false, true},
		{"dangerous, query of many", ConfirmDangerous, action.Query, true, true},
		{"bulk, stop", ConfirmBulk, action.Stop, false, false},
		{"bulk, start of many", ConfirmBulk, action.Start, true, true},
		{"never, stop of many", ConfirmNever, action.Stop, true, false},
		{"always, query", ConfirmAlways, action.Query, false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFloor(t, 3, Options{Confirm: test.confirm})
			if test.marked {
				f.do(action.MarkAll)
			}
			f.do(test.id)
			if asks := f.m.Overlay().Dialog() != nil; asks != test.asks || asks == (f.sent() != "") {
				t.Errorf("asks is %v", asks)
			}
		})
	}
}

// TestDialogTargetsAreFrozen changes filter, marks, cursor and board while a dialog is open.
func TestDialogTargetsAreFrozen(t *testing.T) {
	f := newFloor(t, 6, Options{})
	f.do(action.Mark, action.Mark)
	f.do(action.Stop)
	f.shown()
	f.do(action.MarkAll, action.Down, action.Theme)
	f.update(OverlayText{Now: f.now, Text: "7006"})
	f.update(ClickedDN{Now: f.now, Key: keyOf("7006")})
	f.indicate("7005", "enabled")
	f.flush()
	f.press("y")
	f.want("sent", f.sent(), "stop 7001, stop 7002")
}

func TestReadOnlySendsQueriesOnly(t *testing.T) {
	f := newFloor(t, 2, Options{ReadOnly: true, Confirm: ConfirmNever})
	for _, id := range []action.ID{action.Start, action.Stop, action.Pause, action.Resume} {
		f.do(id)
		if note := f.m.Note(); f.sent() != "" || !note.IsError || !strings.Contains(note.Text, "read-only") {
			t.Errorf("%s: %q", id, note.Text)
		}
	}
	f.do(action.Query)
	f.want("query", f.sent(), "query 7001")
}

func TestRefusedCommandsAreTold(t *testing.T) {
	f := newFloor(t, 3, Options{Confirm: ConfirmNever})
	f.refuse("7001")
	f.flush()
	f.do(action.Start)
	if note := f.m.Note(); !note.IsError || !strings.Contains(note.Text, "7001") {
		t.Errorf("note is %q", note.Text)
	}
	f.do(action.MarkAll, action.Start)
	f.want("the others", f.sent(), "start 7002, start 7003")
	if note := f.m.Note(); !strings.Contains(note.Text, "start was not sent to 1 of 3 DNs") {
		t.Errorf("note is %q", note.Text)
	}
}

func TestQuitAsksWhileCommandsWait(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Start)
	f.leave()
	f.do(action.Quit)
	d := f.m.Overlay().Dialog()
	if d == nil || !strings.Contains(d.Question, "1 command waits") {
		t.Fatalf("the dialog is %+v", d)
	}
	f.shown()
	f.press("enter")
	if f.m.Overlay().Dialog() != nil || len(f.effects) != 0 && hasQuit(f.effects) {
		t.Error("to stay ended the program")
	}
	f.do(action.Quit)
	f.shown()
	f.press("y")
	if !hasQuit(f.effects) {
		t.Error("to quit did not end the program")
	}
	f = newFloor(t, 2, Options{})
	f.do(action.Quit)
	if !hasQuit(f.effects) {
		t.Error("with nothing open it asks")
	}
}

// TestCtrlCTwiceQuits checks that ctrl+c confirms the question that ctrl+c opened.
func TestCtrlCTwiceQuits(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Start)
	f.leave()
	f.do(action.Quit)
	f.shown()
	f.press("ctrl+c")
	if !hasQuit(f.effects) {
		t.Error("the second ctrl+c did not end the program")
	}
}

// TestFilterThatIsNotUnderstood checks that an invalid filter is not accepted: it would show
// rows that the user did not ask for, and a bulk command would affect them.
func TestFilterThatIsNotUnderstood(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.do(action.Filter)
	f.update(OverlayText{Now: f.now, Text: "state:nonsense"})
	f.press("enter")
	if f.m.Overlay().Prompt() == nil || !strings.Contains(f.m.Note().Text, "unknown state") {
		t.Errorf("the filter is %+v, the note %q", f.m.Overlay().Prompt(), f.m.Note().Text)
	}
	f.press("esc")
	if view := f.m.Rows().Filter(); f.m.Overlay().Prompt() != nil || view.Text != "" {
		t.Errorf("esc leaves the filter %+v", view)
	}
}

func hasQuit(effects []effect.Effect) bool {
	for _, e := range effects {
		if e == (effect.Quit{}) {
			return true
		}
	}
	return false
}

func TestEscClosesOneThingAtATime(t *testing.T) {
	f := newFloor(t, 3, Options{Confirm: ConfirmNever})
	f.do(action.Filter)
	f.typed("700")
	f.do(action.MarkAll, action.Stop)
	f.leave()
	f.later(time.Hour) // nobody answers
	f.do(action.Failures, action.ShowUnknown, action.NextPane, action.Filter)
	f.typed("Request")
	f.do(action.Detail, action.Help)
	f.sent()
	open := func() []bool {
		marked, _ := f.m.Rows().Marks()
		filter := f.m.Rows().Filter()
		return []bool{
			f.m.Overlay().ShowsHelp(), f.m.Panes().Text().IsOpen(), f.m.Messages().Search().Text != "", f.m.Panes().Focus() != action.PaneBoard, len(f.m.Bulks()) > 0, marked > 0,
			filter.Text != "", filter.Quick != "", filter.Only != "",
		}
	}
	for closed := range len(open()) + 1 {
		for i, isOpen := range open() {
			if isOpen != (i >= closed) {
				t.Fatalf("after %d times esc: %v", closed, open())
			}
		}
		f.do(action.Clear)
	}
	f.want("esc sent", f.sent(), "")
}

func TestPanesTakeTurns(t *testing.T) {
	f := newFloor(t, 3, Options{})
	want := func(pane action.Pane) {
		t.Helper()
		f.do(action.NextPane)
		if got := f.m.Panes().Focus(); got != pane {
			t.Errorf("the focus is on %d, want %d", got, pane)
		}
	}
	want(action.PaneMessages)
	want(action.PaneBoard)
	f.do(action.Detail)
	want(action.PaneDetail)
	f.update(Visible{Now: f.now, Rows: 5, Messages: 4, Text: 3, Beyond: 7})
	f.do(action.Down, action.PageDown)
	if got := f.m.Panes().Text().Top(); got != 4 {
		t.Errorf("the detail is scrolled to %d", got)
	}
	f.do(action.Last)
	if got := f.m.Panes().Text().Top(); got != 7 {
		t.Errorf("its end is at %d", got)
	}
	want(action.PaneMessages)
	want(action.PaneBoard)
	f.want("cursor", f.cursor(), "7001")
	f.do(action.Detail, action.NextPane, action.Detail)
	if f.m.Panes().Text().Content() != panes.Message {
		t.Error("the detail is not about the message")
	}
	f.do(action.Messages)
	if f.m.Panes().Text().IsOpen() || f.m.Panes().Focus() != action.PaneBoard {
		t.Error("without messages their detail is still there")
	}
	f.update(ClickedMessage{Now: f.now, Number: 1})
	if f.m.Panes().Focus() != action.PaneBoard {
		t.Error("a click went to messages that are not shown")
	}
}

func TestNotesGo(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.update(Say{Now: f.now, Text: "something", IsError: true})
	f.later(noteTime - time.Millisecond)
	if f.m.Note().Text != "something" {
		t.Error("the note went too early")
	}
	f.later(time.Millisecond)
	if f.m.Note().Text != "" {
		t.Error("the note stays")
	}
}
