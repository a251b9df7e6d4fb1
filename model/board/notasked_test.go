package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// unsent plays the session's part when a command does not leave.
func (d *desk) unsent(c event.Command, why string, obstacle event.Obstacle) {
	d.b.Apply(&event.Event{
		Kind: event.KindUnsent, Time: d.now, Site: "sip", Connection: d.conn, Problem: why, Obstacle: obstacle,
		Request: event.Request{Kind: event.RequestCapture, Command: c.ID, Automatic: c.Automatic},
	})
}

// TestARejectedQueryIsAskedAgain: later each time, at most every five minutes, and the row
// shows the reason until T-Server accepts it.
func TestARejectedQueryIsAskedAgain(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1", "2")
	for _, want := range []time.Duration{
		5 * time.Second, 10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second, 160 * time.Second,
		5 * time.Minute, 5 * time.Minute, 5 * time.Minute, 5 * time.Minute,
	} {
		for _, c := range d.b.NextQueries(d.now, nil) {
			if c.DN == "2" {
				d.answer(c, "disabled")
				continue
			}
			d.leave(c)
			d.reject(CommandID(c.ID), 50)
		}
		n, ok := d.row("1").NotAsked()
		if !ok || n.Code != 50 || n.Why != ErrorText(50) || !n.Retry.Equal(d.now.Add(want)) {
			t.Fatalf("not asked: %+v, want a retry in %v", n, want)
		}
		if f := d.row("1").Fault(); f != (Fault{FaultNotAsked, 50}) || f.String() != "NOT ASKED 50" {
			t.Fatalf("the fault is %v", f)
		}
		if c := d.b.Counters(); c.NotAsked != 1 || c.Faults != 1 {
			t.Fatalf("the counters are %+v", c)
		}
		checkCounters(t, d.b)
		d.wait(want - time.Millisecond)
		if got := d.ask(); got != "" {
			t.Fatalf("asked %q before %v passed", got, want)
		}
		if at, ok := d.b.NextDeadline(); !ok || !at.Equal(n.Retry) {
			t.Fatalf("the next deadline is %v, want %v", at, n.Retry)
		}
		d.wait(time.Millisecond)
	}
	got := d.b.NextQueries(d.now, nil)
	if dnsOf(got) != "1" {
		t.Fatalf("asked %q", dnsOf(got))
	}
	if _, ok := d.row("1").NotAsked(); !ok {
		t.Fatal("counted as sent before T-Server accepted it")
	}
	d.leave(got[0])
	d.ack(CommandID(got[0].ID))
	if n, ok := d.row("1").NotAsked(); ok || d.b.Counters().NotAsked != 0 {
		t.Fatalf("T-Server accepted it, but it is not asked: %+v", n)
	}
	d.wait(DefaultIndicationTimeout)
	if f := d.row("1").Fault(); f.Kind != FaultNoAnswer {
		t.Errorf("the fault is %v", f)
	}
}

// TestWhatEndsNotAsked: an indication for the DN, whoever asked for it; a missing answer;
// a loss of the registration or the link.
func TestWhatEndsNotAsked(t *testing.T) {
	for name, end := range map[string]func(d *desk){
		"a word": func(d *desk) { d.user("1", "disabled", 0) },
		"no answer": func(d *desk) {
			d.wait(retryFirst)
			d.leave(d.b.NextQueries(d.now, nil)[0])
			d.wait(DefaultRequestTimeout)
		},
		"unregistered": func(d *desk) { d.message(wire.EventUnregistered, thisDN("1")) },
		"link down":    func(d *desk) { d.link(event.Link{State: event.LinkDown}) },
		"lost":         func(d *desk) { d.lose() },
		"a new round": func(d *desk) {
			d.round++
			d.link(event.Link{State: event.LinkUp, Round: d.round})
		},
		"removed": func(d *desk) { d.b.Remove(d.now, key("1")) },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{AutomaticQueries: true}, "1")
			c := d.b.NextQueries(d.now, nil)[0]
			d.leave(c)
			d.reject(CommandID(c.ID), 58)
			end(d)
			checkCounters(t, d.b)
			if got := d.b.Counters().NotAsked; got != 0 {
				t.Fatalf("%d rows are not asked", got)
			}
			d.wait(time.Hour)
			if got := d.ask(); (got == "1") != (name == "no answer") {
				t.Errorf("asked %q again", got)
			}
		})
	}
}

