package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/wire"
)

// TestCaptureCall: a row reports when the capture that it shows is not of the call that it
// shows.
func TestCaptureCall(t *testing.T) {
	const connC = connB + 1
	previous := wire.LongAttribute(wire.AttributePreviousConnID, connA)
	talks := func(d *desk, word string) {
		d.call(wire.EventEstablished, dn, connA)
		d.user(dn, word, connA)
	}
	for _, c := range []struct {
		name string
		play func(d *desk)
		want CaptureCall
	}{
		{"nothing known", func(*desk) {}, CaptureHere},
		{"a call, nothing heard", func(d *desk) { d.call(wire.EventEstablished, dn, connA) }, CaptureHere},
		{"the same call", func(d *desk) { talks(d, "enabled") }, CaptureHere},
		{"no call named", func(d *desk) { talks(d, "enabled"); d.user(dn, "enabled", 0) }, CaptureHere},
		{"no call known", func(d *desk) { d.user(dn, "enabled", connA) }, CaptureHere},
		{"another call than the only one", func(d *desk) {
			d.call(wire.EventEstablished, dn, connA)
			d.user(dn, "enabled", connB)
		}, CaptureOtherCall},
		{"consulting", func(d *desk) {
			talks(d, "paused")
			d.call(wire.EventHeld, dn, connA)
			d.call(wire.EventEstablished, dn, connB)
		}, CaptureOtherCall},
		{"off, for another call", func(d *desk) {
			talks(d, "disabled")
			d.call(wire.EventReleased, dn, connA)
			d.call(wire.EventRinging, dn, connB)
		}, CaptureOtherCall},
		{"back from the consult call", func(d *desk) {
			talks(d, "paused")
			d.call(wire.EventHeld, dn, connA)
			d.call(wire.EventEstablished, dn, connB)
			d.call(wire.EventReleased, dn, connB)
		}, CaptureHere},
		{"its call was renamed", func(d *desk) {
			talks(d, "enabled")
			d.call(wire.EventPartyChanged, dn, connB, previous)
		}, CaptureHere},
		{"the call has ended, nothing heard since", func(d *desk) {
			talks(d, "enabled")
			d.call(wire.EventReleased, dn, connA)
		}, CaptureHere},
		{"stale, since its call has ended", func(d *desk) {
			talks(d, "enabled")
			d.call(wire.EventReleased, dn, connA)
			d.wait(CallLeftTime)
		}, CaptureHere},
		{"enabled after its call", func(d *desk) {
			talks(d, "enabled")
			d.call(wire.EventReleased, dn, connA)
			d.user(dn, "enabled", connA)
			d.wait(time.Hour)
		}, CaptureAfterCall},
		{"paused after its call", func(d *desk) {
			talks(d, "enabled")
			d.call(wire.EventReleased, dn, connA)
			d.wait(CallLeftTime)
			d.user(dn, "paused", connA)
		}, CaptureAfterCall},
		{"after a call that nobody saw", func(d *desk) {
			d.call(wire.EventReleased, dn, connA)
			d.user(dn, "enabled", connA)
		}, CaptureAfterCall},
		{"off after its call", func(d *desk) {
			talks(d, "enabled")
			d.call(wire.EventReleased, dn, connA)
			d.user(dn, "disabled", connA)
		}, CaptureHere},
		{"enabled after its call, on another call", func(d *desk) {
			talks(d, "enabled")
			d.call(wire.EventReleased, dn, connA)
			d.user(dn, "enabled", connA)
			d.call(wire.EventRinging, dn, connC)
		}, CaptureOtherCall},
		{"enabled after its call, which rings again", func(d *desk) {
			talks(d, "enabled")
			d.call(wire.EventReleased, dn, connA)
			d.user(dn, "enabled", connA)
			d.call(wire.EventRinging, dn, connA)
		}, CaptureHere},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			c.play(d)
			if got := d.row(dn).CaptureCall(); got != c.want {
				t.Errorf("the remark is %q, want %q", got, c.want)
			}
		})
	}
}

// TestAfterCallIsVouchedFor: an indication for an ended call is shown as that, and is not
// stale.
func TestAfterCallIsVouchedFor(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, dn)
	d.call(wire.EventEstablished, dn, connA)
	d.user(dn, "enabled", connA)
	d.call(wire.EventReleased, dn, connA)
	d.wait(CallLeftTime)
	if r := d.row(dn); r.Stale() != StaleCallLeft {
		t.Fatalf("unheard for 2 s the capture is stale for %q", r.Stale())
	}
	d.user(dn, "enabled", connA)
	d.wait(CallLeftTime)
	if r := d.row(dn); r.Stale() != 0 || r.CaptureCall() != CaptureAfterCall {
		t.Errorf("the capture is stale for %q, remark %q", r.Stale(), r.CaptureCall())
	}
}

// TestStanding distinguishes an indication for an ended call, or from before a loss, from
// a present one.
func TestStanding(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	standing := func() []CaptureCall {
		var all []CaptureCall
		for i := range d.row(dn).CapturesByCall() {
			all = append(all, d.row(dn).Standing(&d.row(dn).CapturesByCall()[i]))
		}
		return all
	}
	check := func(when string, want ...CaptureCall) {
		t.Helper()
		got := standing()
		if len(got) != len(want) {
			t.Fatalf("%s: %v, want %v", when, got, want)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: the word %d is %q, want %q", when, i, got[i], want[i])
			}
		}
	}
	d.user(dn, "enabled", 0)
	d.user(dn, "enabled", connA)
	check("heard", CaptureHere, CaptureHere)
	d.call(wire.EventReleased, dn, connA)
	check("the call has ended", CaptureHere, CaptureAfterCall)
	d.lose()
	check("the connection is lost", CaptureBeforeLoss, CaptureBeforeLoss)
	d.user(dn, "enabled", connB)
	check("heard before anything else", CaptureBeforeLoss, CaptureBeforeLoss, CaptureHere)
	d.connect()
	d.registered(dn)
	d.user(dn, "enabled", connB)
	check("heard anew", CaptureBeforeLoss, CaptureBeforeLoss, CaptureHere)
	d.message(wire.EventUnregistered, thisDN(dn))
	check("the registration is lost", CaptureBeforeLoss, CaptureBeforeLoss, CaptureBeforeLoss)
}

// TestFurtherCalls counts the calls other than the current one.
func TestFurtherCalls(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	check := func(count int, state CallState) {
		t.Helper()
		if n, s := d.row(dn).FurtherCalls(); n != count || s != state {
			t.Errorf("%d further calls, %v; want %d, %v", n, s, count, state)
		}
	}
	check(0, CallPresent)
	d.call(wire.EventEstablished, dn, 0xc1)
	check(0, CallPresent)
	d.call(wire.EventHeld, dn, 0xc2)
	check(1, CallHeld)
	d.call(wire.EventHeld, dn, 0xc3)
	check(2, CallHeld)
	d.call(wire.EventRinging, dn, 0xc4)
	check(3, CallPresent)
}

// TestCaptureCallWords has words for the known values, and none for any other.
func TestCaptureCallWords(t *testing.T) {
	for call, want := range map[CaptureCall]string{
		CaptureHere: "", CaptureOtherCall: "other call", CaptureAfterCall: "after call", CaptureBeforeLoss: "before the last loss",
		CaptureBeforeLoss + 1: "", ^CaptureCall(0): "",
	} {
		if got := call.String(); got != want {
			t.Errorf("%d is %q, want %q", call, got, want)
		}
	}
}
