package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/wire"
)

// playShared advances the time as the program does, and answers every query and every
// RequestQueryAddress at once.
func (d *desk) playShared(span time.Duration, each func()) {
	for end := d.now.Add(span); d.now.Before(end); {
		d.wait(50 * time.Millisecond)
		for _, c := range d.b.NextQueries(d.now, nil) {
			d.answer(c, "enabled")
		}
		for _, k := range d.b.NextResyncs(d.now) {
			d.addressInfo(k.DN, wire.EventAddressInfo)
		}
		each()
	}
}

// TestNeitherStarvesTheOther: while T-Server is asked about all DNs, recorded ones are
// queried as before, so that none becomes stale; and both finish.
func TestNeitherStarvesTheOther(t *testing.T) {
	for _, spread := range []float64{-0.2, 0.1} {
		dns := numbers(2000)
		d := newDesk(t, Options{AutomaticQueries: true, QueryRate: 200, Requery: 12 * time.Second, Spread: spread}, dns...)
		fresh := func() {
			t.Helper()
			if c := d.b.Counters(); c.Stale != 0 {
				t.Fatalf("spread %v: %d rows are stale though each query is answered", spread, c.Stale)
			}
		}
		d.playShared(12*time.Second, func() {})
		if c := d.b.Counters(); c.Rec != len(dns) {
			t.Fatalf("%+v", c)
		}
		d.playShared(30*time.Second, fresh)
		d.message(wire.EventHardwareError)
		d.playShared(2*time.Minute, fresh)
		for _, dn := range dns {
			if last, ok := d.row(dn).Resync(); !ok || last.Ended.IsZero() {
				t.Fatalf("spread %v: T-Server was not asked about DN %s", spread, dn)
			}
		}
	}
}

// TestAPersonsResyncIsSoon: a person's request leaves before those that no person asked
// for, however many of them wait.
func TestAPersonsResyncIsSoon(t *testing.T) {
	for name, before := range map[string]func(d *desk){
		"beside queries":    func(*desk) {},
		"behind all others": func(d *desk) { d.message(wire.EventHardwareError) },
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{AutomaticQueries: true, QueryRate: 10, Requery: 5 * time.Second, Spread: -0.2}
			d := newDesk(t, o, numbers(200)...)
			d.playShared(time.Minute, func() {})
			before(d)
			d.after(time.Millisecond)
			asked := d.now
			if err := d.b.Resync(d.now, key("7190")); err != nil {
				t.Fatal(err)
			}
			d.playShared(time.Second, func() {})
			if last, ok := d.row("7190").Resync(); !ok || last.Asked.Before(asked) {
				t.Errorf("a second later T-Server was not asked: %+v", last)
			}
			d.playShared(2*time.Minute, func() {
				if at, ok := d.b.NextDeadline(); !ok || at.Before(d.now.Add(-time.Second)) {
					t.Fatalf("the next deadline is %v, it is %v", at, d.now)
				}
			})
			if c := d.b.Counters(); c.Stale != 0 {
				t.Errorf("%d rows are stale", c.Stale)
			}
		})
	}
}

// TestABurstIsShared: if both wait, a third of what may leave is for RequestQueryAddress,
// however small the bursts are.
func TestABurstIsShared(t *testing.T) {
	for _, rate := range []int{5, 10, 20, 50, 200} {
		d := newDesk(t, Options{AutomaticQueries: true, QueryRate: rate}, numbers(600)...)
		d.message(wire.EventHardwareError)
		queries, resyncs := 0, 0
		for queries+resyncs < 300 {
			d.wait(50 * time.Millisecond)
			left := d.b.NextQueries(d.now, nil)
			queries += len(left)
			for _, q := range left {
				d.answer(q, "disabled")
			}
			keys := d.b.NextResyncs(d.now)
			resyncs += len(keys)
			for _, k := range keys {
				d.addressInfo(k.DN, wire.EventAddressInfo)
			}
		}
		if resyncs < 80 || resyncs > 120 {
			t.Errorf("rate %d: %d queries left and %d RequestQueryAddress", rate, queries, resyncs)
		}
	}
}
