package board

import (
	"fmt"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// callLeft plays events that make a capture lose its call, and some that do not.
type callLeft struct {
	name string
	play func(d *desk) // until the call has ended
	kept bool          // the capture's call is still there, or its end was not reported
}

// neverSeen holds ways in which a DN's capture can be of a call that the board does not
// know.
func neverSeen() []callLeft {
	previous := wire.LongAttribute(wire.AttributePreviousConnID, connA)
	ended := func(typ wire.MessageType) func(d *desk) {
		return func(d *desk) {
			d.user(dn, "enabled", connA)
			d.call(typ, dn, connA)
		}
	}
	return []callLeft{
		{name: "released", play: ended(wire.EventReleased)},
		{name: "abandoned", play: ended(wire.EventAbandoned)},
		{name: "diverted", play: ended(wire.EventDiverted)},
		{name: "another call is released", kept: true, play: func(d *desk) {
			d.user(dn, "enabled", connA)
			d.call(wire.EventReleased, dn, connB)
		}},
		{name: "no call is named", kept: true, play: func(d *desk) {
			d.user(dn, "enabled", 0)
			d.call(wire.EventReleased, dn, connA)
		}},
		{name: "over a link that was down, registered already", play: func(d *desk) {
			d.call(wire.EventEstablished, dn, connA)
			d.user(dn, "enabled", connA)
			d.link(event.Link{State: event.LinkDown})
			d.round++
			d.link(event.Link{State: event.LinkUp, Round: d.round})
			d.register(dn, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 125))
			d.user(dn, "enabled", connA)
			d.call(wire.EventReleased, dn, connA)
		}},
		{name: "renamed, by its new name", play: func(d *desk) {
			d.user(dn, "enabled", connA)
			d.call(wire.EventPartyChanged, dn, connB, previous)
			d.call(wire.EventReleased, dn, connB)
		}},
		{name: "renamed, by its old name", kept: true, play: func(d *desk) {
			d.user(dn, "enabled", connA)
			d.call(wire.EventPartyChanged, dn, connB, previous)
			d.call(wire.EventReleased, dn, connA)
		}},
		{name: "indicated by an alias", play: func(d *desk) {
			d.call(wire.EventPartyChanged, dn, connB, previous)
			d.user(dn, "enabled", connA)
			d.call(wire.EventReleased, dn, connB)
		}},
		{name: "indicated when the alias had ended", play: func(d *desk) {
			d.call(wire.EventPartyChanged, dn, connB, previous)
			d.wait(AliasTime)
			d.user(dn, "enabled", connA)
			d.call(wire.EventReleased, dn, connA)
		}},
		{name: "renamed after its release", kept: true, play: func(d *desk) {
			d.user(dn, "enabled", connA)
			d.call(wire.EventReleased, dn, connA)
			d.call(wire.EventPartyChanged, dn, connB, previous)
		}},
		{name: "it rings after its release", kept: true, play: func(d *desk) {
			d.user(dn, "enabled", connA)
			d.call(wire.EventReleased, dn, connA)
			d.call(wire.EventRinging, dn, connA)
		}},
		{name: "a snapshot has another call", play: func(d *desk) {
			d.user(dn, "enabled", connA)
			d.registered(dn, textPair("conn-1", connIDText(connB)), textPair("ps-1", "12"))
		}},
		{name: "a snapshot says idle", play: func(d *desk) {
			d.user(dn, "enabled", connA)
			d.registered(dn, textPair("status", "0"))
		}},
		{name: "a snapshot says busy", kept: true, play: func(d *desk) {
			d.user(dn, "enabled", connA)
			d.registered(dn, textPair("status", "1"))
		}},
		{name: "a snapshot has it", kept: true, play: func(d *desk) {
			d.user(dn, "enabled", connA)
			d.registered(dn, textPair("conn-1", connIDText(connA)), textPair("ps-1", "12"))
		}},
		{name: "a snapshot says nothing", kept: true, play: func(d *desk) {
			d.user(dn, "enabled", connA)
			d.registered(dn)
		}},
	}
}

// TestCaptureOfACallNeverSeen: a capture has lost its call 2 s after the release, whether
// or not the board knew the call.
func TestCaptureOfACallNeverSeen(t *testing.T) {
	for _, c := range neverSeen() {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			c.play(d)
			d.wait(CallLeftTime - time.Nanosecond)
			if got := d.row(dn).Stale(); got != 0 {
				t.Errorf("it is stale before its time: %v", got)
			}
			d.wait(time.Nanosecond)
			want := StaleCallLeft
			if c.kept {
				want = 0
			}
			if got := d.row(dn).Stale(); got != want || d.row(dn).State() != StateRec {
				t.Errorf("the capture is %v, stale %q, want %q", d.row(dn).State(), got, want)
			}
			checkCounters(t, d.b)
		})
	}
}

