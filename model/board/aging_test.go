package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestWhatCannotBeAskedAges: whatever prevents the queries of a DN, its state is stale
// after twice the interval in force.
func TestWhatCannotBeAskedAges(t *testing.T) {
	each := func(d *desk, do func(c event.Command)) func() {
		return func() {
			for _, c := range d.b.NextQueries(d.now, nil) {
				do(c)
			}
		}
	}
	nothing := func() {}
	for name, play := range map[string]func(d *desk) (step func()){
		"out of service": func(d *desk) func() {
			d.message(wire.EventDNOutOfService, thisDN("1"))
			return nothing
		},
		"out of service, with call after call": func(d *desk) func() {
			d.message(wire.EventDNOutOfService, thisDN("1"))
			id := connA
			return func() {
				d.call(wire.EventRinging, "1", id)
				d.call(wire.EventReleased, "1", id)
				id++
			}
		},
		"out of service and a recorder that is silent": func(d *desk) func() {
			d.message(wire.EventDNOutOfService, thisDN("1"))
			return each(d, func(c event.Command) { d.leave(c); d.ack(CommandID(c.ID)) })
		},
		"no room in the queue": func(d *desk) func() {
			return each(d, func(c event.Command) { d.unsent(c, "no room", event.ObstacleRoom) })
		},
		"a journal that refuses": func(d *desk) func() {
			return each(d, func(c event.Command) { d.unsent(c, "the disk is full", event.ObstacleJournal) })
		},
		"a session that refuses": func(d *desk) func() {
			return each(d, func(c event.Command) { d.unsent(c, "no", event.ObstacleNone) })
		},
		"a T-Server that rejects": func(d *desk) func() {
			return each(d, func(c event.Command) { d.leave(c); d.reject(CommandID(c.ID), 50) })
		},
		"queries that are never sent": func(d *desk) func() { return each(d, func(event.Command) {}) },
		"nobody who asks the board":   func(*desk) func() { return nothing },
	} {
		for _, word := range []string{"enabled", "paused"} {
			t.Run(name+", "+word, func(t *testing.T) {
				d := settled(t, again(), map[string]string{"1": word})
				step := play(d)
				heard := d.row("1").Capture().Heard
				for d.now.Sub(heard) < 2*time.Minute {
					if s := d.row("1").Stale() & StaleAge; s != 0 {
						t.Fatalf("stale by age %v after it was heard", d.now.Sub(heard))
					}
					step()
					d.wait(5 * time.Second)
				}
				if s := d.row("1").Stale() & StaleAge; s == 0 || d.b.Counters().Stale != 1 {
					t.Errorf("plain %v two minutes after it was heard", d.row("1").State())
				}
				checkCounters(t, d.b)
				d.user("1", word, 0)
				if s := d.row("1").Stale() & StaleAge; s != 0 {
					t.Error("stale, just heard")
				}
				d.wait(2 * time.Minute)
				if s := d.row("1").Stale() & StaleAge; s == 0 {
					t.Error("plain two minutes after it was heard again")
				}
			})
		}
	}
}

// TestOutOfServiceAgesByTheIntervalInForce: a DN that is out of service does not lengthen
// the interval, and ages by the interval of the others.
func TestOutOfServiceAgesByTheIntervalInForce(t *testing.T) {
	o := again()
	o.QueryRate = 1
	dns := numbers(109)
	d := newDesk(t, o, dns...)
	d.message(wire.EventDNOutOfService, thisDN(dns[0]))
	for _, dn := range dns {
		d.user(dn, "enabled", 0)
	}
	d.b.Expire(d.now)
	if got := d.b.Interval("sip"); got != 2*time.Minute {
		t.Fatalf("108 rows at 1 a second are asked every %v", got)
	}
	d.wait(4*time.Minute - time.Millisecond)
	if s := d.row(dns[0]).Stale(); s != 0 {
		t.Fatalf("stale by %v too early", s)
	}
	d.wait(time.Millisecond)
	if s := d.row(dns[0]).Stale(); s != StaleAge {
		t.Errorf("stale by %v after twice the interval in force", s)
	}
}
