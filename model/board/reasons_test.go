package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestConflictExplained: two indications within ConflictWindow contradict each other only
// if nothing explains the second one.
func TestConflictExplained(t *testing.T) {
	user := func(word string) func(d *desk) { return func(d *desk) { d.user(dn, word, 0) } }
	call := func(typ wire.MessageType) func(d *desk) { return func(d *desk) { d.call(typ, dn, connA) } }
	send := func(verb event.Verb) func(d *desk) { return func(d *desk) { d.ack(d.send(dn, verb)) } }
	wait := func(span time.Duration) func(d *desk) { return func(d *desk) { d.wait(span) } }
	long := DefaultIndicationTimeout + time.Nanosecond
	for _, c := range []struct {
		name     string
		play     []func(d *desk) // before it, the DN talks and is recorded
		conflict bool
	}{
		{"nothing explains it", []func(*desk){user("paused"), wait(ConflictWindow), user("enabled")}, true},
		{"later", []func(*desk){user("paused"), wait(ConflictWindow + time.Nanosecond), user("enabled")}, false},
		{"we paused and resumed", []func(*desk){send(event.VerbPause), send(event.VerbResume), user("paused"), user("enabled")}, false},
		{"we resumed", []func(*desk){send(event.VerbResume), user("paused"), user("enabled")}, false},
		{"we paused only", []func(*desk){send(event.VerbPause), user("paused"), user("enabled")}, true},
		{"another client paused and resumed", []func(*desk){user("pause"), user("resume"), user("paused"), user("enabled")}, false},
		{"another client resumed, and we query", []func(*desk){user("resume"), send(event.VerbQuery), user("paused"), user("enabled")}, false},
		{"another client paused only", []func(*desk){user("pause"), user("paused"), user("enabled")}, true},
		{"another client resumed just in time", []func(*desk){user("resume"), wait(DefaultIndicationTimeout), user("paused"), user("enabled")}, false},
		{"another client resumed long ago", []func(*desk){user("resume"), wait(long), user("paused"), user("enabled")}, true},
		{"another client's command explains one word", []func(*desk){user("resume"), user("enabled"), user("paused"), user("enabled")}, true},
		{"another client resumes behind it", []func(*desk){user("paused"), user("enabled"), user("resume")}, false},
		{"another client pauses behind it", []func(*desk){user("paused"), user("enabled"), user("pause")}, true},
		{"another client queries behind it", []func(*desk){user("paused"), user("enabled"), user("query")}, true},
		{"another client resumes just in time behind it", []func(*desk){user("paused"), user("enabled"), wait(ConflictWindow), user("resume")}, false},
		{"another client resumes long behind it", []func(*desk){user("paused"), user("enabled"), wait(ConflictWindow + time.Nanosecond), user("resume")}, true},
		{"held and retrieved before both", []func(*desk){call(wire.EventHeld), call(wire.EventRetrieved), user("paused"), user("enabled")}, false},
		{"held and retrieved, stopped and started", []func(*desk){call(wire.EventHeld), call(wire.EventRetrieved), user("disabled"), user("enabled")}, false},
		{"held only", []func(*desk){call(wire.EventHeld), user("paused"), user("enabled")}, true},
		{"retrieved behind it", []func(*desk){call(wire.EventHeld), user("paused"), user("enabled"), call(wire.EventRetrieved)}, false},
		{"retrieved long ago", []func(*desk){call(wire.EventRetrieved), wait(long), user("paused"), user("enabled")}, true},
		{"held behind enabled and paused", []func(*desk){user("enabled"), user("paused"), call(wire.EventHeld)}, false},
		{"held behind enabled and disabled", []func(*desk){user("enabled"), user("disabled"), call(wire.EventHeld)}, false},
		{"released behind enabled and disabled", []func(*desk){user("enabled"), user("disabled"), call(wire.EventReleased)}, false},
		{"abandoned before both", []func(*desk){call(wire.EventAbandoned), user("enabled"), user("disabled")}, false},
		{"established behind disabled and enabled", []func(*desk){user("disabled"), user("enabled"), call(wire.EventEstablished)}, false},
		{"ringing explains nothing", []func(*desk){user("disabled"), user("enabled"), call(wire.EventRinging)}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			d.teach(EchoNo)
			d.call(wire.EventEstablished, dn, connA)
			d.user(dn, "enabled", connA)
			d.wait(time.Minute)
			for _, play := range c.play {
				play(d)
			}
			if _, _, conflict := d.row(dn).Conflict(); conflict != c.conflict {
				t.Errorf("conflict is %v, want %v", conflict, c.conflict)
			}
		})
	}
}

