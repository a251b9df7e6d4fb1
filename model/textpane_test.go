package model

import (
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/panes"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
)

// TestTextPaneKeys checks that the key of a content opens it, that the same key or esc closes
// the pane, that another key replaces the content, and that the focus returns.
func TestTextPaneKeys(t *testing.T) {
	f := newFloor(t, 2, Options{})
	want := func(content panes.Content, focus action.Pane) {
		t.Helper()
		if f.m.Panes().Text().Content() != content || f.m.Panes().Focus() != focus {
			t.Fatalf("content %d, focus %d, want %d, %d", f.m.Panes().Text().Content(), f.m.Panes().Focus(), content, focus)
		}
	}
	f.do(action.Statistics)
	want(panes.Statistics, action.PaneBoard)
	f.do(action.NextPane, action.Sent)
	want(panes.Sent, action.PaneDetail)
	f.do(action.Detail)
	want(panes.DN, action.PaneDetail)
	f.do(action.Statistics, action.Statistics)
	want(panes.Nothing, action.PaneBoard)
	f.do(action.NextPane, action.Sent)
	want(panes.Sent, action.PaneMessages)
	f.do(action.Detail)
	want(panes.Message, action.PaneMessages)
	f.do(action.Sent, action.NextPane, action.NextPane, action.Clear)
	want(panes.Nothing, action.PaneMessages)
	// Messages that go take only their own detail with them.
	f.do(action.Statistics, action.Messages)
	want(panes.Statistics, action.PaneBoard)
	f.do(action.Detail)
	want(panes.DN, action.PaneBoard)
}

// TestStatisticsCount checks that the statistics count from the first message.
func TestStatisticsCount(t *testing.T) {
	f := newFloor(t, 2, Options{})
	began := f.now
	f.do(action.Start)
	f.later(time.Minute) // the session does not say that it left
	g := f.m.Statistics().OfVerb(event.VerbStart)
	if g.Lost != 1 || g.Sent != 0 || g.Ended() != 1 || f.m.Statistics().Commands().Lost != 1 {
		t.Errorf("start has %+v", g.Outcomes)
	}
	if !f.m.Statistics().Began().Equal(began) {
		t.Errorf("counted since %s, want %s", f.m.Statistics().Began(), began)
	}
}

// TestSentScrolls scrolls the list of sent commands with keys while lines are added.
func TestSentScrolls(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.update(Visible{Now: f.now, Rows: 5, Text: 3})
	record := func(command uint64) {
		f.update(Recorded{Now: f.now, Intents: []journal.Intent{{Time: f.now, Command: command, DN: "7001", Verb: "start"}}})
	}
	for i := range uint64(10) {
		record(i + 1)
	}
	f.do(action.Sent, action.NextPane, action.Up)
	record(11)
	if view := f.m.Sent().View(); f.m.Sent().Top() != 6 || view.Following || view.Newer != 2 {
		t.Errorf("one up shows line %d, %d are below", f.m.Sent().Top(), view.Newer)
	}
	f.do(action.First)
	if f.m.Sent().Top() != 0 {
		t.Errorf("the first line is %d", f.m.Sent().Top())
	}
	f.do(action.PageDown, action.Help, action.Help)
	if f.m.Sent().Top() != 3 {
		t.Errorf("a page down, with the help in between, shows line %d", f.m.Sent().Top())
	}
	f.do(action.Sent, action.Sent)
	if !f.m.Sent().View().Following {
		t.Error("opened again, the pane does not follow")
	}
}