// TestAnObstacleHoldsAllBack: an obstacle to one query holds all back. Each row shows it,
// one query is tried every second, and all follow when one leaves.
func TestAnObstacleHoldsAllBack(t *testing.T) {
	for _, obstacle := range []event.Obstacle{event.ObstacleJournal, event.ObstacleRoom} {
		d := newDesk(t, Options{AutomaticQueries: true}, numbers(150)...)
		for _, c := range d.b.NextQueries(d.now, nil) {
			d.unsent(c, "in the way", obstacle)
		}
		if c := d.b.Counters(); c.NotAsked != 150 || c.Faults != 150 {
			t.Fatalf("the counters are %+v", c)
		}
		n, _ := d.row("7140").NotAsked()
		if n.Why != "in the way" || !n.Retry.IsZero() || n.Code != 0 {
			t.Fatalf("a DN that waits says %+v", n)
		}
		if r := d.b.QueryRound("sip"); r != (QueryRound{Round: 1, Wanted: 150}) {
			t.Fatalf("the round is %+v", r)
		}
		for range 3 {
			d.wait(holdTime - time.Millisecond)
			if got := d.b.NextQueries(d.now, nil); len(got) != 0 {
				t.Fatalf("%d queries leave within a second", len(got))
			}
			if at, ok := d.b.NextDeadline(); !ok || !at.Equal(d.now.Add(time.Millisecond)) {
				t.Fatalf("the next deadline is %v, it is %v", at, d.now)
			}
			d.wait(time.Millisecond)
			got := d.b.NextQueries(d.now, nil)
			if len(got) != 1 {
				t.Fatalf("%d queries are tried", len(got))
			}
			if more := d.b.NextQueries(d.now, nil); len(more) != 0 {
				t.Fatalf("%d more are tried", len(more))
			}
			if _, ok := d.b.NextDeadline(); !ok {
				t.Fatal("the query that is tried has no deadline")
			}
			d.unsent(got[0], "in the way", obstacle)
			d.registered("7001") // DNs that want a query in the meantime wait too
		}
		checkCounters(t, d.b)
		d.b.ResumeQueries()
		first := d.b.NextQueries(d.now, nil)
		if len(first) != 1 {
			t.Fatalf("%d queries are tried once nothing is in the way", len(first))
		}
		d.answer(first[0], "disabled")
		if got := d.b.Counters().NotAsked; got != 149 {
			t.Fatalf("%d rows are not asked after the first was", got)
		}
		for range 3 {
			for _, c := range d.b.NextQueries(d.now, nil) {
				d.answer(c, "disabled")
			}
		}
		checkCounters(t, d.b)
		if c := d.b.Counters(); c.NotAsked != 0 || c.Faults != 0 || c.Off != 150 {
			t.Fatalf("at the end the counters are %+v", c)
		}
		if r := d.b.QueryRound("sip"); r.Active() || r.Wanted != 150 || r.Answered != 150 {
			t.Fatalf("the round is %+v", r)
		}
	}
}

// TestUnsentForGood: a query that the session cannot send is tried again like one that
// T-Server rejects; without a link the next round sends it.
func TestUnsentForGood(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1", "2")
	got := d.b.NextQueries(d.now, nil)
	d.unsent(got[0], "query for DN 1 was not sent: it cannot be encoded", event.ObstacleNone)
	n, ok := d.row("1").NotAsked()
	if !ok || n.Why != "it cannot be encoded" || !n.Retry.Equal(d.now.Add(retryFirst)) || d.row("1").Fault() != (Fault{Kind: FaultNotAsked}) {
		t.Fatalf("not asked: %+v", n)
	}
	d.link(event.Link{State: event.LinkDown})
	d.unsent(got[1], "no link", event.ObstacleNone)
	if d.b.Counters().NotAsked != 0 {
		t.Error("without a link rows are not asked")
	}
	if len(d.b.TakeOutcomes()) != 0 {
		t.Error("automatic queries have outcomes")
	}
}

// TestNotAskedForCommands: a DN with the greatest number of open commands is queried
// later.
func TestNotAskedForCommands(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1")
	for range MaxOpenCommands {
		d.send("1", event.VerbStart)
	}
	if got := d.ask(); got != "" {
		t.Fatalf("asked %q", got)
	}
	if n, ok := d.row("1").NotAsked(); !ok || n.Why == "" {
		t.Fatalf("not asked: %+v, %v", n, ok)
	}
	d.wait(DefaultRequestTimeout)
	if got := d.ask(); got != "1" {
		t.Fatalf("asked %q once there is room", got)
	}
}
