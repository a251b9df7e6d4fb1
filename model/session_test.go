package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
)

// ends takes the effects and returns, in order, what the session, the journal and the program
// were asked to do.
func (f *floor) ends() string {
	var told []string
	for _, e := range f.effects {
		switch e := e.(type) {
		case effect.Send:
			told = append(told, "send")
		case effect.Outcomes:
			for _, c := range e.Commands {
				told = append(told, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", c.Verb, c.Key.DN, c.Life, c.Why)))
			}
		case effect.Reconnect:
			told = append(told, "reconnect")
		case effect.Quit:
			told = append(told, "quit")
		}
	}
	f.effects = nil
	return strings.Join(told, ", ")
}

func (f *floor) link(link event.Link) {
	f.stamp(f.feed.Batch.Add(event.KindLink)).Link = &link
	f.flush()
}

// TestQuitGivesEveryCommandItsOutcome has a command in each open life, and checks that their
// outcomes precede the Quit and that nothing follows it.
func TestQuitGivesEveryCommandItsOutcome(t *testing.T) {
	f := newFloor(t, 4, Options{})
	f.do(action.Start)
	f.leave() // 7001: sent
	f.do(action.Down, action.Start)
	f.leave()
	f.accept("7002")
	f.do(action.Down, action.Start) // 7003: the session has it
	f.effects = nil
	if _, err := f.m.board.Queue(f.now, keyOf("7004"), event.VerbQuery, "kim"); err != nil {
		t.Fatal(err)
	}
	f.do(action.Quit)
	f.effects = nil // of the query, which Update has released
	if f.m.Overlay().Dialog() == nil {
		t.Fatal("four commands wait, and nothing was asked")
	}
	if _, err := f.m.board.Queue(f.now, keyOf("7004"), event.VerbStop, "kim"); err != nil {
		t.Fatal(err)
	}
	f.m.overlay.Dialog().Ready = true
	f.m.clock.now = f.m.clock.now.Add(time.Millisecond)
	f.press("y")
	f.want("the end", f.ends(), "start 7001 lost capdeck was quit, start 7002 unanswered capdeck was quit, "+
		"start 7003 lost capdeck was quit, query 7004 lost capdeck was quit, stop 7004 cancelled capdeck was quit, quit")
	f.update(Ending{Now: f.now, Why: "the program ended"})
	f.do(action.Start)
	f.later(time.Minute)
	f.want("after the end", f.ends(), "")
}

func TestQuitWithNothingOpenQuits(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.do(action.Quit)
	f.want("the end", f.ends(), "quit")
}

// TestEndingBySignal ends the program from outside.
func TestEndingBySignal(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Start)
	f.leave()
	f.effects = nil
	f.update(Ending{Now: f.now, Why: "terminated"})
	f.want("the end", f.ends(), "start 7001 lost terminated")
	f.update(Ending{Now: f.now, Why: "terminated"})
	f.want("again", f.ends(), "")
}

func TestReconnect(t *testing.T) {
	tests := []struct {
		name  string
		do    func(*floor)
		asks  string
		wants string
	}{
		{"waiting", func(f *floor) { f.link(event.Link{State: event.LinkWaiting, Lost: true}) }, "", "reconnect"},
		{"refused", func(f *floor) { f.link(event.Link{State: event.LinkRefused}) }, "", "reconnect"},
		{"link down", func(f *floor) { f.link(event.Link{State: event.LinkDown}) }, "", "reconnect"},
		{"link up", func(*floor) {}, "Reconnect? Each capture is stale until its recorder reports it again.", ""},
		{"link up, a command waits", func(f *floor) { f.do(action.Start); f.leave() }, "1 command waits for an answer and would be lost. Reconnect?", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFloor(t, 1, Options{ReadOnly: test.name == "link down"})
			test.do(f)
			f.effects = nil
			f.do(action.Reconnect)
			f.want("at once", f.ends(), test.wants)
			if test.asks == "" {
				return
			}
			f.want("question", f.m.Overlay().Dialog().Question, test.asks)
			f.shown()
			f.press("enter")
			f.want("stay", f.ends(), "")
			f.do(action.Reconnect)
			f.shown()
			f.press("y")
			f.want("yes", f.ends(), "reconnect")
		})
	}
}

// TestCountdownTicks checks that a Tick is due whenever the number of seconds to the next
// attempt changes, and not more often.
func TestCountdownTicks(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.later(time.Second) // now the next Tick is a second away
	f.effects = nil
	f.link(event.Link{State: event.LinkWaiting, Lost: true, Retry: f.now.Add(2300 * time.Millisecond)})
	for _, left := range []time.Duration{2 * time.Second, time.Second, 0} {
		var next time.Time
		for _, e := range f.effects {
			if wake, ok := e.(effect.Wake); ok {
				next = wake.At
			}
		}
		f.effects = nil
		link, _ := f.m.board.Link(site)
		if got := link.Retry.Sub(next); got != left {
			t.Fatalf("the Tick comes %v before the attempt, want %v", got, left)
		}
		f.now = next
		f.update(Tick{Now: f.now})
	}
}

func TestJournalState(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.update(JournalState{Now: f.now, Failed: true, Why: "no space left on device"})
	for _, id := range []action.ID{action.Start, action.Query} {
		f.do(id)
		f.want("sent", f.sent(), "")
	}
	f.want("note", f.m.Note().Text, "query is not sent, because the journal cannot be written: no space left on device")
	f.update(JournalState{Now: f.now})
	f.do(action.Start)
	f.want("sent", f.sent(), "start 7001")
	if f.m.Sent().Journal().Failed {
		t.Error("it is told as failed still")
	}
}

func TestNoteThatStays(t *testing.T) {
	f := newFloor(t, 2, Options{})
	const text = "2 commands of an earlier run have an unknown outcome: capdeck journal --outcome unknown"
	f.update(Say{Now: f.now, Text: text, Stays: true})
	f.later(time.Hour)
	f.want("after an hour", f.m.Note().Text, text)
	f.do(action.Down)
	f.want("after a key", f.m.Note().Text, "")
	f.update(Say{Now: f.now, Text: text})
	f.later(noteTime)
	f.want("one that does not stay", f.m.Note().Text, "")
}

// TestLossEndsCommands checks how commands end with the connection (docs/ARCHITECTURE.md, How
// a command travels), and that none is sent again.
func TestLossEndsCommands(t *testing.T) {
	f := newFloor(t, 4, Options{})
	f.do(action.Start)
	f.leave()
	f.do(action.Down, action.Start)
	f.leave()
	f.accept("7002")
	f.do(action.Down)
	f.effects = nil
	if _, err := f.m.board.Queue(f.now, keyOf("7003"), event.VerbStart, "kim"); err != nil {
		t.Fatal(err)
	}
	f.link(event.Link{State: event.LinkWaiting, Lost: true, Reason: "cut"})
	f.want("outcomes", f.ends(), "start 7001 lost connection lost, start 7002 unanswered connection lost, start 7003 cancelled connection lost")
	f.link(event.Link{State: event.LinkUp, Round: 2})
	f.feed.Round = 2
	for _, dn := range dns(3) {
		f.register(dn)
	}
	f.flush()
	f.later(time.Minute)
	f.want("after the reconnect", f.ends(), "")
	for _, dn := range dns(3) {
		if row := f.m.Board().Row(keyOf(dn)); row.State() != board.StateUnknown {
			t.Errorf("%s is %s", dn, row.State())
		}
	}
}
