package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// stopScene is a capture that ends during a call, and what is shown of it StopTime later.
type stopScene struct {
	name    string
	play    func(d *desk) // on an established call connA that is recorded
	fault   bool
	byOther bool
}

func stopScenes() []stopScene {
	disabled := func(d *desk) { d.user(dn, "disabled", connA) }
	ours := func(d *desk, verb event.Verb) { d.ack(d.send(dn, verb)) }
	previous := wire.LongAttribute(wire.AttributePreviousConnID, connA)
	return []stopScene{
		{name: "nobody asked", fault: true, play: disabled},
		{name: "no ConnID is named", fault: true, play: func(d *desk) { d.user(dn, "disabled", 0) }},
		{name: "it was paused", fault: true, play: func(d *desk) { d.user(dn, "paused", connA); disabled(d) }},
		{name: "it was off already", play: func(d *desk) {
			ours(d, event.VerbStop)
			disabled(d)
			disabled(d)
		}},
		{name: "we asked", play: func(d *desk) { ours(d, event.VerbStop); disabled(d) }},
		{name: "we asked, and the answer is late", play: func(d *desk) {
			ours(d, event.VerbStop)
			d.wait(LateTime)
			disabled(d)
		}},
		{name: "we asked long ago", fault: true, play: func(d *desk) {
			ours(d, event.VerbStop)
			d.wait(LateTime + time.Nanosecond)
			disabled(d)
		}},
		{name: "we asked for another call", fault: true, play: func(d *desk) {
			d.b.options.ConnID = ConnIDPolicy{Mode: ConnIDFixed, Fixed: connB}
			ours(d, event.VerbStop)
			disabled(d)
		}},
		{name: "we asked, it was recorded again", fault: true, play: func(d *desk) {
			ours(d, event.VerbStop)
			disabled(d)
			d.wait(time.Second)
			d.user(dn, "enabled", connA)
			disabled(d)
		}},
		{name: "we queried", fault: true, play: func(d *desk) { ours(d, event.VerbQuery); disabled(d) }},
		{name: "we paused", fault: true, play: func(d *desk) { ours(d, event.VerbPause); disabled(d) }},
		{name: "we start again at once", fault: true, play: func(d *desk) {
			disabled(d)
			ours(d, event.VerbStart)
			d.user(dn, "enabled", connA)
		}},
		{name: "the recorder starts again at once", fault: true, play: func(d *desk) {
			disabled(d)
			d.user(dn, "enabled", connA)
		}},
		{name: "we stop it afterwards", fault: true, play: func(d *desk) { disabled(d); ours(d, event.VerbStop) }},
		{name: "another client asked", byOther: true, play: func(d *desk) { d.user(dn, "stop", connA); disabled(d) }},
		{name: "another client asked without a call", byOther: true, play: func(d *desk) { d.user(dn, "stop", 0); disabled(d) }},
		{name: "another client asked for another call", fault: true, play: func(d *desk) { d.user(dn, "stop", connB); disabled(d) }},
		{name: "another client asked, and we query", byOther: true, play: func(d *desk) {
			d.user(dn, "stop", connA)
			ours(d, event.VerbQuery)
			disabled(d)
		}},
		{name: "another client asked, and the answer is late", byOther: true, play: func(d *desk) {
			d.user(dn, "stop", connA)
			d.wait(LateTime)
			disabled(d)
		}},
		{name: "another client asked long ago", fault: true, play: func(d *desk) {
			d.user(dn, "stop", connA)
			d.wait(LateTime + time.Nanosecond)
			disabled(d)
		}},
		{name: "another client's stop comes behind", byOther: true, play: func(d *desk) { disabled(d); d.user(dn, "stop", connA) }},
		{name: "another client's stop explains one", fault: true, play: func(d *desk) {
			d.user(dn, "stop", connA)
			disabled(d)
			d.user(dn, "enabled", connA)
			d.wait(StopTime)
			disabled(d)
		}},
		{name: "another client paused", fault: true, play: func(d *desk) { d.user(dn, "pause", connA); disabled(d) }},
		{name: "the call ends", play: func(d *desk) { disabled(d); d.call(wire.EventReleased, dn, connA) }},
		{name: "the call ends just in time", play: func(d *desk) {
			disabled(d)
			d.after(StopTime - time.Nanosecond)
			d.call(wire.EventReleased, dn, connA)
		}},
		{name: "the call ends behind it", fault: true, play: func(d *desk) {
			disabled(d)
			d.after(StopTime)
			d.call(wire.EventReleased, dn, connA)
		}},
		{name: "the call had ended", play: func(d *desk) { d.call(wire.EventReleased, dn, connA); disabled(d) }},
		{name: "the call is put on hold", play: func(d *desk) { disabled(d); d.call(wire.EventHeld, dn, connA) }},
		{name: "the call is on hold", play: func(d *desk) { d.call(wire.EventHeld, dn, connA); disabled(d) }},
		{name: "the call is on hold and back", fault: true, play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			d.call(wire.EventRetrieved, dn, connA)
		}},
		{name: "the call is put on hold and back", fault: true, play: func(d *desk) {
			disabled(d)
			d.call(wire.EventHeld, dn, connA)
			d.wait(time.Minute)
			d.call(wire.EventRetrieved, dn, connA)
		}},
		{name: "on hold, and a query finds it", fault: true, play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			ours(d, event.VerbQuery)
			disabled(d)
			d.wait(time.Minute)
			d.call(wire.EventRetrieved, dn, connA)
		}},
		{name: "on hold, back and on hold again", play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			d.call(wire.EventRetrieved, dn, connA)
			d.after(StopTime - time.Nanosecond)
			d.call(wire.EventHeld, dn, connA)
		}},
		{name: "on hold, back, on hold again and back", fault: true, play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			for range 2 {
				d.call(wire.EventRetrieved, dn, connA)
				d.wait(StopTime / 2)
				d.call(wire.EventHeld, dn, connA)
			}
			d.call(wire.EventRetrieved, dn, connA)
		}},
		{name: "the recorder goes on with the retrieve", play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			d.wait(time.Minute)
			d.call(wire.EventRetrieved, dn, connA)
			d.after(StopTime - time.Nanosecond)
			d.user(dn, "enabled", connA)
		}},
		{name: "the recorder goes on before the retrieve", play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			d.user(dn, "enabled", 0)
			d.call(wire.EventRetrieved, dn, connA)
		}},
		{name: "the held call ends", play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			d.wait(time.Minute)
			d.call(wire.EventReleased, dn, connA)
			d.call(wire.EventEstablished, dn, connA)
		}},
		{name: "another call is retrieved", play: func(d *desk) {
			d.call(wire.EventHeld, dn, connB)
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			d.call(wire.EventRetrieved, dn, connB)
		}},
		{name: "the held call gets another name and is retrieved", fault: true, play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			d.call(wire.EventPartyChanged, dn, connB, previous)
			d.call(wire.EventRetrieved, dn, connB)
		}},
		{name: "we stop it on hold", play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			ours(d, event.VerbStop)
			disabled(d)
			d.wait(2 * LateTime)
			d.call(wire.EventRetrieved, dn, connA)
		}},
		{name: "another client stops it on hold", byOther: true, play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			d.user(dn, "stop", connA)
			d.wait(2 * LateTime)
			d.call(wire.EventRetrieved, dn, connA)
		}},
		{name: "the link is lost on hold", play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			d.lose()
			d.connect()
			d.registered(dn, textPair("conn-1", connIDText(connA)), textPair("ps-1", "12"))
			d.call(wire.EventRetrieved, dn, connA)
		}},
		{name: "a resync finds it retrieved", fault: true, play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			disabled(d)
			if err := d.b.Resync(d.now, key(dn)); err != nil {
				d.t.Fatal(err)
			}
			d.b.NextResyncs(d.now)
			d.addressInfo(dn, wire.EventAddressInfo, d.extensions(textPair("conn-1", connIDText(connA)), textPair("ps-1", "12")))
		}},
		{name: "the call has another name", fault: true, play: func(d *desk) {
			disabled(d)
			d.call(wire.EventPartyChanged, dn, connB, previous)
			d.call(wire.EventReleased, dn, connA)
		}},
		{name: "the link is lost", play: func(d *desk) { disabled(d); d.lose() }},
		{name: "the link is lost behind it", fault: true, play: func(d *desk) {
			disabled(d)
			d.after(StopTime)
			d.link(event.Link{State: event.LinkDown})
		}},
		{name: "the registration is lost behind it", fault: true, play: func(d *desk) {
			disabled(d)
			d.after(StopTime)
			d.message(wire.EventUnregistered, thisDN(dn))
		}},
		{name: "nobody saw it stop", play: func(d *desk) {
			d.lose()
			d.connect()
			d.registered(dn, textPair("conn-1", connIDText(connA)), textPair("ps-1", "12"))
			disabled(d)
		}},
		{name: "a word from before the loss", play: func(d *desk) {
			d.lose()
			d.connect()
			d.registered(dn, textPair("conn-1", connIDText(connA)), textPair("ps-1", "12"))
			d.user(dn, "enabled", connB)
			disabled(d)
		}},
		{name: "a consult call that was never recorded", play: func(d *desk) {
			d.call(wire.EventEstablished, dn, connB)
			d.user(dn, "disabled", connB)
		}},
		{name: "a consult call that was recorded", fault: true, play: func(d *desk) {
			d.call(wire.EventEstablished, dn, connB)
			d.user(dn, "enabled", connB)
			d.user(dn, "disabled", connB)
		}},
		{name: "the first call, during a consult call", play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			d.call(wire.EventEstablished, dn, connB)
			disabled(d)
		}},
		{name: "no call is named, during a consult call", play: func(d *desk) {
			d.call(wire.EventHeld, dn, connA)
			d.call(wire.EventEstablished, dn, connB)
			d.user(dn, "disabled", 0)
		}},
		{name: "a call that is not the DN's", play: func(d *desk) {
			d.user(dn, "enabled", connB)
			d.user(dn, "disabled", connB)
		}},
	}
}

