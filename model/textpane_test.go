package model

import (
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/tlibconn/event"
)

// TestTextPaneSubjects: a key each; pressed again, or esc, it closes, another one
// replaces, and the focus comes back.
func TestTextPaneSubjects(t *testing.T) {
	f := newFloor(t, 2, Options{})
	want := func(subject Subject, focus action.Pane) {
		t.Helper()
		if f.m.Subject() != subject || f.m.Focus() != focus {
			t.Fatalf("subject %d, focus %d, want %d, %d", f.m.Subject(), f.m.Focus(), subject, focus)
		}
	}
	f.do(action.Statistics)
	want(SubjectStatistics, action.PaneBoard)
	f.do(action.NextPane, action.Sent)
	want(SubjectSent, action.PaneDetail)
	f.do(action.Detail)
	want(SubjectDN, action.PaneDetail)
	f.do(action.Statistics, action.Statistics)
	want(SubjectNone, action.PaneBoard)
	f.do(action.NextPane, action.Sent)
	want(SubjectSent, action.PaneMessages)
	f.do(action.Detail)
	want(SubjectMessage, action.PaneMessages)
	f.do(action.Sent, action.NextPane, action.NextPane, action.Clear)
	want(SubjectNone, action.PaneMessages)
	// Messages that go take only their own detail with them.
	f.do(action.Statistics, action.Messages)
	want(SubjectStatistics, action.PaneBoard)
	f.do(action.Detail)
	want(SubjectDN, action.PaneBoard)
}

// TestStatisticsCount counts from the first message on.
func TestStatisticsCount(t *testing.T) {
	f := newFloor(t, 2, Options{})
	began := f.now
	f.do(action.Start)
	f.later(time.Minute) // the session does not say that it left
	g := f.m.Statistics().OfVerb(event.VerbStart)
	if g.Lost != 1 || g.Sent != 0 || g.Ended() != 1 || f.m.Statistics().Commands().Lost != 1 {
		t.Errorf("start has %+v", g.Outcomes)
	}
	if !f.m.Began().Equal(began) {
		t.Errorf("counted since %s, want %s", f.m.Began(), began)
	}
}
