package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// verifies are options of a board that verifies calls 2 s after they were answered and asks
// for nothing else.
func verifies() Options {
	return Options{AutomaticQueries: true, VerifyAfter: DefaultVerifyAfter, Spread: leastSpread}
}

// calm returns a desk of DNs that were heard long ago and want no query.
func calm(t tester, o Options, dns ...string) *desk {
	d := newDesk(t, o, dns...)
	for range dns {
		for _, c := range d.b.NextQueries(d.now, nil) {
			d.answer(c, "disabled")
		}
	}
	d.wait(10 * time.Minute)
	if asked := d.b.NextQueries(d.now, nil); len(asked) != 0 {
		d.t.Fatalf("%d queries wait at the start", len(asked))
	}
	return d
}

func TestVerifyAfter(t *testing.T) {
	const c1, c2 uint64 = 0xc1, 0xc2
	for name, c := range map[string]struct {
		o    Options
		play func(d *desk) // until just before 2 s after c1 was answered, or until that call is over
		want int           // queries that leave then
	}{
		"nothing heard":          {verifies(), func(d *desk) { d.wait(1999 * time.Millisecond) }, 1},
		"off":                    {Options{AutomaticQueries: true}, func(d *desk) { d.wait(1999 * time.Millisecond) }, 0},
		"no automatic queries":   {Options{VerifyAfter: DefaultVerifyAfter}, func(d *desk) { d.wait(1999 * time.Millisecond) }, 0},
		"heard for the call":     {verifies(), func(d *desk) { d.wait(time.Second); d.user(dn, "enabled", c1); d.wait(999 * time.Millisecond) }, 0},
		"heard for none":         {verifies(), func(d *desk) { d.wait(time.Second); d.user(dn, "enabled", 0); d.wait(999 * time.Millisecond) }, 0},
		"heard for another call": {verifies(), func(d *desk) { d.wait(time.Second); d.user(dn, "enabled", c2); d.wait(999 * time.Millisecond) }, 1},
		"on hold by then":        {verifies(), func(d *desk) { d.call(wire.EventHeld, dn, c1); d.wait(1999 * time.Millisecond) }, 1},
		"over by then":           {verifies(), func(d *desk) { d.call(wire.EventReleased, dn, c1); d.wait(1999 * time.Millisecond) }, 0},
		"renamed by then": {verifies(), func(d *desk) {
			d.call(wire.EventPartyChanged, dn, c2, wire.LongAttribute(wire.AttributePreviousConnID, c1))
			d.wait(1999 * time.Millisecond)
		}, 1},
		"answered twice": {verifies(), func(d *desk) {
			d.wait(time.Second)
			d.call(wire.EventEstablished, dn, c1)
			d.wait(999 * time.Millisecond)
		}, 1},
		"registration lost":         {verifies(), func(d *desk) { d.message(wire.EventUnregistered, thisDN(dn)); d.wait(1999 * time.Millisecond) }, 0},
		"link lost":                 {verifies(), func(d *desk) { d.link(event.Link{State: event.LinkDown}); d.wait(1999 * time.Millisecond) }, 0},
		"out of service":            {verifies(), func(d *desk) { d.message(wire.EventDNOutOfService, thisDN(dn)); d.wait(1999 * time.Millisecond) }, 0},
		"taken off the board":       {verifies(), func(d *desk) { d.b.Remove(d.now, key(dn)); d.wait(1999 * time.Millisecond) }, 0},
		"a command of ours waits":   {verifies(), func(d *desk) { d.ack(d.send(dn, event.VerbStart)); d.wait(1999 * time.Millisecond) }, 1},
		"a query of a person waits": {verifies(), func(d *desk) { d.ack(d.send(dn, event.VerbQuery)); d.wait(1999 * time.Millisecond) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			d := calm(t, c.o, dn)
			d.call(wire.EventRinging, dn, c1)
			d.after(5 * time.Second)
			d.call(wire.EventEstablished, dn, c1)
			c.play(d)
			if early := d.b.NextQueries(d.now, nil); len(early) != 0 {
				t.Fatalf("%d queries leave too early", len(early))
			}
			d.wait(time.Millisecond)
			if at, ok := d.b.NextDeadline(); c.want > 0 && (!ok || at.After(d.now.Add(time.Second))) {
				t.Errorf("the next deadline is %v, %v, with a query to send", at, ok)
			}
			asked := d.b.NextQueries(d.now, nil)
			if len(asked) != c.want {
				t.Fatalf("%d queries leave, want %d", len(asked), c.want)
			}
			for _, query := range asked {
				d.answer(query, "enabled")
			}
			d.wait(time.Minute)
			if more := d.b.NextQueries(d.now, nil); len(more) != 0 && !d.b.Silence("sip").Silent && d.row(dn).OnCall() {
				t.Fatalf("%d more queries leave", len(more))
			}
		})
	}
}

