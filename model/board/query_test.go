package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func TestAutomaticQueriesAfterRegistration(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, numbers(6)...)
	d.user("7002", "enabled", 0)
	d.call(wire.EventEstablished, "7003", connA)
	d.message(wire.EventUnregistered, thisDN("7004"))
	got := d.b.NextQueries(d.now, []Key{key("7005"), key("7002"), key("9999"), key("7005")})
	if dnsOf(got) != "7005 7001 7003 7006" {
		t.Fatalf("asked %s: the visible first, then in order; not those that are known or not registered", dnsOf(got))
	}
	for _, c := range got {
		if c.Verb != event.VerbQuery || !c.Automatic || c.Round != 1 || c.ConnID != map[string]uint64{"7003": connA}[c.DN] {
			t.Fatalf("the query is %+v", c)
		}
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	if more := d.b.NextQueries(d.now, nil); len(more) != 0 {
		t.Fatalf("asked twice: %v", more)
	}
	d.user("7001", "paused", 0)
	d.wait(DefaultIndicationTimeout)
	if r := d.b.QueryRound("sip"); r != (QueryRound{Round: 1, Wanted: 6, Asked: 4, Skipped: 2, Answered: 1, Failed: 3}) || r.Active() {
		t.Fatalf("the round is %+v", r)
	}
	r := d.row("7005")
	if _, ok := r.LastCommand(); ok || r.Stale() != StaleQuery || r.Fault().Kind != FaultNoAnswer {
		t.Fatalf("an unanswered automatic query: stale %v, fault %v; it is not a command", r.Stale(), r.Fault())
	}
	if len(d.b.TakeOutcomes()) != 0 || d.b.Counters().OpenCommands != 0 {
		t.Fatal("automatic queries count as commands")
	}
	checkCounters(t, d.b)
}

func TestNoAutomaticQueries(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventEstablished, dn, connA)
	d.user(dn, "enabled", connA)
	d.call(wire.EventReleased, dn, connA)
	d.wait(CallLeftTime)
	if got := d.b.NextQueries(d.now, nil); len(got) != 0 {
		t.Fatalf("asked %v", got)
	}
}

func TestOneQueryWhenTheCallHasLeft(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, dn)
	d.call(wire.EventEstablished, dn, connA)
	d.user(dn, "enabled", connA)
	d.b.NextQueries(d.now, nil)
	d.call(wire.EventReleased, dn, connA)
	at, ok := d.b.NextDeadline()
	if !ok || !at.Equal(d.now.Add(CallLeftTime)) {
		t.Fatalf("the next deadline is %v", at)
	}
	for range 3 {
		d.wait(CallLeftTime)
		for _, c := range d.b.NextQueries(d.now, nil) {
			if d.ref++; c.DN != dn || c.ConnID != 0 {
				t.Fatalf("the query is %+v", c)
			}
			d.sent[CommandID(c.ID)] = d.ref
		}
	}
	if len(d.sent) != 1 {
		t.Fatalf("%d queries, want one", len(d.sent))
	}
}

func TestQueryRate(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true, QueryRate: 100}, numbers(300)...)
	start, asked := d.now, 0
	for asked < 300 {
		for _, c := range d.b.NextQueries(d.now, nil) {
			asked++
			d.answer(c, "disabled")
		}
		if most := 10 + int(d.now.Sub(start).Seconds()*100); asked > most {
			t.Fatalf("%d queries in %v", asked, d.now.Sub(start))
		}
		at, ok := d.b.NextDeadline()
		if asked < 300 && (!ok || !at.After(d.now)) {
			t.Fatalf("after %d queries the next deadline is %v, now is %v", asked, at, d.now)
		}
		d.wait(50 * time.Millisecond)
	}
	if took := d.now.Sub(start); took > 3500*time.Millisecond {
		t.Fatalf("300 queries at 100 a second took %v", took)
	}
	all := newDesk(t, Options{AutomaticQueries: true}, numbers(MaxUnanswered)...)
	if got := all.b.NextQueries(all.now, nil); len(got) != MaxUnanswered {
		t.Fatalf("without a rate %d queries leave at once", len(got))
	}
}