// TestStoppedUnasked: a capture that stops during a call without a stop of ours is a
// fault, or a remark if another client stopped it, if the DN is on that call StopTime
// later and the call is not held. When Expire is called changes nothing.
func TestStoppedUnasked(t *testing.T) {
	for _, s := range stopScenes() {
		t.Run(s.name, func(t *testing.T) {
			for _, eager := range []bool{true, false} {
				d := newDesk(t, Options{}, dn)
				d.call(wire.EventEstablished, dn, connA)
				d.user(dn, "enabled", connA)
				d.wait(ConflictWindow + time.Second)
				s.play(d)
				if eager {
					d.b.Expire(d.now)
				}
				d.wait(StopTime)
				r := d.row(dn)
				fault := r.hasLasting
				stop, told := r.Stopped()
				if fault != s.fault || told && stop.ByOther != s.byOther || s.fault != (d.b.Stops().Unasked == 1) {
					t.Errorf("eager %v: fault %v, told %v: %+v, counts %+v; want fault %v, by another %v", eager, fault, told, stop, d.b.Stops(), s.fault, s.byOther)
				}
				if s.byOther && d.b.Stops().ByOther != 1 {
					t.Errorf("eager %v: %+v are counted", eager, d.b.Stops())
				}
				if s.fault && (!told || stop.Count != 1 || d.b.Acknowledge(key(dn)) != 1) {
					t.Errorf("eager %v: told %v, %+v", eager, told, stop)
				}
				checkCounters(t, d.b)
			}
		})
	}
}

