package board

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func TestStateStaleAndFaultOfARow(t *testing.T) {
	enabledFor := func(d *desk, id uint64) {
		d.call(wire.EventEstablished, dn, id)
		d.user(dn, "enabled", id)
	}
	lost := wire.IntAttribute(wire.AttributeErrorCode, 50)
	for _, s := range []scene{
		{name: "nothing heard", play: func(*desk) {}},
		{name: "enabled", state: StateRec, play: func(d *desk) { d.user(dn, "enabled", 0) }},
		{name: "paused", state: StatePaused, play: func(d *desk) { d.user(dn, "paused", 0) }},
		{name: "disabled", state: StateOff, play: func(d *desk) { d.user(dn, "disabled", 0) }},
		{name: "the other key", state: StateRec, play: func(d *desk) {
			d.message(wire.EventUserEvent, thisDN(dn), d.list(wire.AttributeUserData, textPair(event.IndicationKey, "enabled")))
		}},
		{name: "link lost", state: StateRec, stale: StaleLink, play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.link(event.Link{State: event.LinkDown})
		}},
		{name: "link back, not heard yet", state: StateRec, stale: StaleLink, play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.lose()
			d.connect()
			d.registered(dn)
		}},
		{name: "link back and heard", state: StateOff, play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.lose()
			d.connect()
			d.registered(dn)
			d.user(dn, "disabled", 0)
		}},
		{name: "heard while the link is down", state: StatePaused, stale: StaleLink, play: func(d *desk) {
			d.link(event.Link{State: event.LinkDown})
			d.user(dn, "paused", 0)
		}},
		{name: "heard while the link is down, which is back", state: StatePaused, stale: StaleLink, play: func(d *desk) {
			d.link(event.Link{State: event.LinkDown})
			d.user(dn, "paused", 0)
			d.round++
			d.link(event.Link{State: event.LinkUp, Round: d.round})
			d.registered(dn)
		}},
		{name: "its call is missing from the next snapshot", state: StateRec, stale: StaleCallLeft, play: func(d *desk) {
			enabledFor(d, connA)
			d.registered(dn)
			d.wait(CallLeftTime)
		}},
		{name: "its call is back within the time", state: StateRec, play: func(d *desk) {
			enabledFor(d, connA)
			d.call(wire.EventReleased, dn, connA)
			d.call(wire.EventRinging, dn, connA)
			d.wait(CallLeftTime)
		}},
		{name: "unknown is not stale with the link", play: func(d *desk) { d.lose() }},
		{name: "registration lost", state: StateRec, stale: StaleRegistration, fault: "REGISTRATION LOST 50", play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.message(wire.EventUnregistered, thisDN(dn), lost)
		}},
		{name: "an unregistration under a reference that nobody knows", state: StateRec, stale: StaleRegistration, fault: "REGISTRATION LOST", play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.message(wire.EventUnregistered, thisDN(dn), reference(4711))
		}},
		{name: "registration refused", fault: "REFUSED 59", play: func(d *desk) {
			d.register(dn, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 59))
		}},
		{name: "registered already", play: func(d *desk) {
			d.register(dn, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 125))
			if reg := d.row(dn).Registration(); !reg.State.Held() || reg.Code != 125 || reg.Text != "DN already registered" {
				d.t.Errorf("the registration is %+v", reg)
			}
		}},
		{name: "out of service", state: StateRec, fault: "OUT OF SERVICE", play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.message(wire.EventDNOutOfService, thisDN(dn))
		}},
		{name: "back in service", state: StateRec, play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.message(wire.EventDNOutOfService, thisDN(dn))
			d.message(wire.EventDNBackInService, thisDN(dn))
		}},
		{name: "its call left", state: StateRec, play: func(d *desk) {
			enabledFor(d, connA)
			d.call(wire.EventReleased, dn, connA)
			d.wait(CallLeftTime - time.Millisecond)
		}},
		{name: "its call left and nothing came", state: StateRec, stale: StaleCallLeft, play: func(d *desk) {
			enabledFor(d, connA)
			d.call(wire.EventReleased, dn, connA)
			d.wait(CallLeftTime)
		}},
		{name: "its call left and something came", state: StateOff, play: func(d *desk) {
			enabledFor(d, connA)
			d.call(wire.EventReleased, dn, connA)
			d.user(dn, "disabled", connA)
			d.wait(CallLeftTime)
		}},
		{name: "a call left that it was not indicated for", state: StateRec, play: func(d *desk) {
			enabledFor(d, connA)
			d.call(wire.EventRinging, dn, connB)
			d.call(wire.EventAbandoned, dn, connB)
			d.wait(CallLeftTime)
		}},
		{name: "a call that left does not replace one that is there", state: StateRec, play: func(d *desk) {
			d.call(wire.EventEstablished, dn, connB)
			enabledFor(d, connA)
			d.call(wire.EventReleased, dn, connB)
			d.user(dn, "disabled", connB)
			if got := d.row(dn).CapturesByCall(); len(got) != 2 || got[1].ConnID != connB || got[1].State != StateOff {
				d.t.Errorf("captures by call are %+v", got)
			}
		}},
		{name: "a call that is back does", state: StateOff, play: func(d *desk) {
			d.call(wire.EventRinging, dn, connB)
			d.call(wire.EventReleased, dn, connB)
			d.call(wire.EventRinging, dn, connB)
			enabledFor(d, connA)
			d.user(dn, "disabled", connB)
		}},
		{name: "a call never seen does", state: StateOff, play: func(d *desk) {
			enabledFor(d, connA)
			d.user(dn, "disabled", connB)
		}},
		{name: "one without a call does", state: StateOff, play: func(d *desk) {
			enabledFor(d, connA)
			d.after(3 * time.Second)
			d.user(dn, "disabled", 0)
		}},
		{name: "conflict", state: StateOff, fault: "CONFLICT", play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.after(ConflictWindow)
			d.user(dn, "disabled", 0)
			if a, b, ok := d.row(dn).Conflict(); !ok || a != StateRec || b != StateOff {
				d.t.Errorf("the conflict is %v/%v, %v", a, b, ok)
			}
		}},
		{name: "no conflict after the window", state: StateOff, play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.after(ConflictWindow + time.Millisecond)
			d.user(dn, "disabled", 0)
		}},
		{name: "no conflict with a call change between", state: StateOff, play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.call(wire.EventRinging, dn, connA)
			d.user(dn, "disabled", 0)
		}},
		{name: "no conflict of two calls", state: StateOff, play: func(d *desk) {
			d.user(dn, "enabled", connA)
			d.user(dn, "disabled", connB)
		}},
		{name: "a conflict ends with a consistent answer", state: StateOff, play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.user(dn, "disabled", 0)
			d.user(dn, "disabled", 0)
		}},
		{name: "conflict after a confirmed command", state: StateOff, text: "start confirmed 0 ms", fault: "CONFLICT", play: func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.user(dn, "enabled", 0)
			d.user(dn, "disabled", 0)
		}},
		{name: "no conflict with a command between", state: StateOff, text: "stop confirmed 0 ms", play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.ack(d.send(dn, event.VerbStop))
			d.user(dn, "disabled", 0)
		}},
		{name: "no conflict with a query's answer after the command", state: StateRec, text: "start confirmed 0 ms", play: func(d *desk) {
			d.ack(d.send(dn, event.VerbQuery))
			d.ack(d.send(dn, event.VerbStart))
			d.user(dn, "disabled", 0)
			d.user(dn, "enabled", 0)
		}},
		{name: "no conflict with a query's answer after another client's command", state: StateRec, text: "start by another client", play: func(d *desk) {
			d.user(dn, "start", 0)
			d.user(dn, "disabled", 0)
			d.user(dn, "enabled", 0)
		}},
		{name: "conflict after an answer to a query and to a command", state: StateOff, text: "start confirmed 0 ms", fault: "CONFLICT", play: func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.user(dn, "disabled", 0)
			d.user(dn, "enabled", 0)
			d.user(dn, "disabled", 0)
		}},
		{name: "no conflict with another client's command between", state: StateOff, text: "stop by another client", play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.user(dn, "stop", 0)
			d.user(dn, "disabled", 0)
		}},
	} {
		s.run(t, Options{})
	}
}

