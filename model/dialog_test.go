package model

import (
	"strings"
	"testing"
	"time"
)

func TestConfirmPolicies(t *testing.T) {
	tests := []struct {
		name    string
		confirm Confirm
		id      ActionID
		marked  bool
		asks    bool
	}{
		{"dangerous, start", ConfirmDangerous, ActionStart, false, false},
		{"dangerous, stop", ConfirmDangerous, ActionStop, false, true},
		{"dangerous, pause", ConfirmDangerous, ActionPause, false, true},
		{"dangerous, query of many", ConfirmDangerous, ActionQuery, true, true},
		{"bulk, stop", ConfirmBulk, ActionStop, false, false},
		{"bulk, start of many", ConfirmBulk, ActionStart, true, true},
		{"never, stop of many", ConfirmNever, ActionStop, true, false},
		{"always, query", ConfirmAlways, ActionQuery, false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFloor(t, 3, Options{Confirm: test.confirm})
			if test.marked {
				f.do(ActionMarkAll)
			}
			f.do(test.id)
			if asks := f.m.Dialog() != nil; asks != test.asks || asks == (f.sent() != "") {
				t.Errorf("asks is %v", asks)
			}
		})
	}
}

func TestDialogTakesNothingBeforeItWasShown(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.do(ActionStop)
	f.dialogKeys("y", "right", "enter", "space")
	if d := f.m.Dialog(); f.sent() != "" || d == nil || d.Choice != 0 {
		t.Fatal("a dialog that nobody has seen took an answer")
	}
	f.update(DialogShown{Now: f.now, ID: f.m.Dialog().ID + 1})
	f.dialogKeys("y")
	f.want("another dialog was shown", f.sent(), "")
	f.dialogKeys("esc")
	if f.m.Dialog() != nil {
		t.Error("esc did not close it")
	}
	f.do(ActionStop)
	f.shown()
	f.dialogKeys("y")
	f.want("yes", f.sent(), "stop 7001")
}

func TestDialogChoices(t *testing.T) {
	tests := []struct {
		name string
		keys []string
		sent string
		open bool
	}{
		{"cancel has the focus", []string{"enter"}, "", false},
		{"space takes the focus too", []string{"space"}, "", false},
		{"moved", []string{"right", "enter"}, "stop 7001", false},
		{"moved too far", []string{"tab", "right", "l", "enter"}, "stop 7001", false},
		{"moved and back", []string{"right", "left", "left", "enter"}, "", false},
		{"yes", []string{"y"}, "stop 7001", false},
		{"no", []string{"n"}, "", false},
		{"esc", []string{"right", "esc"}, "", false},
		{"the command's own key is no answer", []string{"x"}, "", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFloor(t, 3, Options{})
			f.do(ActionStop)
			f.shown()
			f.dialogKeys(test.keys...)
			f.want("sent", f.sent(), test.sent)
			if open := f.m.Dialog() != nil; open != test.open {
				t.Errorf("open is %v", open)
			}
		})
	}
}

// TestDialogTargetsAreFrozen changes filter, marks, cursor and board under an
// open dialog.
func TestDialogTargetsAreFrozen(t *testing.T) {
	f := newFloor(t, 6, Options{})
	f.do(ActionMark, ActionMark)
	f.do(ActionStop)
	f.shown()
	f.do(ActionMarkAll, ActionDown, ActionTheme)
	f.update(PromptText{Now: f.now, Text: "7006"})
	f.update(ClickedDN{Now: f.now, Key: keyOf("7006")})
	f.indicate("7005", "enabled")
	f.flush()
	f.dialogKeys("y")
	f.want("sent", f.sent(), "stop 7001, stop 7002")
}

func TestDialogListScrolls(t *testing.T) {
	f := newFloor(t, 10, Options{})
	f.do(ActionMarkAll, ActionStart)
	f.shown()
	for _, step := range []struct {
		key string
		top int
	}{{"up", 0}, {"down", 1}, {"pgdown", 4}, {"pgdown", 7}, {"j", 7}, {"k", 6}, {"pgup", 3}} {
		f.dialogKeys(step.key)
		if got := f.m.Dialog().Top; got != step.top {
			t.Errorf("after %s the list begins at %d, want %d", step.key, got, step.top)
		}
	}
	f.update(Scrolled{Now: f.now, Steps: -100})
	if got := f.m.Dialog().Top; got != 0 {
		t.Errorf("after the wheel it begins at %d", got)
	}
}

func TestReadOnlySendsQueriesOnly(t *testing.T) {
	f := newFloor(t, 2, Options{ReadOnly: true, Confirm: ConfirmNever})
	for _, id := range []ActionID{ActionStart, ActionStop, ActionPause, ActionResume} {
		f.do(id)
		if note := f.m.Note(); f.sent() != "" || !note.IsError || !strings.Contains(note.Text, "read-only") {
			t.Errorf("%s: %q", id, note.Text)
		}
	}
	f.do(ActionQuery)
	f.want("query", f.sent(), "query 7001")
}

