package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/action"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
)

// lines returns what was sent, a word each: the command and its outcome.
func (f *floor) lines() string {
	words := make([]string, 0, MaxSent)
	for _, line := range f.m.Sent().Lines {
		switch {
		case line.Remark != nil:
			words = append(words, fmt.Sprintf("failed=%t", line.Remark.Failed))
		case line.Intent.Automatic:
			words = append(words, fmt.Sprintf("queries%d-%d", line.Intent.Count, line.Intent.Last))
		default:
			words = append(words, fmt.Sprintf("%d:%s", line.Intent.Command, strings.ReplaceAll(line.Outcome.Outcome, " ", "-")))
		}
	}
	return strings.Join(words, " ")
}

func (f *floor) intents(commands ...uint64) {
	msg := Recorded{Now: f.now}
	for _, command := range commands {
		msg.Intents = append(msg.Intents, journal.Intent{Time: f.now, Command: command, DN: "7001", Verb: "start", ConnID: command})
	}
	f.update(msg)
}

func (f *floor) outcome(command uint64, word string) {
	f.update(Recorded{Now: f.now, Outcomes: []journal.Outcome{{Time: f.now, Command: command, DN: "7001", Verb: "start", Outcome: word}}})
}

func TestSentLines(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.update(Recorded{Now: f.now, Intents: []journal.Intent{
		{Connection: 1, Automatic: true, Verb: "query", Reference: 1, Last: 3, Count: 3},
		{Connection: 1, Automatic: true, Verb: "query", Reference: 4, Last: 9, Count: 4},
		{Connection: 2, Automatic: true, Verb: "query", Reference: 1, Last: 2, Count: 2},
	}})
	f.intents(1, 2)
	f.outcome(2, "confirmed")
	f.outcome(3, "cancelled") // it was never recorded: it never left
	f.update(JournalState{Now: f.now, Failed: true, Why: "no space left on device"})
	f.update(JournalState{Now: f.now, Failed: true, Why: "no space left on device"})
	f.update(JournalState{Now: f.now})
	f.outcome(4, "lost") // given up while the disk was slow
	f.intents(4)
	f.want("lines", f.lines(), "queries7-9 queries2-2 1:open 2:confirmed 3:cancelled failed=true failed=false 4:lost")
	f.update(Recorded{Now: f.now, Intents: []journal.Intent{{Connection: 2, Automatic: true, Verb: "query", Reference: 8, Last: 8, Count: 1}}})
	f.update(Recorded{Now: f.now, Intents: []journal.Intent{{Connection: 2, Automatic: true, Verb: "query", Reference: 9, Last: 9, Count: 1}}})
	if got := f.lines(); !strings.HasSuffix(got, " 4:lost queries2-9") {
		t.Errorf("after a command, automatic queries are %q", got)
	}
	last := f.m.Sent().Lines[7]
	if !last.Recorded || last.Intent.ConnID != 4 {
		t.Errorf("the intent that came late is %+v", last.Entry)
	}
}

// TestSentIsBounded: the oldest lines leave, and an outcome of one that has left
// makes no line of its own.
func TestSentIsBounded(t *testing.T) {
	f := newFloor(t, 1, Options{})
	for i := range uint64(MaxSent + 50) {
		f.intents(i + 1)
	}
	f.outcome(50, "confirmed")
	f.outcome(51, "confirmed")
	view := f.m.Sent()
	if len(view.Lines) != MaxSent || view.Older != 50 || view.Lines[0].Intent.Command != 51 || view.Lines[0].Outcome.Outcome != "confirmed" {
		t.Errorf("%d lines behind %d, the first %+v", len(view.Lines), view.Older, view.Lines[0].Entry)
	}
	if len(f.m.sent.open) != MaxSent-1 {
		t.Errorf("%d commands are open", len(f.m.sent.open))
	}
}

// TestSentScroll scrolls at random while lines come: what is shown moves by the
// steps alone, or follows.
func TestSentScroll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFloor(t, 1, Options{})
		height := rapid.IntRange(0, 30).Draw(t, "height")
		f.update(Visible{Now: f.now, Rows: 5, Text: height})
		f.do(action.Sent, action.NextPane)
		next := uint64(1)
		first := func() uint64 {
			view := f.m.Sent()
			return view.Lines[min(f.m.Scroll(), max(len(view.Lines)-height, 0))].Number
		}
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			var before uint64
			held := !f.m.Sent().Following
			if held {
				before = first()
			}
			if rapid.Bool().Draw(t, "comes") {
				for range rapid.IntRange(1, 700).Draw(t, "count") {
					f.intents(next)
					next++
				}
				if held && first() != before {
					t.Fatalf("the pane moved from line %d to %d by itself", before, first())
				}
				continue
			}
			id := rapid.SampledFrom([]action.ID{action.Up, action.Down, action.PageUp, action.PageDown, action.First, action.Last}).Draw(t, "action")
			f.do(id)
			view := f.m.Sent()
			if !view.Following && (f.m.Scroll() >= len(view.Lines) || view.Newer <= 0) {
				t.Fatalf("line %d of %d is the first, %d are below, and the pane does not follow", f.m.Scroll(), len(view.Lines), view.Newer)
			}
			if held && !view.Following && id == action.Up && first() != max(before-1, view.Lines[0].Number) {
				t.Fatalf("up went from line %d to %d", before, first())
			}
			if id == action.Last && !view.Following {
				t.Fatal("end does not follow")
			}
		}
	})
}

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
