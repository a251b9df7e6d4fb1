package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// evidence takes what is to be kept about coverage out of the effects.
func (f *floor) evidence() (all effect.Evidence) {
	for _, e := range f.effects {
		if kept, ok := e.(effect.Evidence); ok {
			all.Stretches = append(all.Stretches, kept.Stretches...)
			all.Blinds = append(all.Blinds, kept.Blinds...)
		}
	}
	return all
}

// callEvent delivers an event of a call.
func (f *floor) callEvent(typ wire.MessageType, dn string, connID uint64) {
	f.t.Helper()
	f.feed.Message(typ, tlibtest.ThisDN(dn), tlibtest.ConnID(connID))
	f.flush()
}

// TestCoverageOfTheBoard checks that the model follows the calls of its board, hands on
// what has ended, each once, raises gaps as incidents, and ends what is open at the end.
func TestCoverageOfTheBoard(t *testing.T) {
	t.Parallel()
	f := newFloorOn(t, 3, Options{Process: "p", Coverage: coverage.Options{Grace: 10 * time.Second}},
		board.Options{AutomaticQueries: true, Requery: time.Minute})
	f.callEvent(wire.EventEstablished, "7001", 1)
	f.callEvent(wire.EventEstablished, "7002", 2)
	f.indicate("7001", "enabled")
	f.flush()
	if got := f.m.Coverage().Counts(""); got != (coverage.Counts{OnCall: 2, Captured: 1, Not: 1}) {
		t.Errorf("counts %+v", got)
	}
	f.effects = nil
	f.later(10 * time.Second)
	f.want("within the grace", f.toDisk(), "")
	f.later(time.Second)
	f.want("a gap", f.toDisk(), "raised p-1 not-captured")
	f.callEvent(wire.EventReleased, "7002", 2)
	kept := f.evidence()
	if len(kept.Stretches) != 1 || kept.Stretches[0].Unverified != 11*time.Second || len(kept.Stretches[0].Gaps) != 1 {
		t.Errorf("stretches %+v", kept.Stretches)
	}
	f.want("its end", f.toDisk(), "cleared p-1 not-captured")
	f.callEvent(wire.EventEstablished, "7003", 3)
	f.later(time.Minute)
	f.effects = nil
	f.update(Ending{Now: f.now, Why: "the end"})
	f.update(Ending{Now: f.now, Why: "the end"})
	kept = f.evidence()
	if len(kept.Stretches) != 2 || !kept.Stretches[0].EndNotSeen {
		t.Errorf("at the end: stretches %+v", kept.Stretches)
	}
	f.want("ended", f.toDisk(), "cleared unseen p-2 not-captured")
}

// TestStoppedIsNotWatched checks that the time in which the program was suspended is one
// in which nothing was watched, although the link is lost only after that.
func TestStoppedIsNotWatched(t *testing.T) {
	t.Parallel()
	f := newFloor(t, 1, Options{})
	f.callEvent(wire.EventEstablished, "7001", 1)
	began := f.now
	f.now = f.now.Add(time.Minute)
	f.update(Resumed{Now: f.now, Stopped: 50 * time.Second})
	f.feed.Link(event.Link{State: event.LinkWaiting, Lost: true})
	f.flush()
	f.now = f.now.Add(time.Second)
	f.feed.Connection, f.feed.Round = 2, 2
	f.feed.Link(event.Link{State: event.LinkUp, Round: 2})
	f.register("7001")
	f.effects = nil
	f.flush()
	kept := f.evidence()
	want := coverage.Blind{Key: keyOf("7001"), Began: began.Add(10 * time.Second), Ended: f.now, Cause: coverage.BlindStopped}
	if len(kept.Blinds) != 1 || kept.Blinds[0] != want {
		t.Errorf("blinds %+v, want %+v", kept.Blinds, want)
	}
	if len(kept.Stretches) != 1 || kept.Stretches[0].Length() != 10*time.Second {
		t.Errorf("stretches %+v", kept.Stretches)
	}
}