func TestStaleByAge(t *testing.T) {
	for _, s := range []scene{
		{name: "young", state: StateRec, play: func(d *desk) { d.user(dn, "enabled", 0); d.wait(59 * time.Second) }},
		{name: "old", state: StateRec, stale: StaleAge, play: func(d *desk) { d.user(dn, "enabled", 0); d.wait(60 * time.Second) }},
		{name: "heard again", state: StateRec, play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.wait(30 * time.Second)
			d.user(dn, "enabled", 0)
			d.wait(59 * time.Second)
		}},
		{name: "old, then heard", state: StateRec, play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.wait(90 * time.Second)
			d.user(dn, "enabled", 0)
		}},
	} {
		s.run(t, Options{StaleAfter: time.Minute})
	}
}

func TestSinceAndHeard(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	check := func(what string, since time.Time, lower bool, heard time.Time) {
		t.Helper()
		c := d.row(dn).Capture()
		if !c.Since.Equal(since) || c.SinceIsLowerBound != lower || !c.Heard.Equal(heard) {
			t.Errorf("%s: since %v (lower bound %v), heard %v; want %v (%v), %v", what, c.Since, c.SinceIsLowerBound, c.Heard, since, lower, heard)
		}
	}
	first := d.now
	d.user(dn, "enabled", 0)
	check("first", first, true, first)
	d.after(9 * time.Second)
	d.user(dn, "enabled", 0)
	check("the same again", first, true, d.now)
	d.after(time.Second)
	changed := d.now
	d.user(dn, "paused", 0)
	check("changed", changed, false, changed)
	d.after(time.Second)
	d.user(dn, "paused", 0)
	check("the same again after a change", changed, false, d.now)
	d.lose()
	d.after(time.Minute)
	d.connect()
	d.registered(dn)
	d.user(dn, "paused", 0)
	check("after a gap", d.now, true, d.now)
}