// TestQueriesLeaveTogether: at least half a burst, or all that wait, so that one line of
// the journal covers several.
func TestQueriesLeaveTogether(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true, QueryRate: 100}, numbers(12)...)
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 5}, {49 * time.Millisecond, 0}, {time.Millisecond, 5}, {19 * time.Millisecond, 0}, {time.Millisecond, 2}} {
		d.wait(step.after)
		got := d.b.NextQueries(d.now, nil)
		if len(got) != step.want {
			t.Fatalf("%d queries leave, want %d", len(got), step.want)
		}
		for _, c := range got {
			d.answer(c, "disabled")
		}
	}
}

func TestANewRoundForgetsTheOldOnesQueries(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, numbers(3)...)
	old := d.b.NextQueries(d.now, nil)
	d.leave(old[0])
	d.lose()
	if got := d.b.NextQueries(d.now, nil); len(got) != 0 {
		t.Fatalf("asked without a link: %v", got)
	}
	d.connect()
	d.registered("7001")
	got := d.b.NextQueries(d.now, nil)
	if dnsOf(got) != "7001" || got[0].Round != 2 || got[0].ID == old[0].ID {
		t.Fatalf("asked %+v", got)
	}
	if r := d.b.QueryRound("sip"); r != (QueryRound{Round: 2, Wanted: 1, Asked: 1}) {
		t.Fatalf("the round is %+v: what the lost connection ended does not count in it", r)
	}
}

func TestWhatCountsInAQueryRound(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, numbers(3)...)
	// A query of a person is open: its answer will show the state.
	d.send("7001", event.VerbQuery)
	first := d.b.NextQueries(d.now, nil)
	if dnsOf(first) != "7002 7003" {
		t.Fatalf("asked %s", dnsOf(first))
	}
	d.leave(first[0])
	d.leave(first[1])
	// The link is lost and restored over the same connection: the answers still arrive, but
	// they belong to the round before.
	d.link(event.Link{State: event.LinkDown})
	d.round++
	d.link(event.Link{State: event.LinkUp, Round: d.round})
	d.ack(CommandID(first[0].ID))
	d.user("7002", "enabled", 0)
	if r := d.b.QueryRound("sip"); r != (QueryRound{Round: 2}) {
		t.Fatalf("the round is %+v", r)
	}
	// A query because a call has ended is sent outside the round.
	d.registered("7002")
	d.call(wire.EventEstablished, "7002", connA)
	d.user("7002", "enabled", connA)
	d.call(wire.EventReleased, "7002", connA)
	d.wait(CallLeftTime)
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	d.user("7002", "disabled", 0)
	if r := d.b.QueryRound("sip"); r != (QueryRound{Round: 2}) {
		t.Fatalf("the round is %+v", r)
	}
}

// TestAnAnsweredQueryIsNotInTheWay: a query that was answered but not acknowledged does
// not replace the next one, which later events ask for.
func TestAnAnsweredQueryIsNotInTheWay(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1")
	first := d.b.NextQueries(d.now, nil)[0]
	d.leave(first)
	d.after(time.Second)
	d.user("1", "enabled", connA) // its ACK does not arrive
	d.call(wire.EventReleased, "1", connA)
	d.wait(CallLeftTime)
	if got := d.ask(); got != "1" {
		t.Fatalf("asked %q after the capture's call left, %+v", got, d.row("1").open[0].Command)
	}
	// One that waits for its answer is enough.
	d = newDesk(t, Options{AutomaticQueries: true}, "1")
	d.leave(d.b.NextQueries(d.now, nil)[0])
	d.after(time.Second)
	d.message(wire.EventDNBackInService, thisDN("1"))
	if got := d.ask(); got != "" {
		t.Fatalf("asked %q beside a query that waits for its answer", got)
	}
}
