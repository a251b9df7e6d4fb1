package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestWhichWordEndsAFault: the indication that was asked for, but not one for another call
// that is there as well or that has ended.
func TestWhichWordEndsAFault(t *testing.T) {
	for name, c := range map[string]struct {
		play func(d *desk)
		ends bool
	}{
		"the same call":              {func(d *desk) { d.user(dn, "enabled", connA) }, true},
		"no call":                    {func(d *desk) { d.user(dn, "enabled", 0) }, true},
		"another word":               {func(d *desk) { d.user(dn, "paused", connA) }, false},
		"another call":               {func(d *desk) { d.user(dn, "enabled", connB) }, false},
		"another call that is there": {func(d *desk) { d.call(wire.EventHeld, dn, connB); d.user(dn, "enabled", connB) }, false},
		"another call that has ended": {func(d *desk) {
			d.call(wire.EventReleased, dn, connB)
			d.user(dn, "enabled", connB)
		}, false},
		"the next call": {func(d *desk) {
			d.call(wire.EventReleased, dn, connA)
			d.call(wire.EventEstablished, dn, connB)
			d.user(dn, "enabled", connB)
		}, true},
		"a call that has ended, after ours": {func(d *desk) {
			d.call(wire.EventReleased, dn, connA)
			d.call(wire.EventReleased, dn, connB)
			d.user(dn, "enabled", connB)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			d.call(wire.EventEstablished, dn, connA)
			d.ack(d.send(dn, event.VerbStart))
			d.wait(DefaultIndicationTimeout)
			if r := d.row(dn); r.Fault().Kind != FaultNoAnswer || !r.LastCommandFails() {
				t.Fatalf("the fault is %v", r.Fault())
			}
			c.play(d)
			r := d.row(dn)
			if ends := r.Fault().Kind == FaultNone; ends != c.ends || r.LastCommandFails() == c.ends {
				t.Errorf("the fault is %v, the last command fails: %v", r.Fault(), r.LastCommandFails())
			}
		})
	}
}

// TestWhichFaultStands: the fault of the newest command; that of an automatic query comes
// last.
func TestWhichFaultStands(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, dn)
	older := d.send(dn, event.VerbStart)
	newer := d.send(dn, event.VerbPause)
	d.reject(newer, 59)
	d.reject(older, 50)
	if f := d.row(dn).Fault(); f != (Fault{FaultRejected, 59}) || !d.row(dn).LastCommandFails() {
		t.Errorf("the fault is %v", f)
	}
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	d.wait(DefaultIndicationTimeout)
	d.user(dn, "disabled", 0)
	if f := d.row(dn).Fault(); f != (Fault{FaultRejected, 59}) {
		t.Errorf("after an unanswered query and an indication the fault is %v", f)
	}
	d.b.wantQuery(d.row(dn), d.now, false)
	d.wait(time.Second)
	d.send(dn, event.VerbStart)
	if f := d.row(dn).Fault(); f.Kind != FaultNone || d.row(dn).LastCommandFails() {
		t.Errorf("a new command has left, and the fault is %v", f)
	}
}
