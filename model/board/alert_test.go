package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestWatchStopped distinguishes a capture that stops unasked from one that was stopped,
// or ended with its call.
func TestWatchStopped(t *testing.T) {
	stopped := func(d *desk, answer bool) {
		id := d.send(dn, event.VerbStop)
		if answer {
			d.ack(id)
		}
	}
	tests := []struct {
		name  string
		told  int
		state string // before, "enabled" if empty
		play  func(d *desk)
	}{
		{name: "unasked", told: 1, play: func(*desk) {}},
		{name: "unasked while paused", told: 1, state: "paused", play: func(*desk) {}},
		{name: "it was off", state: "disabled", play: func(*desk) {}},
		{name: "our stop", play: func(d *desk) { stopped(d, true) }},
		{name: "before the ACK", play: func(d *desk) { stopped(d, false) }},
		{name: "our stop, late", play: func(d *desk) {
			stopped(d, true)
			d.wait(LateTime - time.Second)
		}},
		{name: "long after our stop", told: 1, play: func(d *desk) {
			stopped(d, true)
			d.wait(LateTime + time.Second)
		}},
		{name: "after a stop that was confirmed", told: 1, play: func(d *desk) {
			stopped(d, true)
			d.user(dn, "disabled", 0)
			d.wait(time.Second)
			d.user(dn, "enabled", 0)
		}},
		{name: "a stop that was rejected", play: func(d *desk) { d.reject(d.send(dn, event.VerbStop), 59) }},
		{name: "our start", told: 1, play: func(d *desk) { d.ack(d.send(dn, event.VerbStart)) }},
		{name: "our query finds it", told: 1, play: func(d *desk) { d.ack(d.send(dn, event.VerbQuery)) }},
		{name: "another client's stop", play: func(d *desk) { d.user(dn, "stop", 0) }},
		{name: "long after another client's stop", told: 1, play: func(d *desk) {
			d.user(dn, "stop", 0)
			d.wait(LateTime + time.Second)
		}},
		{name: "another client's pause", told: 1, play: func(d *desk) { d.user(dn, "pause", 0) }},
		{name: "the end of a call of a capture that names none", play: func(d *desk) {
			d.call(wire.EventEstablished, dn, connA)
			d.call(wire.EventReleased, dn, connA)
		}},
		{name: "just in time after the end of that call", play: func(d *desk) {
			d.call(wire.EventEstablished, dn, connA)
			d.call(wire.EventReleased, dn, connA)
			d.wait(CallLeftTime)
		}},
		{name: "long after the end of that call", told: 1, play: func(d *desk) {
			d.call(wire.EventEstablished, dn, connA)
			d.call(wire.EventReleased, dn, connA)
			d.wait(CallLeftTime + time.Second)
		}},
		{name: "the end of its call", play: func(d *desk) {
			d.call(wire.EventEstablished, dn, connA)
			d.user(dn, "enabled", connA)
			d.call(wire.EventReleased, dn, connA)
			d.wait(time.Minute)
		}},
		{name: "during its call", told: 1, play: func(d *desk) {
			d.call(wire.EventEstablished, dn, connA)
			d.user(dn, "enabled", connA)
		}},
		{name: "over a loss of the link", play: func(d *desk) {
			d.lose()
			d.connect()
			d.registered(dn)
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, watch := range []Watch{WatchStopped, 0} {
				d := newDesk(t, Options{Watch: watch}, dn)
				d.user(dn, map[bool]string{true: "enabled", false: test.state}[test.state == ""], 0)
				d.wait(time.Second)
				test.play(d)
				d.b.TakeAlerts()
				d.user(dn, "disabled", 0)
				d.wait(StopTime)
				first, count := d.b.TakeAlerts()
				want := 0
				if watch != 0 {
					want = test.told
				}
				if count != want || count > 0 && first != (Alert{Kind: WatchStopped, Key: key(dn)}) {
					t.Errorf("watching for %d reported %d, %+v, want %d", watch, count, first, want)
				}
			}
		})
	}
}

// TestWatchFault: a fault is reported once as long as it is the same one.
func TestWatchFault(t *testing.T) {
	d := newDesk(t, Options{Watch: WatchFault | WatchLink}, dn, "7002")
	told := func(want Alert, wantCount int) {
		t.Helper()
		if first, count := d.b.TakeAlerts(); count != wantCount || first != want {
			t.Errorf("told %d, %+v, want %d, %+v", count, first, wantCount, want)
		}
	}
	told(Alert{}, 0)
	d.reject(d.send(dn, event.VerbStart), 59)
	d.reject(d.send("7002", event.VerbStart), 51)
	told(Alert{Kind: WatchFault, Key: key(dn), Fault: Fault{FaultRejected, 59}}, 2)
	d.call(wire.EventEstablished, dn, connA)
	told(Alert{}, 0)
	d.reject(d.send(dn, event.VerbStart), 52)
	told(Alert{Kind: WatchFault, Key: key(dn), Fault: Fault{FaultRejected, 52}}, 1)
	d.user(dn, "enabled", 0)
	d.lose()
	told(Alert{Kind: WatchLink, Key: Key{Site: "sip"}}, 1)
	d.link(event.Link{State: event.LinkWaiting})
	told(Alert{}, 0)
	d.connect()
	d.link(event.Link{State: event.LinkDown})
	told(Alert{Kind: WatchLink, Key: Key{Site: "sip"}}, 1)
}

// TestAFaultBehindAStopIsTold: it is reported when it begins, once, and not when the stop
// is acknowledged.
func TestAFaultBehindAStopIsTold(t *testing.T) {
	d := recorded(t, Options{Watch: WatchFault})
	d.user(dn, "disabled", connA)
	d.wait(StopTime)
	d.b.TakeAlerts()
	d.message(wire.EventDNOutOfService, thisDN(dn))
	want := Alert{Kind: WatchFault, Key: key(dn), Fault: Fault{Kind: FaultOutOfService}}
	if first, count := d.b.TakeAlerts(); count != 1 || first != want {
		t.Errorf("out of service it tells %d, %+v", count, first)
	}
	d.user(dn, "disabled", connA)
	d.b.Acknowledge(key(dn))
	if first, count := d.b.TakeAlerts(); count != 0 {
		t.Errorf("acknowledged it tells %+v", first)
	}
	d.message(wire.EventDNBackInService, thisDN(dn))
	d.message(wire.EventDNOutOfService, thisDN(dn))
	if first, count := d.b.TakeAlerts(); count != 1 || first != want {
		t.Errorf("out of service again it tells %d, %+v", count, first)
	}
}
