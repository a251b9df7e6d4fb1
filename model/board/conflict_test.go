package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestAStopBehindAStart: one recorder confirms a start and stops unasked within the time
// of a conflict. It is shown as a conflict only until it is decided as a stop.
func TestAStopBehindAStart(t *testing.T) {
	for _, span := range []time.Duration{0, 600 * time.Millisecond, 1500 * time.Millisecond, ConflictWindow} {
		for _, named := range []uint64{0, connA} {
			d := newDesk(t, Options{}, dn)
			d.call(wire.EventEstablished, dn, connA)
			d.ack(d.send(dn, event.VerbStart))
			d.user(dn, "enabled", named)
			d.wait(span)
			d.user(dn, "disabled", named)
			if f := d.row(dn).Fault(); f.Kind != FaultConflict {
				t.Errorf("%v later the fault is %v", span, f)
			}
			d.wait(StopTime)
			if r := d.row(dn); r.Fault().Kind != FaultStopped || r.HiddenFault() != (Fault{}) {
				t.Errorf("decided, the faults are %v and %v", r.Fault(), r.HiddenFault())
			}
			d.b.Acknowledge(key(dn))
			if f := d.row(dn).Fault(); f.Kind != FaultNone {
				t.Errorf("acknowledged, the fault is %v", f)
			}
		}
	}
}

// TestTwoRecorders: a conflict that ends with a live capture, or that is renewed, stays in
// addition to the stop.
func TestTwoRecorders(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventEstablished, dn, connA)
	d.user(dn, "enabled", connA)
	d.user(dn, "disabled", connA)
	d.wait(time.Second)
	d.user(dn, "enabled", connA)
	d.wait(StopTime)
	if r := d.row(dn); r.Fault().Kind != FaultStopped || r.HiddenFault().Kind != FaultConflict {
		t.Errorf("the faults are %v and %v", r.Fault(), r.HiddenFault())
	}
	d.b.Acknowledge(key(dn))
	if f := d.row(dn).Fault(); f.Kind != FaultConflict {
		t.Errorf("acknowledged, the fault is %v", f)
	}
}

// TestAConflictHidesNoLaterFailure: a command that leaves ends a conflict, so that its own
// failure is shown; so does an unanswered query.
func TestAConflictHidesNoLaterFailure(t *testing.T) {
	for name, c := range map[string]struct {
		play func(d *desk)
		want FaultKind
	}{
		"rejected":   {func(d *desk) { d.reject(d.send(dn, event.VerbStart), 59) }, FaultRejected},
		"unanswered": {func(d *desk) { d.ack(d.send(dn, event.VerbStart)); d.wait(DefaultIndicationTimeout) }, FaultNoAnswer},
		"lost":       {func(d *desk) { d.send(dn, event.VerbStop); d.wait(DefaultRequestTimeout) }, FaultLost},
		"contradicted": {func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.user(dn, "disabled", 0)
			d.wait(DefaultIndicationTimeout)
		}, FaultContradicted},
		"an automatic query": {func(d *desk) {
			d.b.wantQuery(d.row(dn), d.now, false)
			for _, c := range d.b.NextQueries(d.now, nil) {
				d.leave(c)
				d.ack(CommandID(c.ID))
			}
			d.wait(DefaultIndicationTimeout)
		}, FaultNoAnswer},
		"two answers": {func(d *desk) {
			d.ack(d.send(dn, event.VerbQuery))
			d.user(dn, "enabled", 0)
			d.user(dn, "disabled", 0)
		}, FaultConflict},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{AutomaticQueries: true}, dn)
			d.user(dn, "enabled", 0)
			d.user(dn, "disabled", 0)
			d.wait(ConflictWindow + time.Second)
			if f := d.row(dn).Fault(); f.Kind != FaultConflict {
				t.Fatalf("the fault is %v", f)
			}
			c.play(d)
			if f := d.row(dn).Fault(); f.Kind != c.want {
				t.Errorf("the fault is %v, want %v", f, Fault{Kind: c.want})
			}
			checkCounters(t, d.b)
		})
	}
}

// TestAcknowledgeTakesWhatIsShown: STOPPED UNASKED is always shown; the remark about
// another client's stop is not shown next to a fault.
func TestAcknowledgeTakesWhatIsShown(t *testing.T) {
	for name, fault := range map[string]func(d *desk){
		"out of service": func(d *desk) { d.message(wire.EventDNOutOfService, thisDN(dn)) },
		"rejected":       func(d *desk) { d.reject(d.send(dn, event.VerbStart), 59) },
	} {
		for _, other := range []bool{false, true} {
			d := recorded(t, Options{})
			if other {
				d.user(dn, "stop", connA)
			}
			d.user(dn, "disabled", connA)
			d.wait(StopTime)
			fault(d)
			r := d.row(dn)
			if (r.Fault().Kind == FaultStopped) == other {
				t.Errorf("%s, by another client %v: the fault is %v", name, other, r.Fault())
			}
			taken := d.b.Acknowledge(key(dn))
			if _, still := r.Stopped(); still != other || (taken == 1) == other {
				t.Errorf("%s, by another client %v: %d were acknowledged, it is there still: %v", name, other, taken, still)
			}
		}
	}
}
