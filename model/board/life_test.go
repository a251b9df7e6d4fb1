package board

import (
	"errors"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// scene is one situation of the DN 7001, and what its row must show.
type scene struct {
	name  string
	play  func(d *desk)
	text  string // of the last command
	state State
	stale Stale
	fault string
}

func (s scene) run(t *testing.T, o Options) {
	t.Run(s.name, func(t *testing.T) {
		d := newDesk(t, o, "7001")
		s.play(d)
		r := d.row("7001")
		text := ""
		if c, ok := r.LastCommand(); ok {
			text = CommandText(c, d.now)
		}
		if text != s.text {
			t.Errorf("the last command reads %q, want %q", text, s.text)
		}
		if r.State() != s.state || r.Stale() != s.stale || r.Fault().String() != s.fault {
			t.Errorf("the row is %v, stale %d, fault %q; want %v, stale %d, fault %q", r.State(), r.Stale(), r.Fault(), s.state, s.stale, s.fault)
		}
		checkCounters(t, d.b)
	})
}

const dn = "7001"

func TestLifeOfACommand(t *testing.T) {
	for _, s := range []scene{
		{name: "queued", text: "start queued", play: func(d *desk) {
			if _, err := d.b.Queue(d.now, key(dn), event.VerbStart, "me"); err != nil {
				d.t.Fatal(err)
			}
		}},
		{name: "cancelled", text: "start cancelled, write-lock", play: func(d *desk) {
			if _, err := d.b.Queue(d.now, key(dn), event.VerbStart, "me"); err != nil {
				d.t.Fatal(err)
			}
			if n := d.b.CancelAll(d.now, "write-lock"); n != 1 {
				d.t.Fatalf("%d were cancelled", n)
			}
			if got := d.b.Release(d.now, 0); len(got) != 0 {
				d.t.Fatalf("a cancelled command was released: %v", got)
			}
		}},
		{name: "sent", text: "start sent, waiting 3 s", play: func(d *desk) {
			d.send(dn, event.VerbStart)
			d.wait(3400 * time.Millisecond)
		}},
		{name: "accepted", text: "stop accepted, waiting 3 s", play: func(d *desk) {
			d.ack(d.send(dn, event.VerbStop))
			d.wait(3 * time.Second)
		}},
		{name: "rejected", text: "start ! REJECTED 59", fault: "REJECTED 59", state: StateOff, play: func(d *desk) {
			d.user(dn, "disabled", 0)
			d.reject(d.send(dn, event.VerbStart), 59)
		}},
		{name: "confirmed", text: "start confirmed 84 ms", state: StateRec, play: func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.after(84 * time.Millisecond)
			d.user(dn, "enabled", 0)
		}},
		{name: "confirmed before the ACK", text: "start confirmed 84 ms", state: StateRec, play: func(d *desk) {
			id := d.send(dn, event.VerbStart)
			d.after(84 * time.Millisecond)
			d.user(dn, "enabled", 0)
			d.after(time.Second)
			d.ack(id)
		}},
		{name: "indicated, ACK still missing", text: "start enabled, no ACK yet, waiting 7 s", state: StateRec, play: func(d *desk) {
			d.send(dn, event.VerbStart)
			d.user(dn, "enabled", 0)
			d.wait(7 * time.Second)
		}},
		{name: "confirmed, no ACK", text: "start confirmed, no ACK", state: StateRec, play: func(d *desk) {
			d.send(dn, event.VerbStart)
			d.user(dn, "enabled", 0)
			d.wait(10 * time.Second)
		}},
		{name: "unanswered", text: "start ! NO ANSWER in 5 s", fault: "NO ANSWER", play: func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.wait(5 * time.Second)
		}},
		{name: "unanswered, connection lost", text: "start ! NO ANSWER, connection lost", fault: "NO ANSWER", play: func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.lose()
		}},
		{name: "lost", text: "start ! LOST", fault: "LOST", play: func(d *desk) {
			d.send(dn, event.VerbStart)
			d.wait(9 * time.Second)
			if c, _ := d.row(dn).LastCommand(); c.Life != LifeSent {
				d.t.Fatalf("after 9 s it is %v", c.Life)
			}
			d.wait(time.Second)
		}},
		{name: "lost with the connection", text: "start ! LOST, connection lost", fault: "LOST", play: func(d *desk) {
			d.send(dn, event.VerbStart)
			d.lose()
		}},
		{name: "contradicted", text: "start ! CONTRADICTED by disabled", state: StateOff, fault: "CONTRADICTED", play: func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.user(dn, "disabled", 0)
			d.wait(5 * time.Second)
		}},
		{name: "superseded by another client's", text: "stop by another client", play: func(d *desk) {
			d.teach(EchoNo)
			id := d.send(dn, event.VerbStart)
			d.ack(id)
			d.user(dn, "stop", 0)
			d.wait(5 * time.Second)
			if c := d.outcomes()[id]; c.Life != LifeSuperseded || CommandText(c, d.now) != "start superseded" {
				d.t.Fatalf("the command is %v", c.Life)
			}
		}},
		{name: "late", text: "start ! NO ANSWER in 5 s, late: enabled after 7.2 s", state: StateRec, play: func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.wait(7200 * time.Millisecond)
			d.user(dn, "enabled", 0)
		}},
		{name: "a newer command takes the fault away", text: "stop sent", play: func(d *desk) {
			d.reject(d.send(dn, event.VerbStart), 59)
			d.send(dn, event.VerbStop)
		}},
		{name: "a rejection stays whatever is indicated", text: "start ! REJECTED 59", state: StateRec, fault: "REJECTED 59", play: func(d *desk) {
			d.reject(d.send(dn, event.VerbStart), 59)
			d.after(LateTime + time.Second)
			d.user(dn, "enabled", 0)
		}},
		{name: "an indication that was not asked for leaves the fault", text: "start ! NO ANSWER in 5 s, late: disabled after 6 s", state: StateOff, fault: "NO ANSWER", play: func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.wait(6 * time.Second)
			d.user(dn, "disabled", 0)
		}},
		{name: "query unanswered", text: "query ! NO ANSWER in 5 s", stale: StaleQuery, fault: "NO ANSWER", play: func(d *desk) {
			d.ack(d.send(dn, event.VerbQuery))
			d.wait(5 * time.Second)
		}},
		{name: "query confirmed by any", text: "query confirmed 20 ms", state: StatePaused, play: func(d *desk) {
			d.ack(d.send(dn, event.VerbQuery))
			d.after(20 * time.Millisecond)
			d.user(dn, "paused", 0)
		}},
		{name: "not sent", text: "start cancelled, the journal is full", play: func(d *desk) {
			id, err := d.b.Queue(d.now, key(dn), event.VerbStart, "me")
			if err != nil {
				d.t.Fatal(err)
			}
			d.b.Release(d.now, 0)
			d.b.Apply(&event.Event{Kind: event.KindUnsent, Time: d.now, Site: "sip", Connection: d.conn, Problem: "start for DN 7001 was not sent: the journal is full", Request: event.Request{Kind: event.RequestCapture, Command: uint64(id)}})
		}},
		{name: "another client's query leaves it", text: "start confirmed 0 ms", state: StateRec, play: func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.user(dn, "enabled", 0)
			d.user(dn, "query", 0)
		}},
	} {
		s.run(t, Options{})
	}
}