// TestAnswerWithoutConnID: an indication that answers a query of ours without naming a
// call is for the call that the query named, and a capture that outlives its call stays
// that call's.
func TestAnswerWithoutConnID(t *testing.T) {
	ends := func(d *desk) {
		d.call(wire.EventReleased, dn, connA)
		d.wait(CallLeftTime)
	}
	for _, c := range []struct {
		name string
		play func(d *desk) // on the established call connA, which is recorded
		want uint64
		call CaptureCall
	}{
		{"a query answered", func(d *desk) { d.ack(d.send(dn, event.VerbQuery)); d.user(dn, "paused", 0) }, connA, CaptureHere},
		{"before the ACK", func(d *desk) { d.send(dn, event.VerbQuery); d.user(dn, "paused", 0) }, connA, CaptureHere},
		{"an automatic query answered", func(d *desk) {
			d.b.wantQuery(d.row(dn), d.now, false)
			for _, c := range d.b.NextQueries(d.now, nil) {
				d.leave(c)
			}
			d.user(dn, "paused", 0)
		}, connA, CaptureHere},
		{"during a consult call", func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			d.call(wire.EventEstablished, dn, connB)
			d.ack(d.send(dn, event.VerbQuery))
			d.user(dn, "enabled", 0)
		}, connA, CaptureOtherCall},
		{"another call is named", func(d *desk) { d.ack(d.send(dn, event.VerbQuery)); d.user(dn, "paused", connB) }, connB, CaptureOtherCall},
		{"unasked", func(d *desk) { d.user(dn, "paused", 0) }, 0, CaptureHere},
		{"after the query was answered", func(d *desk) {
			d.ack(d.send(dn, event.VerbQuery))
			d.user(dn, "paused", 0)
			d.user(dn, "paused", 0)
		}, 0, CaptureHere},
		{"the query was rejected", func(d *desk) { d.reject(d.send(dn, event.VerbQuery), 59); d.user(dn, "paused", 0) }, 0, CaptureHere},
		{"a command asks for it", func(d *desk) {
			d.ack(d.send(dn, event.VerbQuery))
			d.ack(d.send(dn, event.VerbPause))
			d.user(dn, "paused", 0)
		}, 0, CaptureHere},
		{"another client asks for it", func(d *desk) {
			d.ack(d.send(dn, event.VerbQuery))
			d.user(dn, "pause", connA)
			d.user(dn, "paused", 0)
		}, 0, CaptureHere},
		{"a query that named no call", func(d *desk) {
			d.b.options.ConnID = ConnIDPolicy{Mode: ConnIDNone}
			d.ack(d.send(dn, event.VerbQuery))
			d.user(dn, "paused", 0)
		}, 0, CaptureHere},
		{"it goes on after its call", func(d *desk) {
			ends(d)
			d.ack(d.send(dn, event.VerbQuery))
			d.user(dn, "enabled", 0)
		}, connA, CaptureAfterCall},
		{"it goes on after its call, unasked", func(d *desk) { ends(d); d.user(dn, "paused", 0) }, connA, CaptureAfterCall},
		{"it ends after its call", func(d *desk) { ends(d); d.user(dn, "disabled", 0) }, 0, CaptureHere},
		{"it was off, and is started after its call", func(d *desk) {
			d.user(dn, "disabled", connA)
			ends(d)
			d.user(dn, "enabled", 0)
		}, 0, CaptureHere},
		{"we start it after its call", func(d *desk) { ends(d); d.ack(d.send(dn, event.VerbStart)); d.user(dn, "enabled", 0) }, 0, CaptureHere},
		{"the next call rings", func(d *desk) { ends(d); d.call(wire.EventRinging, dn, connB); d.user(dn, "enabled", 0) }, 0, CaptureHere},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, Options{AutomaticQueries: true}, dn)
			d.teach(EchoNo)
			d.call(wire.EventEstablished, dn, connA)
			d.user(dn, "enabled", connA)
			d.wait(ConflictWindow + time.Second)
			c.play(d)
			if r := d.row(dn); r.Capture().ConnID != c.want || r.CaptureCall() != c.call || r.Stale() != 0 {
				t.Errorf("the word is for call %x, remark %q, stale %q; want %x and %q", r.Capture().ConnID, r.CaptureCall(), r.Stale(), c.want, c.call)
			}
		})
	}
}

