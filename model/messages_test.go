package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// pane returns the numbers of the messages that the pane shows.
func (f *floor) pane() string {
	var all []string
	for _, entry := range f.m.Messages().Entries {
		all = append(all, fmt.Sprint(entry.Number))
	}
	return strings.Join(all, " ")
}

func newMessages(t testing.TB) *floor {
	f := newFloor(t, 1, Options{}) // the link and a registration are messages 1 and 2, eight more follow
	for range 8 {
		f.indicate("7001", "enabled")
	}
	f.flush()
	f.do(action.NextPane)
	return f
}

func TestMessagesFollow(t *testing.T) {
	f := newMessages(t)
	f.want("the newest", f.pane(), "7 8 9 10")
	f.indicate("7001", "disabled")
	f.flush()
	f.want("one more", f.pane(), "8 9 10 11")
	f.do(action.Down)
	if !f.m.Messages().Following {
		t.Error("down at the end does not follow")
	}
}

func TestMessagesScroll(t *testing.T) {
	f := newMessages(t)
	steps := []struct {
		id       action.ID
		pane     string
		selected uint64
	}{
		{action.Up, "7 8 9 10", 9},
		{action.Up, "7 8 9 10", 8},
		{action.PageUp, "4 5 6 7", 4},
		{action.Down, "4 5 6 7", 5},
		{action.First, "1 2 3 4", 1},
		{action.Up, "1 2 3 4", 1},
		{action.PageDown, "2 3 4 5", 5},
		{action.PageDown, "6 7 8 9", 9},
		{action.Down, "7 8 9 10", 10},
		{action.Down, "7 8 9 10", 0},
	}
	for i, step := range steps {
		f.do(step.id)
		f.want(fmt.Sprintf("step %d, %s", i, step.id), f.pane(), step.pane)
		if got := f.m.Messages().Selected; got != step.selected {
			t.Errorf("step %d, %s: message %d is selected, want %d", i, step.id, got, step.selected)
		}
	}
	if !f.m.Messages().Following {
		t.Error("below the newest message the pane does not follow")
	}
}

// TestMessagesStandStill lets the whole ring turn while the user reads.
func TestMessagesStandStill(t *testing.T) {
	f := newMessages(t)
	f.do(action.Up, action.Up)
	before := f.m.Messages()
	var bodies []string
	for _, entry := range before.Entries {
		bodies = append(bodies, string(entry.Body))
	}
	filler := strings.Repeat("x", 60_000)
	for range 2 * MaxLogBytes / len(filler) {
		f.message(event.KindMessage, wire.EventUserEvent, wire.TextAttribute(wire.AttributeErrorMessage, filler))
		f.flush()
	}
	if f.m.Log().First() <= 10 {
		t.Fatal("the ring has not turned")
	}
	f.want("while it turns", f.pane(), "7 8 9 10")
	after := f.m.Messages()
	for i, entry := range after.Entries {
		if string(entry.Body) != bodies[i] {
			t.Errorf("message %d has become another", entry.Number)
		}
	}
	if entry, ok := f.m.SelectedMessage(); !ok || entry.Number != 8 {
		t.Errorf("message %d is selected", entry.Number)
	}
	if want := f.m.Log().End() - 1 - 10; after.Newer != want {
		t.Errorf("%d newer, want %d", after.Newer, want)
	}
	f.update(Visible{Now: f.now, Rows: 5, Messages: 2})
	f.want("in a lower pane", f.pane(), "8 9")
	if got := f.m.Messages().Newer; got != after.Newer+1 {
		t.Errorf("in a lower pane %d are newer, want %d", got, after.Newer+1)
	}
	f.update(Visible{Now: f.now, Rows: 5, Messages: 4})
	f.want("in the pane as it was", f.pane(), "7 8 9 10")
	f.do(action.Up, action.Up)
	f.want("at the oldest that is held", f.pane(), "7 8 9 10")
	if got := f.m.Messages().Selected; got != 7 {
		t.Errorf("up from a message that has left goes to %d", got)
	}
	f.want("what is older", f.m.Note().Text, "older messages have left the log")
	f.do(action.PageDown)
	if got := f.m.Messages().Selected; got != f.m.Log().First() {
		t.Errorf("down from messages that have left goes to %d, the oldest is %d", got, f.m.Log().First())
	}
	f.want("what is between", f.m.Note().Text, "the messages between have left the log: this is the oldest that is there")
	f.do(action.Last)
	if !f.m.Messages().Following {
		t.Error("end does not follow")
	}
}

func TestMessagesClicked(t *testing.T) {
	f := newMessages(t)
	f.update(ClickedMessage{Now: f.now, Number: 8})
	if entry, ok := f.m.SelectedMessage(); !ok || entry.Number != 8 || f.m.Focus() != action.PaneMessages {
		t.Errorf("message %d is selected", entry.Number)
	}
	f.update(ClickedMessage{Now: f.now, Number: 999})
	if got := f.m.Messages(); len(got.Entries) == 0 {
		t.Error("a click on a message that is not there emptied the pane")
	}
}

func TestEmptyLog(t *testing.T) {
	m := New(Options{Board: newFloor(t, 1, Options{}).m.Board()})
	for _, id := range []action.ID{action.NextPane, action.Up, action.PageUp, action.First, action.Last, action.Detail} {
		m.Update(Do{Now: time.Unix(1, 0), ID: id})
	}
	m.Update(Visible{Now: time.Unix(1, 0), Messages: 4})
	if view := m.Messages(); len(view.Entries) != 0 || !view.Following {
		t.Errorf("an empty log shows %+v", view)
	}
	if _, ok := m.SelectedMessage(); ok {
		t.Error("a message is selected in an empty log")
	}
}

// TestHiddenMessagesComeIntoSight: where the window has no room beside the rows,
// the key shows the pane instead of closing what nobody sees.
func TestHiddenMessagesComeIntoSight(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.update(Visible{Now: f.now, Rows: 5, Alone: true})
	f.do(action.Messages)
	if !f.m.ShowsMessages() || f.m.Focus() != action.PaneMessages {
		t.Errorf("shown %v, the focus is on %d", f.m.ShowsMessages(), f.m.Focus())
	}
	for _, shown := range []bool{false, true} {
		f.do(action.Messages)
		if f.m.ShowsMessages() != shown || (f.m.Focus() == action.PaneMessages) != shown {
			t.Errorf("again: shown %v, the focus is on %d", f.m.ShowsMessages(), f.m.Focus())
		}
	}
}