// TestSecondReleaseGivesNoMoreTime: T-Server may report the end of a call twice.
func TestSecondReleaseGivesNoMoreTime(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.user(dn, "enabled", connA)
	d.call(wire.EventReleased, dn, connA)
	d.wait(CallLeftTime / 2)
	d.call(wire.EventAbandoned, dn, connA)
	d.wait(CallLeftTime / 2)
	if got := d.row(dn).Stale(); got != StaleCallLeft {
		t.Errorf("2 s after the first release the capture is stale for %q", got)
	}
}

// TestCallsThatLeftAreBounded: the memory of ended calls neither grows nor forgets a call
// that a capture names.
func TestCallsThatLeftAreBounded(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	for i := range uint64(MaxCaptures) {
		d.user(dn, "disabled", 0x100+i)
		d.call(wire.EventReleased, dn, 0x100+i)
	}
	for i := range uint64(10 * maxLeft) {
		d.call(wire.EventReleased, dn, 0x1000+i)
		d.call(wire.EventReleased, dn, 0x1000+i)
	}
	r := d.row(dn)
	if len(r.left) != maxLeft {
		t.Errorf("%d calls are remembered, want %d", len(r.left), maxLeft)
	}
	for i := range uint64(MaxCaptures) {
		if !r.hasLeft(0x100 + i) {
			t.Errorf("the board forgot that the call %x of a capture ended", 0x100+i)
		}
	}
	if last := fmt.Sprintf("%x", r.left[maxLeft-1]); last != fmt.Sprintf("%x", 0x1000+10*maxLeft-1) {
		t.Errorf("the last call that left is %s", last)
	}
}

// TestStaleWhileNotRegistered: a state is vouched for only while the registration is held,
// and the board alone decides that.
func TestStaleWhileNotRegistered(t *testing.T) {
	d := newDesk(t, Options{}, dn, "7002")
	d.user(dn, "enabled", 0)
	check := func(when string, stale Stale, counted int) {
		t.Helper()
		if r := d.row(dn); r.Stale() != stale || d.b.Counters().Stale != counted || d.row("7002").Stale() != 0 {
			t.Errorf("%s: stale for %q and %d counted, want %q and %d", when, r.Stale(), d.b.Counters().Stale, stale, counted)
		}
	}
	check("registered", 0, 0)
	d.round++
	d.link(event.Link{State: event.LinkUp, Round: d.round})
	check("registration pending", StaleRegistration, 1)
	d.registered(dn)
	check("registered again", 0, 0)
	d.b.Apply(&event.Event{Kind: event.KindRegistration, Time: d.now, Site: "sip", Connection: d.conn, DN: dn, Registration: event.RegistrationRemoved})
	check("not registered any more", StaleRegistration, 1)
}

// TestOldestCallThatLeftGivesWay: without captures the first call is dropped, and a call
// that ends again is remembered once, as the last.
func TestOldestCallThatLeftGivesWay(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	for i := range uint64(maxLeft) {
		d.call(wire.EventReleased, dn, 0x100+i)
	}
	d.call(wire.EventReleased, dn, 0x100)
	r := d.row(dn)
	if len(r.left) != maxLeft || r.left[0] != 0x101 || r.left[maxLeft-1] != 0x100 {
		t.Errorf("a call that left again: %x", r.left)
	}
	d.call(wire.EventReleased, dn, 0x200)
	if len(r.left) != maxLeft || r.left[0] != 0x102 || r.left[maxLeft-1] != 0x200 || r.hasLeft(0x101) {
		t.Errorf("one more: %x", r.left)
	}
}

// TestRenameMergesCaptures: of two indications for calls that become one, the later one
// counts, whichever call it was for.
func TestRenameMergesCaptures(t *testing.T) {
	for _, c := range []struct {
		name          string
		first, second uint64
	}{
		{"the renamed call's is the later", connA, connB},
		{"the other's is the later", connB, connA},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			d.call(wire.EventHeld, dn, connA)
			d.call(wire.EventEstablished, dn, connB)
			d.user(dn, "enabled", c.first)
			d.user(dn, "paused", c.second)
			d.call(wire.EventPartyChanged, dn, connA, wire.LongAttribute(wire.AttributePreviousConnID, connB))
			r := d.row(dn)
			if all := r.CapturesByCall(); len(all) != 1 || all[0].ConnID != connA || all[0].State != StatePaused || r.Capture().ConnID != connA {
				t.Errorf("the words are %+v, the headline is %+v", all, r.Capture())
			}
		})
	}
	d := newDesk(t, Options{}, dn)
	d.user(dn, "enabled", connB)
	d.call(wire.EventPartyChanged, dn, connA, wire.LongAttribute(wire.AttributePreviousConnID, connB))
	if all := d.row(dn).CapturesByCall(); len(all) != 1 || all[0].ConnID != connA {
		t.Errorf("the only word is %+v", all)
	}
}

// TestAgentIDOfASnapshot may stand beside the Extensions.
func TestAgentIDOfASnapshot(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	for _, id := range []string{"4711", ""} {
		d.register(dn, wire.EventRegistered, wire.TextAttribute(wire.AttributeAgentID, id))
		if got := d.row(dn).Agent().ID; got != id {
			t.Errorf("the AgentID is %q, want %q", got, id)
		}
	}
}