func TestQueuedCommandsAreCancelled(t *testing.T) {
	for name, cause := range map[string]struct {
		happen func(d *desk)
		why    string
	}{
		"connection lost":       {func(d *desk) { d.lose() }, "connection lost"},
		"link down":             {func(d *desk) { d.link(event.Link{State: event.LinkDown}) }, "link down"},
		"registration lost":     {func(d *desk) { d.message(wire.EventUnregistered, thisDN(dn)) }, "the DN's registration was lost"},
		"taken off the board":   {func(d *desk) { d.b.Remove(d.now, key(dn)) }, "the DN was taken off the board"},
		"by the user":           {func(d *desk) { d.b.Cancel(d.now, 1, "by the user") }, "by the user"},
		"a newer connection":    {func(d *desk) { d.conn++; d.link(event.Link{State: event.LinkUp, Round: 2}) }, "connection lost"},
		"a standby server":      {func(d *desk) { d.link(event.Link{State: event.LinkStandby}) }, "T-Server is a backup now"},
		"the end of everything": {func(d *desk) { d.b.EndAll(d.now, "quit") }, "quit"},
		"quit, after a release": {func(d *desk) { d.b.CancelAll(d.now, "quit") }, "quit"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			if _, err := d.b.Queue(d.now, key(dn), event.VerbStart, "me"); err != nil {
				t.Fatal(err)
			}
			cause.happen(d)
			out := d.b.TakeOutcomes()
			if len(out) != 1 || out[0].Life != LifeCancelled || out[0].Why != cause.why {
				t.Fatalf("outcomes are %+v, want one cancelled with %q", out, cause.why)
			}
			if got := d.b.Release(d.now, 0); len(got) != 0 || d.b.Waiting() != 0 {
				t.Fatalf("%d commands were released afterwards, %d wait", len(got), d.b.Waiting())
			}
			checkCounters(t, d.b)
		})
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(d *desk)
		key     Key
		reason  RefusalReason
		words   string
	}{
		"unknown DN":    {func(*desk) {}, key("9999"), RefusedUnknownDN, "start for DN 9999 was not sent"},
		"not connected": {func(d *desk) { d.lose() }, key(dn), RefusedNotConnected, "not logged in"},
		"link down":     {func(d *desk) { d.link(event.Link{State: event.LinkDown}) }, key(dn), RefusedLinkDown, "(error 54)"},
		"standby":       {func(d *desk) { d.link(event.Link{State: event.LinkStandby}) }, key(dn), RefusedStandby, "T-Server is a backup"},
		"not held":      {func(d *desk) { d.register(dn, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 59)) }, key(dn), RefusedNotRegistered, "not registered"},
		"too many": {func(d *desk) {
			for range MaxOpenCommands {
				d.send(dn, event.VerbStart)
			}
		}, key(dn), RefusedTooMany, "too many"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			c.prepare(d)
			_, err := d.b.Queue(d.now, c.key, event.VerbStart, "me")
			var refusal *Refusal
			if !errors.As(err, &refusal) || refusal.Reason != c.reason || !strings.Contains(err.Error(), c.words) {
				t.Fatalf("the error is %v, want reason %d with %q", err, c.reason, c.words)
			}
		})
	}
}

