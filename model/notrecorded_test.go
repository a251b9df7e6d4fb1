package model

import (
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/effect"
	"capdeck/tlibconn/wire"
)

// onCalls has n DNs on calls, all of them recorded, and shows those that are not.
func onCalls(t *testing.T, n int) *floor {
	f := newFloorOn(t, n, Options{}, board.Options{AutomaticQueries: true, Requery: time.Minute})
	for i, dn := range dns(n) {
		f.callEvent(wire.EventEstablished, dn, uint64(i+1))
		f.indicate(dn, "enabled")
	}
	f.flush()
	f.do(action.ShowNotRecorded)
	f.want("before", f.visible(), "")
	return f
}

// TestStopUnderLoad checks that a capture that stops during a call, amid thousands of
// events, is in the view of those that are not recorded after the update that brought it.
func TestStopUnderLoad(t *testing.T) {
	t.Parallel()
	f := onCalls(t, 100)
	for round := range 200 {
		for _, dn := range dns(100) {
			if dn == "7042" && round == 99 {
				f.indicate(dn, "disabled")
			} else if dn != "7042" {
				f.indicate(dn, "enabled")
			}
		}
	}
	f.flush()
	f.want("not recorded", f.visible(), "7042")
	if got := f.m.Coverage().Counts(""); got != (coverage.Counts{OnCall: 100, Captured: 99, Not: 1}) {
		t.Errorf("counts %+v", got)
	}
}

// TestSilentRestart checks that captures that ended with a recorder's restart, which told
// nobody, are in the view within the interval of the queries and a twelfth of it, in which
// queries are gathered.
func TestSilentRestart(t *testing.T) {
	t.Parallel()
	f := onCalls(t, 3)
	restarted := f.now
	for f.m.Coverage().Counts("").Not < 3 {
		if f.now.Sub(restarted) > 65*time.Second {
			t.Fatalf("after %s the view has %q", f.now.Sub(restarted), f.visible())
		}
		f.effects = nil
		f.later(time.Second)
		f.answerQueries("disabled")
	}
	f.want("not recorded", f.visible(), "7001 7002 7003")
}

// answerQueries lets the queries among the effects leave, and answers each with a word.
func (f *floor) answerQueries(word string) {
	var asked []string
	for _, e := range f.effects {
		if send, ok := e.(effect.Send); ok {
			for _, c := range send.Commands {
				asked = append(asked, c.DN)
			}
		}
	}
	f.leave()
	for _, dn := range asked {
		f.indicate(dn, word)
	}
	f.flush()
}