// TestUnansweredCommandLeavesDoubt: after an unanswered command the state is the same, but
// no longer vouched for.
func TestUnansweredCommandLeavesDoubt(t *testing.T) {
	for _, c := range []struct {
		name  string
		play  func(d *desk)
		stale Stale
	}{
		{"accepted only", func(d *desk) { d.ack(d.send(dn, event.VerbPause)); d.wait(DefaultIndicationTimeout) }, StaleCommand},
		{"not yet over", func(d *desk) { d.ack(d.send(dn, event.VerbPause)); d.wait(DefaultIndicationTimeout - time.Nanosecond) }, 0},
		{"no answer at all", func(d *desk) { d.send(dn, event.VerbStop); d.wait(DefaultRequestTimeout) }, StaleCommand},
		{"a query", func(d *desk) { d.ack(d.send(dn, event.VerbQuery)); d.wait(DefaultIndicationTimeout) }, StaleQuery},
		{"contradicted", func(d *desk) {
			d.ack(d.send(dn, event.VerbPause))
			d.user(dn, "enabled", 0)
			d.wait(DefaultIndicationTimeout)
		}, 0},
		{"rejected", func(d *desk) { d.reject(d.send(dn, event.VerbPause), 59) }, 0},
		{"confirmed", func(d *desk) { d.ack(d.send(dn, event.VerbPause)); d.user(dn, "paused", 0); d.wait(time.Minute) }, 0},
		{"cancelled", func(d *desk) {
			if _, err := d.b.Queue(d.now, key(dn), event.VerbPause, "test"); err != nil {
				d.t.Fatal(err)
			}
			d.b.CancelAll(d.now, "test")
			d.wait(time.Minute)
		}, 0},
		{"answered late", func(d *desk) {
			d.ack(d.send(dn, event.VerbPause))
			d.wait(DefaultIndicationTimeout)
			d.user(dn, "paused", 0)
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			d.user(dn, "enabled", 0)
			d.wait(time.Second)
			c.play(d)
			if got := d.row(dn).Stale(); got != c.stale {
				t.Errorf("it is stale for %q, want %q", got, c.stale)
			}
			checkCounters(t, d.b)
		})
	}
	d := newDesk(t, Options{}, dn)
	d.ack(d.send(dn, event.VerbPause))
	d.wait(DefaultIndicationTimeout)
	if got := d.row(dn).Stale(); got != 0 {
		t.Errorf("a state that was never known is stale for %q", got)
	}
}

// TestSinceIsNeverInvented: the time of a change is known only if the recorder reported it
// by itself, or was told to change.
func TestSinceIsNeverInvented(t *testing.T) {
	found := func(d *desk, verb event.Verb) { d.ack(d.send(dn, verb)); d.user(dn, "paused", 0) }
	for _, c := range []struct {
		name    string
		play    func(d *desk)
		atLeast bool
	}{
		{"the recorder says it", func(d *desk) { d.user(dn, "paused", 0) }, false},
		{"we asked for it", func(d *desk) { found(d, event.VerbPause) }, false},
		{"a query found it", func(d *desk) { found(d, event.VerbQuery) }, true},
		{"a query found it, and a command asks for it", func(d *desk) { d.send(dn, event.VerbPause); found(d, event.VerbQuery) }, false},
		{"another client's query found it", func(d *desk) { d.user(dn, "query", 0); d.user(dn, "paused", 0) }, true},
		{"another client's query found it, just in time", func(d *desk) {
			d.user(dn, "query", 0)
			d.wait(DefaultIndicationTimeout)
			d.user(dn, "paused", 0)
		}, true},
		{"another client queried long ago", func(d *desk) {
			d.user(dn, "query", 0)
			d.wait(DefaultIndicationTimeout + time.Nanosecond)
			d.user(dn, "paused", 0)
		}, false},
		{"another client's query was answered before", func(d *desk) {
			d.user(dn, "query", 0)
			d.user(dn, "enabled", 0)
			d.wait(time.Second)
			d.user(dn, "paused", 0)
		}, false},
		{"another client asked for it", func(d *desk) {
			d.user(dn, "query", 0)
			d.user(dn, "pause", 0)
			d.user(dn, "paused", 0)
		}, false},
		{"a query found no change", func(d *desk) {
			d.user(dn, "paused", 0)
			d.wait(time.Minute)
			found(d, event.VerbQuery)
		}, false},
		{"over a gap", func(d *desk) { d.lose(); d.connect(); d.registered(dn); d.user(dn, "paused", 0) }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			d.teach(EchoNo)
			d.user(dn, "enabled", 0)
			d.user(dn, "disabled", 0)
			d.user(dn, "enabled", 0)
			d.wait(time.Minute)
			c.play(d)
			if got := d.row(dn).Capture(); got.SinceIsLowerBound != c.atLeast || got.State != StatePaused {
				t.Errorf("it is %+v, want at least %v", got, c.atLeast)
			}
		})
	}
}

// TestStopThatAQueryFound: it happened at some time before.
func TestStopThatAQueryFound(t *testing.T) {
	for _, found := range []bool{true, false} {
		d := recorded(t, Options{})
		if found {
			d.ack(d.send(dn, event.VerbQuery))
		}
		d.user(dn, "disabled", 0)
		d.wait(StopTime)
		if s, ok := d.row(dn).Stopped(); !ok || s.AtLeast != found {
			t.Errorf("it is %+v, %v; a query found it: %v", s, ok, found)
		}
	}
}