func TestConnIDThatACommandNames(t *testing.T) {
	twoCalls := func(d *desk) {
		d.call(wire.EventEstablished, dn, connA)
		d.user(dn, "enabled", connA)
		d.call(wire.EventHeld, dn, connA)
		d.call(wire.EventDialing, dn, connB)
	}
	for _, c := range []struct {
		name    string
		policy  string
		prepare func(d *desk)
		verb    event.Verb
		want    uint64
	}{
		{"start names the current call", "capture", twoCalls, event.VerbStart, connB},
		{"stop names the capture's call", "capture", twoCalls, event.VerbStop, connA},
		{"query names the capture's call", "capture", twoCalls, event.VerbQuery, connA},
		{"stop when the call has left", "capture", func(d *desk) { twoCalls(d); d.call(wire.EventReleased, dn, connA) }, event.VerbStop, connB},
		{"stop when the capture is off", "capture", func(d *desk) { twoCalls(d); d.user(dn, "disabled", connA) }, event.VerbStop, connB},
		{"a live capture beside the headline", "capture", func(d *desk) { twoCalls(d); d.user(dn, "disabled", connB) }, event.VerbStop, connA},
		{"after a rename", "capture", func(d *desk) {
			d.call(wire.EventEstablished, dn, connA)
			d.user(dn, "paused", connA)
			d.call(wire.EventPartyChanged, dn, connB, wire.LongAttribute(wire.AttributePreviousConnID, connA))
		}, event.VerbResume, connB},
		{"no call", "capture", func(*desk) {}, event.VerbStop, 0},
		{"current", "current", twoCalls, event.VerbStop, connB},
		{"none", "none", twoCalls, event.VerbStop, 0},
		{"fixed", "6f", func(*desk) {}, event.VerbStart, 0x6f},
	} {
		t.Run(c.name, func(t *testing.T) {
			policy, err := ParseConnIDPolicy(c.policy)
			if err != nil {
				t.Fatal(err)
			}
			d := newDesk(t, Options{ConnID: policy}, dn)
			id, err := d.b.Queue(d.now, key(dn), c.verb, "me")
			if err != nil {
				t.Fatal(err)
			}
			// It is chosen when the request leaves, not when the key is pressed.
			c.prepare(d)
			got := d.b.Release(d.now, 0)
			if len(got) != 1 || got[0].ConnID != c.want || got[0].ID != uint64(id) {
				t.Fatalf("released %+v, want ConnID %016x", got, c.want)
			}
		})
	}
	if _, err := ParseConnIDPolicy("nobody"); err == nil || !strings.Contains(err.Error(), "16 hex digits") {
		t.Fatalf("the error for a bad policy is %v", err)
	}
}