func TestForeignValues(t *testing.T) {
	word := func(p wire.KeyValue) func(d *desk) {
		return func(d *desk) {
			d.message(wire.EventUserEvent, thisDN(dn), d.list(wire.AttributeUserData, p))
		}
	}
	for name, c := range map[string]struct {
		play func(d *desk)
		raw  string
	}{
		"other case":    {word(textPair(event.CaptureKey, "Enabled")), "'Enabled'"},
		"spaces":        {word(textPair(event.CaptureKey, " enabled")), "' enabled'"},
		"unknown":       {word(textPair(event.CaptureKey, "recording")), "'recording'"},
		"empty":         {word(textPair(event.CaptureKey, "")), "''"},
		"a number":      {word(wire.KeyValue{Key: event.CaptureKey, Type: wire.PairInt, Int: 7}), "7"},
		"bytes":         {word(wire.KeyValue{Key: event.CaptureKey, Type: wire.PairBinary, Bytes: []byte{1, 0xab}}), "bytes 01ab"},
		"text as bytes": {word(wire.KeyValue{Key: event.CaptureKey, Type: wire.PairBinary, Bytes: []byte("enabled")}), "bytes 'enabled'"},
		"a list":        {word(wire.ListPair(event.CaptureKey)), "a list"},
		"UTF-16":        {word(wire.KeyValue{Key: event.CaptureKey, Type: wire.PairUnicode, Bytes: []byte{0, 'o', 0, 'n'}}), "'on'"},
		"very long":     {word(textPair(event.CaptureKey, strings.Repeat("é", 300))), "'" + strings.Repeat("é", 128) + "'…"},
		"not a start":   {word(textPair(event.CaptureKey, "started")), "'started'"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			d.user(dn, "paused", 0)
			c.play(d)
			f, ok := d.row(dn).Foreign()
			if !ok || f.Raw != c.raw || f.Count != 1 || !f.At.Equal(d.now) {
				t.Errorf("the foreign value is %+v, want %q", f, c.raw)
			}
			if _, ok := d.row(dn).LastCommand(); ok || d.row(dn).State() != StatePaused {
				t.Error("a foreign value changed the row")
			}
		})
	}
	d := newDesk(t, Options{}, dn)
	d.message(wire.EventUserEvent, thisDN(dn), d.list(wire.AttributeUserData,
		textPair(event.CaptureKey, "paused"), textPair(event.CaptureKey, "enabled")))
	if r := d.row(dn); r.State() != StatePaused || !r.MorePairs().Equal(d.now) {
		t.Errorf("of two pairs the row used %v, and marks %v", r.State(), r.MorePairs())
	}
}