// TestViewsOfCalls checks that 7 shows the DNs that are on a call and not recorded, the
// longest first, also after an event; that 8 shows those on a call; and that both agree
// with the counts.
func TestViewsOfCalls(t *testing.T) {
	t.Parallel()
	f := newFloor(t, 5, Options{CoverageExclude: "team:night dn:7004"})
	for i, dn := range []string{"7003", "7001", "7002", "7004"} {
		f.callEvent(wire.EventEstablished, dn, uint64(i+1))
		f.later(time.Second)
	}
	f.indicate("7001", "enabled")
	f.flush()
	f.do(action.ShowNotRecorded)
	f.want("7", f.visible(), "7003 7002")
	f.want("its words", f.m.Rows().Filter().String(), "on a call and not recorded")
	f.want("if it were empty", f.m.Rows().Filter().None(), "No DN is on a call and not recorded")
	f.do(action.ShowOnCalls)
	f.want("8", f.visible(), "7001 7002 7003")
	if got := f.m.Coverage().Counts(""); got != (coverage.Counts{OnCall: 3, Captured: 1, Not: 2}) {
		t.Errorf("counts %+v", got)
	}
	f.do(action.ShowNotRecorded)
	f.later(3 * time.Second)
	f.indicate("7001", "disabled")
	f.flush()
	f.want("stopped", f.visible(), "7003 7002 7001")
	f.indicate("7003", "enabled")
	f.flush()
	f.want("started", f.visible(), "7002 7001")
	f.update(SetFilter{Now: f.now, Text: "gap:>5s"})
	f.want("by the gap", f.visible(), "")
	f.later(2 * time.Second)
	f.want("later", f.visible(), "7002")
	f.do(action.ShowAll)
	f.update(SetFilter{Now: f.now})
	f.do(action.ShowNotRecorded, action.SortNext)
	f.want("sorted by the user", f.visible(), "7001 7002")
}

// TestCallsAreCountedSeldom checks that the calls of the rows that a filter of the time shows are
// counted when a second has passed or something changed, and not for each message.
func TestCallsAreCountedSeldom(t *testing.T) {
	f := newFloor(t, 3, Options{Coverage: patient()})
	f.callEvent(wire.EventEstablished, "7001", 1)
	f.callEvent(wire.EventEstablished, "7002", 2)
	f.update(SetFilter{Now: f.now, Text: "gap:>1s"})
	counted := func(when string, does func(), want bool) {
		t.Helper()
		marked := coverage.Counts{OnCall: -1}
		f.m.calls.shown = marked
		does()
		if shown, _ := f.m.CallCounts(); (shown != marked) != want {
			t.Errorf("%s: counted %v, want %v", when, shown != marked, want)
		}
	}
	counted("a key", func() { f.do(action.Down) }, false)
	counted("another one", func() { f.do(action.Mark) }, false)
	counted("a second", func() { f.later(time.Second) }, true)
	counted("at once", func() { f.update(Tick{Now: f.now}) }, false)
	counted("a call", func() { f.callEvent(wire.EventReleased, "7002", 2) }, true)
	f.later(2 * time.Second)
	if shown, all := f.m.CallCounts(); shown != (coverage.Counts{OnCall: 1, Not: 1}) || all != shown {
		t.Errorf("shown %+v, all %+v", shown, all)
	}
}

// TestExcludedHasNoIncidents checks that a DN that the policy excludes has no incident and that
// its row shows no fault when its capture stops unasked, but the row of another DN does; and the
// same for a window of time.
func TestExcludedHasNoIncidents(t *testing.T) {
	f := newFloor(t, 2, Options{Process: "p", Coverage: patient(), CoverageExclude: "team:night"})
	f.stopped("7001", "7002")
	f.want("filter", f.toDisk(), "raised p-1 stopped-unasked")
	f.want("included", f.m.Board().Row(keyOf("7001")).Fault().String(), "STOPPED UNASKED")
	f.want("excluded", f.m.Board().Row(keyOf("7002")).Fault().String(), "")
	policy := patient()
	policy.ExcludesTime = func(time.Time) bool { return true }
	f = newFloor(t, 2, Options{Process: "p", Coverage: policy})
	f.stopped("7001")
	f.want("window", f.toDisk(), "")
}

// TestGoingIsTold checks that the log is told once a minute which stretches go on, if it is
// kept, also that none does any more.
func TestGoingIsTold(t *testing.T) {
	f := newFloor(t, 2, Options{KeepsEvidence: true, Coverage: patient()})
	told := func() string {
		var words []string
		for _, e := range f.effects {
			if kept, ok := e.(effect.Evidence); ok && kept.Going != nil {
				word := fmt.Sprint(len(kept.Going))
				for _, s := range kept.Going {
					word += fmt.Sprint(" ", s.Key.DN, " ", s.Length(), " ", s.EndNotSeen)
				}
				words = append(words, word)
			}
		}
		f.effects = nil
		return strings.Join(words, ", ")
	}
	f.callEvent(wire.EventEstablished, "7001", 1)
	f.flush()
	f.want("at once", told(), "")
	for range 130 {
		f.later(time.Second)
	}
	f.want("for two minutes", told(), "1 7001 1m0s true, 1 7001 2m0s true")
	f.callEvent(wire.EventReleased, "7001", 1)
	f.flush()
	f.later(time.Minute)
	f.want("after the call", told(), "0")
	f = newFloor(t, 1, Options{})
	f.later(time.Hour)
	f.want("without a log", told(), "")
}
