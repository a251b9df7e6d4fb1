package model

import (
	"slices"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
)

// wakes takes the wake-ups out of the effects.
func (f *floor) wakes() []time.Duration {
	var all []time.Duration
	for _, e := range f.effects {
		if wake, ok := e.(effect.Wake); ok {
			all = append(all, wake.At.Sub(f.now))
		}
	}
	f.effects = nil
	return all
}

func TestOneTickIsAskedForAtATime(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.wakes()
	f.later(3 * time.Second)
	if got := f.wakes(); !slices.Equal(got, []time.Duration{tickTime}) {
		t.Errorf("a tick asks for %v", got)
	}
	for range 5 {
		f.now = f.now.Add(10 * time.Millisecond)
		f.indicate("7001", "enabled")
		f.flush()
	}
	if got := f.wakes(); len(got) != 0 {
		t.Errorf("batches asked for %v while a tick is on its way", got)
	}
}

// TestDeadlinesWake checks that the request timeout and the indication timeout end a command
// without any other event.
func TestDeadlinesWake(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Start)
	f.leave()
	var ended []board.Command
	for range 100 {
		at := f.now.Add(tickTime)
		for _, e := range f.effects {
			switch e := e.(type) {
			case effect.Wake:
				at = e.At
			case effect.Outcomes:
				ended = append(ended, e.Commands...)
			}
		}
		if !at.After(f.now) {
			t.Fatalf("a wake-up is asked for at %v, it is %v", at, f.now)
		}
		f.effects = nil
		f.now = at
		f.update(Tick{Now: f.now})
	}
	if len(ended) != 1 || ended[0].Life != board.LifeLost {
		t.Fatalf("outcomes: %+v", ended)
	}
	if took := ended[0].Ended.Sub(ended[0].Sent); took != board.DefaultRequestTimeout {
		t.Errorf("it took %v", took)
	}
}

// TestPastDeadlinesWakeInAWhile has a deadline that is already due: requesting a wake-up in
// the past would result in a busy loop.
func TestPastDeadlinesWakeInAWhile(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.do(action.Start)
	f.leave()
	deadline, ok := f.m.board.NextDeadline()
	if !ok {
		t.Fatal("a command that was sent has no deadline")
	}
	f.m.clock.now = deadline.Add(time.Hour)
	effects := f.m.schedule(nil)
	if want := (effect.Wake{At: f.m.clock.now.Add(shortestWake)}); len(effects) != 1 || effects[0] != want {
		t.Errorf("effects are %v, want %v", effects, want)
	}
}

func TestUnsentCommandsEnd(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Start)
	var commands []event.Command
	for _, e := range f.effects {
		if send, ok := e.(effect.Send); ok {
			commands = append(commands, send.Commands...)
		}
	}
	f.effects = nil
	f.update(Unsent{Now: f.now, Commands: commands, Why: "the session has ended"})
	row := f.m.Board().Row(keyOf("7001"))
	if c, _ := row.LastCommand(); c.Life != board.LifeCancelled || c.Why != "the session has ended" {
		t.Errorf("the command is %s, %q", c.Life, c.Why)
	}
}

func TestBehindIsForgotten(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.feed.Batch.Behind = true
	f.flush()
	if !f.m.Behind() {
		t.Fatal("a late batch is not told")
	}
	f.later(tickTime / 2)
	if !f.m.Behind() {
		t.Error("it was forgotten at once")
	}
	f.later(tickTime)
	if f.m.Behind() {
		t.Error("it is told long after")
	}
}

func TestTimeNeverGoesBack(t *testing.T) {
	f := newFloor(t, 1, Options{})
	before := f.m.Now()
	f.update(Tick{Now: before.Add(-time.Hour)})
	if got := f.m.Now(); !got.Equal(before) {
		t.Errorf("the clock went to %v", got)
	}
}

func TestThemesTakeTurns(t *testing.T) {
	f := newFloor(t, 1, Options{Themes: []string{"dark", "light"}})
	for _, want := range []string{"light", "dark", "light"} {
		f.do(action.Theme)
		f.want("theme", f.m.Theme(), want)
	}
}

func TestActionsAreWhole(t *testing.T) {
	ids, keys := map[action.ID]bool{}, map[string]action.ID{}
	for _, row := range Actions() {
		if ids[row.ID] || row.ID == "" || row.Help == "" || row.Group == "" || len(row.Keys) == 0 {
			t.Errorf("action %+v is not whole", row)
		}
		ids[row.ID] = true
		for _, key := range row.Keys {
			if other, double := keys[key]; double {
				t.Errorf("%s means %s and %s", key, row.ID, other)
			}
			keys[key] = row.ID
		}
		if row.Verb != event.VerbNone && row.Verb != event.VerbQuery && row.ReadOnly {
			t.Errorf("%s is allowed when read-only", row.ID)
		}
	}
}