// recorded returns a desk whose DN is recorded on a call.
func recorded(t *testing.T, o Options) *desk {
	d := newDesk(t, o, dn, "7002")
	d.call(wire.EventEstablished, dn, connA)
	d.user(dn, "enabled", connA)
	d.wait(ConflictWindow + time.Second)
	return d
}

// TestStoppedStays: no command, query, call or loss removes the fault.
func TestStoppedStays(t *testing.T) {
	d := recorded(t, Options{})
	at := d.now
	d.user(dn, "disabled", connA)
	d.wait(StopTime - time.Nanosecond)
	if got := d.row(dn).Fault(); got.Kind != FaultNone {
		t.Fatalf("the fault %v is there too early", got)
	}
	d.wait(time.Nanosecond)
	stays := func(when string, want FaultKind) {
		t.Helper()
		r := d.row(dn)
		if s, ok := r.Stopped(); r.Fault().Kind != want || !ok || s.At != at || s.ByOther || d.b.Counters().Faults != 1 {
			t.Errorf("%s: the fault is %v, stopped %+v, %v; %d faults", when, r.Fault(), s, ok, d.b.Counters().Faults)
		}
		checkCounters(t, d.b)
	}
	stays("2 s later", FaultStopped)
	id := d.send(dn, event.VerbStart)
	stays("start sent", FaultStopped)
	d.ack(id)
	d.user(dn, "enabled", connA)
	stays("start confirmed", FaultStopped)
	d.reject(d.send(dn, event.VerbPause), 59)
	stays("pause rejected", FaultStopped)
	d.ack(d.send(dn, event.VerbQuery))
	d.user(dn, "enabled", connA)
	stays("query answered", FaultStopped)
	d.user(dn, "paused", 0)
	stays("two words that contradict each other", FaultStopped)
	if f := d.row(dn).HiddenFault(); f.Kind != FaultConflict {
		t.Errorf("the fault behind it is %v", f)
	}
	d.user(dn, "paused", 0)
	d.call(wire.EventReleased, dn, connA)
	d.wait(time.Hour)
	stays("the call has ended", FaultStopped)
	d.user(dn, "stop", 0)
	stays("another client's command", FaultStopped)
	d.lose()
	stays("the connection is lost", FaultStopped)
	d.connect()
	d.registered(dn)
	stays("registered again", FaultStopped)
	if n := d.b.Acknowledge(key("7002"), key("9999"), key(dn), key(dn)); n != 1 {
		t.Errorf("%d DNs were acknowledged, want 1", n)
	}
	if s, ok := d.row(dn).Stopped(); ok || d.row(dn).Fault().Kind == FaultStopped {
		t.Errorf("acknowledged, it is %v, %+v", d.row(dn).Fault(), s)
	}
	checkCounters(t, d.b)
}