func TestReleaseInPortions(t *testing.T) {
	d := newDesk(t, Options{}, "1", "2", "3")
	for _, dn := range []string{"1", "2", "3"} {
		if _, err := d.b.Queue(d.now, key(dn), event.VerbStop, "me"); err != nil {
			t.Fatal(err)
		}
	}
	first := d.b.Release(d.now, 2)
	d.b.Cancel(d.now, CommandID(first[0].ID), "too late")
	if len(first) != 2 || first[0].DN != "1" || first[1].DN != "2" || d.b.Waiting() != 1 {
		t.Fatalf("released %+v with %d left", first, d.b.Waiting())
	}
	if rest := d.b.Release(d.now, 2); len(rest) != 1 || rest[0].DN != "3" {
		t.Fatalf("released %+v", rest)
	}
	if c, ok := d.b.Command(CommandID(first[0].ID)); !ok || c.Life != LifeQueued {
		t.Fatal("a released command was cancelled")
	}
	if out := d.b.TakeOutcomes(); len(out) != 0 {
		t.Fatalf("outcomes %v", out)
	}
	d.wait(DefaultRequestTimeout)
	for _, c := range d.b.TakeOutcomes() {
		if c.Life != LifeLost || c.Why == "" {
			t.Fatalf("a command of which the session says nothing is %v, why %q", c.Life, c.Why)
		}
	}
}

// TestEndAll ends commands in every open state, with an automatic query among them, and
// then nothing more.
func TestEndAll(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1", "2", "3", "4", "5")
	sent, accepted, indicated := d.send("1", event.VerbStart), d.send("2", event.VerbStart), d.send("3", event.VerbStart)
	d.ack(accepted)
	d.user("3", "enabled", 0)
	released, err := d.b.Queue(d.now, key("4"), event.VerbStop, "me")
	if err != nil {
		t.Fatal(err)
	}
	d.b.Release(d.now, 0)
	queued, err := d.b.Queue(d.now, key("5"), event.VerbStop, "me")
	if err != nil {
		t.Fatal(err)
	}
	d.b.EndAll(d.now, "quit")
	got := d.outcomes()
	for id, want := range map[CommandID]Life{
		sent: LifeLost, accepted: LifeUnanswered, indicated: LifeConfirmed, released: LifeLost, queued: LifeCancelled,
	} {
		if c := got[id]; c.Life != want || want != LifeConfirmed && c.Why != "quit" || want == LifeConfirmed && !c.NoACK {
			t.Errorf("command %d ended as %s, %q, want %s", id, c.Life, c.Why, want)
		}
	}
	if len(got) != 5 || d.b.EndAll(d.now, "again") != 0 || len(d.b.TakeOutcomes()) != 0 || d.b.Counters().OpenCommands != 0 {
		t.Errorf("%d outcomes, %d commands are open", len(got), d.b.Counters().OpenCommands)
	}
	checkCounters(t, d.b)
}

// TestLateAtTheLastMoment: an indication counts LateTime after sending, but not a moment
// later.
func TestLateAtTheLastMoment(t *testing.T) {
	for more, want := range map[time.Duration]event.Indication{0: event.Enabled, 1: event.IndicationNone} {
		d := newDesk(t, Options{}, dn)
		d.ack(d.send(dn, event.VerbStart))
		d.wait(LateTime + more)
		d.user(dn, "enabled", 0)
		if c, _ := d.row(dn).LastCommand(); c.Late != want {
			t.Errorf("%v after the last moment: late is %v", more, c.Late)
		}
	}
}

// TestLateForTheNewest: an indication that no unanswered command asked for is recorded
// with the newest.
func TestLateForTheNewest(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.ack(d.send(dn, event.VerbStart))
	d.wait(DefaultIndicationTimeout)
	d.ack(d.send(dn, event.VerbPause))
	d.wait(DefaultIndicationTimeout)
	d.user(dn, "disabled", 0)
	ended := d.row(dn).EndedCommands()
	if len(ended) != 2 || ended[0].Late != event.IndicationNone || ended[1].Late != event.Disabled {
		t.Errorf("the commands are %+v", ended)
	}
}