func TestRefusedCommandsAreTold(t *testing.T) {
	f := newFloor(t, 3, Options{Confirm: ConfirmNever})
	f.refuse("7001")
	f.flush()
	f.do(ActionStart)
	if note := f.m.Note(); !note.IsError || !strings.Contains(note.Text, "7001") {
		t.Errorf("note is %q", note.Text)
	}
	f.do(ActionMarkAll, ActionStart)
	f.want("the others", f.sent(), "start 7002, start 7003")
	if note := f.m.Note(); !strings.Contains(note.Text, "start not sent to 1 of 3 DNs") {
		t.Errorf("note is %q", note.Text)
	}
}

func TestQuitAsksWhileCommandsWait(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(ActionStart)
	f.leave()
	f.do(ActionQuit)
	d := f.m.Dialog()
	if d == nil || !strings.Contains(d.Question, "1 command waits") {
		t.Fatalf("the dialog is %+v", d)
	}
	f.shown()
	f.dialogKeys("enter")
	if f.m.Dialog() != nil || len(f.effects) != 0 && hasQuit(f.effects) {
		t.Error("to stay ended the program")
	}
	f.do(ActionQuit)
	f.shown()
	f.dialogKeys("y")
	if !hasQuit(f.effects) {
		t.Error("to quit did not end the program")
	}
	f = newFloor(t, 2, Options{})
	f.do(ActionQuit)
	if !hasQuit(f.effects) {
		t.Error("with nothing open it asks")
	}
}

// TestCtrlCTwiceQuits: who asks to quit by ctrl+c says so again by it.
func TestCtrlCTwiceQuits(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(ActionStart)
	f.leave()
	f.do(ActionQuit)
	f.shown()
	f.dialogKeys("ctrl+c")
	if !hasQuit(f.effects) {
		t.Error("the second ctrl+c did not end the program")
	}
}

// TestFilterThatIsNotUnderstood: it is not taken, since it would show rows that
// nobody has asked for, and a bulk command would hit them.
func TestFilterThatIsNotUnderstood(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.do(ActionFilter)
	f.update(PromptText{Now: f.now, Text: "state:nonsense"})
	f.update(PromptKey{Now: f.now, Key: "enter"})
	if f.m.Prompt() == nil || !strings.Contains(f.m.Note().Text, "is no state") {
		t.Errorf("the filter is %+v, the note %q", f.m.Prompt(), f.m.Note().Text)
	}
	f.update(PromptKey{Now: f.now, Key: "esc"})
	if view := f.m.Filter(); f.m.Prompt() != nil || view.Text != "" {
		t.Errorf("esc leaves the filter %+v", view)
	}
}

func hasQuit(effects []Effect) bool {
	for _, effect := range effects {
		if effect == (Quit{}) {
			return true
		}
	}
	return false
}

func TestEscClosesOneThingAtATime(t *testing.T) {
	f := newFloor(t, 3, Options{Confirm: ConfirmNever})
	f.do(ActionFilter)
	f.typed("700")
	f.do(ActionMarkAll, ActionStop)
	f.leave()
	f.later(time.Hour) // nobody answers
	f.do(ActionFailures, ActionShowUnknown, ActionNextPane, ActionFilter)
	f.typed("Request")
	f.do(ActionDetail, ActionHelp)
	f.sent()
	open := func() []bool {
		marked, _ := f.m.Marks()
		filter := f.m.Filter()
		return []bool{
			f.m.ShowsHelp(), f.m.ShowsDetail(), f.m.Search().Text != "", f.m.Focus() != PaneBoard, len(f.m.Bulks()) > 0, marked > 0,
			filter.Text != "", filter.Quick != "", filter.Only != "",
		}
	}
	for closed := range len(open()) + 1 {
		for i, isOpen := range open() {
			if isOpen != (i >= closed) {
				t.Fatalf("after %d times esc: %v", closed, open())
			}
		}
		f.do(ActionClear)
	}
	f.want("esc sent", f.sent(), "")
}

func TestPanesTakeTurns(t *testing.T) {
	f := newFloor(t, 3, Options{})
	want := func(pane Pane) {
		t.Helper()
		f.do(ActionNextPane)
		if got := f.m.Focus(); got != pane {
			t.Errorf("the focus is on %d, want %d", got, pane)
		}
	}
	want(PaneMessages)
	want(PaneBoard)
	f.do(ActionDetail)
	want(PaneDetail)
	f.update(Visible{Now: f.now, Rows: 5, Messages: 4, Text: 3, Beyond: 7})
	f.do(ActionDown, ActionPageDown)
	if got := f.m.Scroll(); got != 4 {
		t.Errorf("the detail is scrolled to %d", got)
	}
	f.do(ActionLast)
	if got := f.m.Scroll(); got != 7 {
		t.Errorf("its end is at %d", got)
	}
	want(PaneMessages)
	want(PaneBoard)
	f.want("cursor", f.cursor(), "7001")
	f.do(ActionDetail, ActionNextPane, ActionDetail)
	if f.m.Subject() != SubjectMessage {
		t.Error("the detail is not about the message")
	}
	f.do(ActionMessages)
	if f.m.ShowsDetail() || f.m.Focus() != PaneBoard {
		t.Error("without messages their detail is still there")
	}
	f.update(ClickedMessage{Now: f.now, Number: 1})
	if f.m.Focus() != PaneBoard {
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