// TestStoppedAgain counts the stops that were not acknowledged.
func TestStoppedAgain(t *testing.T) {
	d := recorded(t, Options{})
	for range 3 {
		d.user(dn, "disabled", connA)
		d.wait(StopTime)
		d.user(dn, "enabled", connA)
		d.wait(time.Second)
	}
	if s, _ := d.row(dn).Stopped(); s.Count != 3 || d.now.Sub(s.At) != StopTime+time.Second {
		t.Errorf("it is %+v, want the last of 3", s)
	}
	// A stop of another client is only a remark, and hides no fault.
	d.user(dn, "stop", connA)
	d.user(dn, "disabled", connA)
	d.wait(StopTime)
	if s, _ := d.row(dn).Stopped(); s.ByOther || s.Count != 3 {
		t.Errorf("another client's stop has made it %+v", s)
	}
	d.b.Acknowledge(key(dn))
	if _, ok := d.row(dn).Stopped(); ok || d.b.Stops() != (StopCounts{Unasked: 3, ByOther: 1}) {
		t.Errorf("after the acknowledgement it is still reported, or the counts %+v are wrong", d.b.Stops())
	}
}

// TestStoppedByOther: a stop of another client is a remark, until it is
// acknowledged, the capture changes, or the call ends.
func TestStoppedByOther(t *testing.T) {
	for _, c := range []struct {
		name string
		play func(d *desk)
		kept bool
	}{
		{"nothing happens", func(d *desk) { d.wait(time.Hour) }, true},
		{"it is said again", func(d *desk) { d.user(dn, "disabled", connA) }, true},
		{"we query", func(d *desk) { d.ack(d.send(dn, event.VerbQuery)) }, true},
		{"acknowledged", func(d *desk) { d.b.Acknowledge(key(dn)) }, false},
		{"recorded", func(d *desk) { d.user(dn, "enabled", connA) }, false},
		{"recorded, and stopped by us", func(d *desk) {
			d.user(dn, "enabled", connA)
			d.wait(time.Second)
			d.ack(d.send(dn, event.VerbStop))
			d.user(dn, "disabled", connA)
		}, false},
		{"the call ends", func(d *desk) { d.call(wire.EventReleased, dn, connA) }, false},
		{"the call has another name", func(d *desk) {
			d.call(wire.EventPartyChanged, dn, connB, wire.LongAttribute(wire.AttributePreviousConnID, connA))
		}, true},
		{"the connection is lost", func(d *desk) { d.lose() }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := recorded(t, Options{})
			d.user(dn, "stop", connA)
			d.user(dn, "disabled", connA)
			d.wait(StopTime)
			if s, ok := d.row(dn).Stopped(); !ok || !s.ByOther || d.row(dn).Fault().Kind != FaultNone {
				t.Fatalf("it is %+v, %v, with the fault %v", s, ok, d.row(dn).Fault())
			}
			c.play(d)
			if s, ok := d.row(dn).Stopped(); ok != c.kept {
				t.Errorf("it is reported %v, want %v: %+v", ok, c.kept, s)
			}
		})
	}
}

// TestStoppedIsToldOnce: Options.Watch reports it when it is decided, as a stop or as a
// fault, and not again.
func TestStoppedIsToldOnce(t *testing.T) {
	for _, c := range []struct {
		watch Watch
		want  Alert
	}{
		{WatchStopped, Alert{Kind: WatchStopped, Key: key(dn)}},
		{WatchFault, Alert{Kind: WatchFault, Key: key(dn), Fault: Fault{Kind: FaultStopped}}},
		{WatchStopped | WatchFault, Alert{Kind: WatchStopped, Key: key(dn)}},
	} {
		d := recorded(t, Options{Watch: c.watch})
		d.user(dn, "disabled", connA)
		if _, count := d.b.TakeAlerts(); count != 0 {
			t.Errorf("watching for %d, it is reported before it is decided", c.watch)
		}
		d.wait(StopTime)
		if first, count := d.b.TakeAlerts(); count != 1 || first != c.want {
			t.Errorf("watching for %d reported %d, %+v, want %+v", c.watch, count, first, c.want)
		}
		d.user(dn, "enabled", connA)
		d.user(dn, "disabled", connA)
		d.user(dn, "disabled", connA)
		d.b.TakeAlerts()
		d.call(wire.EventReleased, dn, connA)
		d.wait(StopTime)
		if first, count := d.b.TakeAlerts(); count != 0 {
			t.Errorf("watching for %d, it is reported again: %+v", c.watch, first)
		}
	}
}