func TestUnknownDNChangesNothing(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	before := d.row(dn).Version()
	d.user("7002", "enabled", 0)
	d.call(wire.EventRinging, "7002", connA)
	d.message(wire.EventUserEvent)
	if d.row(dn).Version() != before || d.b.Diagnostics().UnknownDN != 2 {
		t.Fatalf("version %d after %d, %+v", d.row(dn).Version(), before, d.b.Diagnostics())
	}
	d.lose()
	d.connect()
	d.conn--
	d.user(dn, "enabled", 0)
	if d.row(dn).State() != StateUnknown {
		t.Fatal("a message of an old connection changed the row")
	}
}

// TestCapturesByCallAreInOrder: the newest indication is last, and that of another call is
// not lost because of it.
func TestCapturesByCallAreInOrder(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	for _, word := range []struct {
		id   uint64
		word string
	}{{1, "enabled"}, {2, "paused"}, {3, "disabled"}, {1, "paused"}, {1, "enabled"}} {
		d.after(time.Minute)
		d.user(dn, word.word, word.id)
	}
	got := ""
	for _, c := range d.row(dn).CapturesByCall() {
		got += fmt.Sprintf("%d %s, ", c.ConnID, c.State)
	}
	want := fmt.Sprintf("2 %s, 3 %s, 1 %s, ", StatePaused, StateOff, StateRec)
	if got != want {
		t.Errorf("the captures by call are %q, want %q", got, want)
	}
}

// TestCallsThatComeAndGoAreNoConflict: the indications are before and after the calls.
func TestCallsThatComeAndGoAreNoConflict(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.user(dn, "disabled", 0)
	d.after(100 * time.Millisecond)
	d.call(wire.EventRinging, dn, connA)
	d.after(100 * time.Millisecond)
	d.call(wire.EventAbandoned, dn, connA)
	d.after(100 * time.Millisecond)
	d.user(dn, "enabled", 0)
	if first, second, ok := d.row(dn).Conflict(); ok {
		t.Errorf("conflict %s/%s", first, second)
	}
}

// TestRenamesAndSnapshotsAreNoConflict: the indications before and after them may differ.
func TestRenamesAndSnapshotsAreNoConflict(t *testing.T) {
	for name, change := range map[string]func(d *desk){
		"rename": func(d *desk) {
			d.call(wire.EventPartyChanged, dn, connB, wire.LongAttribute(wire.AttributePreviousConnID, connA))
		},
		"snapshot": func(d *desk) {
			if err := d.b.Resync(d.now, key(dn)); err != nil || len(d.b.NextResyncs(d.now)) != 1 {
				d.t.Fatal("nothing is asked", err)
			}
			d.addressInfo(dn, wire.EventAddressInfo, d.extensions(textPair("conn-1", "006f01b2c3d4e5f6"), textPair("conn-2", "c7")))
			if got := callsText(d.row(dn)); got != "talking f6, call c7; current f6" {
				d.t.Fatalf("the calls are %q", got)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			d.call(wire.EventEstablished, dn, connA)
			d.after(time.Minute)
			d.user(dn, "disabled", 0)
			d.after(100 * time.Millisecond)
			change(d)
			d.after(100 * time.Millisecond)
			d.call(wire.EventRinging, dn, 0xc9)
			d.after(100 * time.Millisecond)
			d.user(dn, "enabled", 0)
			if first, second, ok := d.row(dn).Conflict(); ok {
				t.Errorf("conflict %s/%s", first, second)
			}
		})
	}
}