// TestVerifyHeardWhileRinging plays words that arrive before the call is answered.
func TestVerifyHeardWhileRinging(t *testing.T) {
	for _, c := range []struct {
		name   string
		ringAt time.Duration // after the word
		id     uint64
		want   int
	}{
		{"of the call while it rings", -time.Second, 0xc1, 0},
		{"of none while it rings", -time.Second, 0, 0},
		{"of none before it rings", time.Second, 0, 1},
		{"of another call while it rings", -time.Second, 0xc2, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := calm(t, verifies(), dn)
			if c.ringAt < 0 {
				d.call(wire.EventRinging, dn, 0xc1)
				d.after(-c.ringAt)
			}
			d.user(dn, "enabled", c.id)
			if c.ringAt > 0 {
				d.after(c.ringAt)
				d.call(wire.EventRinging, dn, 0xc1)
			}
			d.after(time.Second)
			d.call(wire.EventEstablished, dn, 0xc1)
			d.wait(2 * time.Second)
			if got := len(d.b.NextQueries(d.now, nil)); got != c.want {
				t.Errorf("%d queries leave, want %d", got, c.want)
			}
		})
	}
}

// TestVerifyEachCall has a consult call verified besides its held call, once each.
func TestVerifyEachCall(t *testing.T) {
	d := calm(t, verifies(), dn)
	d.call(wire.EventEstablished, dn, 0xc1)
	d.wait(2 * time.Second)
	for _, id := range []uint64{0xc1, 0xc2} {
		asked := d.b.NextQueries(d.now, nil)
		if len(asked) != 1 || asked[0].ConnID != id {
			t.Fatalf("%v leave for call %x", asked, id)
		}
		d.answer(asked[0], "disabled")
		d.call(wire.EventHeld, dn, 0xc1)
		d.call(wire.EventDialing, dn, 0xc2)
		d.after(time.Second)
		d.call(wire.EventEstablished, dn, 0xc2)
		d.wait(2 * time.Second)
	}
	if asked := d.b.NextQueries(d.now, nil); len(asked) != 0 {
		t.Errorf("%v leave once more", asked)
	}
}

// TestVerifyOfTwoBoards has two boards on one T-Server: the first one's query and its
// answer reach the other, which asks only if there is no answer.
func TestVerifyOfTwoBoards(t *testing.T) {
	for _, answered := range []bool{true, false} {
		first, second := verifies(), verifies()
		second.Spread = leastSpread + 0.001 // nearly as early
		desks := []*desk{calm(t, first, dn), calm(t, second, dn)}
		for _, d := range desks {
			d.call(wire.EventEstablished, dn, 0xc1)
			d.wait(2 * time.Second)
		}
		asked := desks[0].b.NextQueries(desks[0].now, nil)
		if len(asked) != 1 {
			t.Fatalf("the first board sends %d queries", len(asked))
		}
		desks[0].leave(asked[0])
		desks[1].user(dn, "query", 0xc1)
		desks[1].wait(100 * time.Millisecond)
		if more := desks[1].b.NextQueries(desks[1].now, nil); len(more) != 0 {
			t.Fatalf("the second board sends %d queries while the first one waits", len(more))
		}
		want := 1
		if answered {
			want = 0
			desks[1].user(dn, "enabled", 0xc1)
		}
		desks[1].wait(DefaultIndicationTimeout)
		if more := desks[1].b.NextQueries(desks[1].now, nil); len(more) != want {
			t.Errorf("the second board sends %d queries, the first was answered: %v", len(more), answered)
		}
	}
}

// TestVerifyIsPaced answers many calls at once: the queries leave at the rate of all
// automatic ones, and no more than SilenceProbes while the recorder is silent.
func TestVerifyIsPaced(t *testing.T) {
	dns := make([]string, 60)
	for i := range dns {
		dns[i] = string(rune('a'+i/10)) + string(rune('0'+i%10))
	}
	o := verifies()
	o.QueryRate = 20
	d := newDesk(t, o, dns...)
	for range 100 {
		for _, c := range d.b.NextQueries(d.now, nil) {
			d.answer(c, "disabled")
		}
		d.wait(time.Second)
	}
	for i, name := range dns {
		d.call(wire.EventEstablished, name, 0xc0+uint64(i))
	}
	d.wait(2 * time.Second)
	total := 0
	for range 60 {
		asked := d.b.NextQueries(d.now, nil)
		if len(asked) > 20/queryBurst {
			t.Fatalf("%d queries leave at once at a rate of 20", len(asked))
		}
		total += len(asked)
		for _, c := range asked {
			d.leave(c)
			d.ack(CommandID(c.ID))
		}
		d.wait(100 * time.Millisecond)
	}
	// The first ones went unanswered after 5 s; the silent recorder is then left alone.
	if !d.b.Silence("sip").Silent || total < 3 || total > 20*6+SilenceProbes {
		t.Errorf("%d queries left in 6 s, silent %v", total, d.b.Silence("sip").Silent)
	}
}
