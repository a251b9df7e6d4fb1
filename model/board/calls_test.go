package board

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func callsText(r *Row) string {
	var words []string
	for _, c := range r.Calls() {
		words = append(words, fmt.Sprintf("%s %x", c.State, c.ConnID&0xff))
	}
	current := "none"
	if c, ok := r.CurrentCall(); ok {
		current = fmt.Sprintf("%x", c.ConnID&0xff)
	}
	return strings.Join(words, ", ") + "; current " + current
}

func TestCalls(t *testing.T) {
	const c1, c2, c3 uint64 = 0xc1, 0xc2, 0xc3
	type ev struct {
		typ      wire.MessageType
		id       uint64
		previous uint64
	}
	for name, c := range map[string]struct {
		events []ev
		want   string
	}{
		"inbound":            {[]ev{{typ: wire.EventRinging, id: c1}, {typ: wire.EventEstablished, id: c1}}, "talking c1; current c1"},
		"held":               {[]ev{{typ: wire.EventEstablished, id: c1}, {typ: wire.EventHeld, id: c1}}, "held c1; current c1"},
		"retrieved":          {[]ev{{typ: wire.EventHeld, id: c1}, {typ: wire.EventRetrieved, id: c1}}, "talking c1; current c1"},
		"released":           {[]ev{{typ: wire.EventEstablished, id: c1}, {typ: wire.EventReleased, id: c1}}, "; current none"},
		"abandoned":          {[]ev{{typ: wire.EventRinging, id: c1}, {typ: wire.EventAbandoned, id: c1}}, "; current none"},
		"diverted":           {[]ev{{typ: wire.EventRinging, id: c1}, {typ: wire.EventDiverted, id: c1}}, "; current none"},
		"network reached":    {[]ev{{typ: wire.EventDialing, id: c1}, {typ: wire.EventNetworkReached, id: c1}}, "dialing c1; current c1"},
		"release of unknown": {[]ev{{typ: wire.EventReleased, id: c1}}, "; current none"},
		"no ConnID":          {[]ev{{typ: wire.EventRinging}}, "; current none"},
		"consult":            {[]ev{{typ: wire.EventEstablished, id: c1}, {typ: wire.EventHeld, id: c1}, {typ: wire.EventDialing, id: c2, previous: c1}}, "held c1, dialing c2; current c2"},
		"consult talking":    {[]ev{{typ: wire.EventHeld, id: c1}, {typ: wire.EventEstablished, id: c2, previous: c1}}, "held c1, talking c2; current c2"},
		"back from consult":  {[]ev{{typ: wire.EventHeld, id: c1}, {typ: wire.EventEstablished, id: c2}, {typ: wire.EventReleased, id: c2}, {typ: wire.EventRetrieved, id: c1}}, "talking c1; current c1"},
		"transferred to us":  {[]ev{{typ: wire.EventEstablished, id: c2}, {typ: wire.EventPartyChanged, id: c1, previous: c2}}, "talking c1; current c1"},
		"conference":         {[]ev{{typ: wire.EventHeld, id: c1}, {typ: wire.EventEstablished, id: c2}, {typ: wire.EventPartyChanged, id: c1, previous: c2}}, "talking c1; current c1"},
		"old name released":  {[]ev{{typ: wire.EventHeld, id: c1}, {typ: wire.EventEstablished, id: c2}, {typ: wire.EventPartyChanged, id: c1, previous: c2}, {typ: wire.EventReleased, id: c2}}, "talking c1; current c1"},
		"held by the alias":  {[]ev{{typ: wire.EventEstablished, id: c2}, {typ: wire.EventPartyChanged, id: c1, previous: c2}, {typ: wire.EventHeld, id: c2}}, "held c1; current c1"},
		"renamed twice":      {[]ev{{typ: wire.EventEstablished, id: c2}, {typ: wire.EventPartyChanged, id: c1, previous: c2}, {typ: wire.EventPartyChanged, id: c3, previous: c1}, {typ: wire.EventHeld, id: c2}}, "held c3; current c3"},
		"rename of unknown":  {[]ev{{typ: wire.EventPartyChanged, id: c1, previous: c2}}, "call c1; current c1"},
		"party added":        {[]ev{{typ: wire.EventPartyAdded, id: c1}, {typ: wire.EventPartyDeleted, id: c1}, {typ: wire.EventAttachedDataChanged, id: c1}}, "; current none"},
		"two ringing":        {[]ev{{typ: wire.EventRinging, id: c1}, {typ: wire.EventRinging, id: c2}}, "ringing c1, ringing c2; current c2"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			for _, e := range c.events {
				d.after(time.Millisecond)
				d.call(e.typ, dn, e.id, wire.LongAttribute(wire.AttributePreviousConnID, e.previous))
			}
			if got := callsText(d.row(dn)); got != c.want {
				t.Fatalf("the calls are %q, want %q", got, c.want)
			}
		})
	}
}

func TestRenameReachesCapturesAndCommands(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventEstablished, dn, connA)
	d.user(dn, "enabled", connA)
	id := d.send(dn, event.VerbPause)
	d.ack(id)
	d.call(wire.EventPartyChanged, dn, connB, wire.LongAttribute(wire.AttributePreviousConnID, connA))
	if got := d.row(dn).Capture().ConnID; got != connB {
		t.Fatalf("the capture is still of call %016x", got)
	}
	d.user(dn, "paused", connB)
	if c := d.outcomes()[id]; c.Life != LifeConfirmed || c.ConnID != connA {
		t.Fatalf("the command is %v with ConnID %016x: it is matched by the new name and shows the one that was sent", c.Life, c.ConnID)
	}
	d.after(AliasTime - time.Second)
	d.user(dn, "disabled", connA)
	if got := d.row(dn).Capture(); got.ConnID != connB || got.State != StateOff {
		t.Fatalf("within the alias time the old ConnID gives %+v", got)
	}
	d.after(2 * time.Second)
	d.user(dn, "enabled", connA)
	if got := d.row(dn).Capture(); got.ConnID != connA {
		t.Fatalf("after the alias time the old name gives %+v", got)
	}
}

func TestSnapshotEndsAliases(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventEstablished, dn, connA)
	d.call(wire.EventPartyChanged, dn, connB, wire.LongAttribute(wire.AttributePreviousConnID, connA))
	d.registered(dn)
	d.user(dn, "enabled", connA)
	if got := d.row(dn).Capture().ConnID; got != connA {
		t.Fatalf("after a new snapshot the old ConnID still means %016x", got)
	}
}

func TestCommandOfAnotherCallIsNotClosed(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventEstablished, dn, connA)
	id := d.send(dn, event.VerbStart)
	d.ack(id)
	d.user(dn, "enabled", connB)
	if c, open := d.b.Command(id); !open || c.Life != LifeAccepted {
		t.Fatal("an indication for another call closed the command")
	}
	d.user(dn, "enabled", 0)
	if c := d.outcomes()[id]; c.Life != LifeConfirmed {
		t.Fatalf("an indication without a call left the command %v", c.Life)
	}
}

func TestSnapshot(t *testing.T) {
	number := func(k string, n int32) wire.KeyValue {
		return wire.KeyValue{Key: k, Type: wire.PairInt, Int: n}
	}
	for name, c := range map[string]struct {
		pairs []wire.KeyValue
		calls string
		agent AgentState
	}{
		"nothing":            {nil, "; current none", AgentUnknown},
		"text":               {[]wire.KeyValue{textPair("conn-1", "00000000000000c1"), textPair("ps-1", "12"), textPair("AgentStatus", "2")}, "talking c1; current c1", AgentReady},
		"ints":               {[]wire.KeyValue{textPair("conn-1", "00000000000000c1"), number("ps-1", 14), number("AgentStatus", 4)}, "held c1; current c1", AgentAfterCallWork},
		"any order":          {[]wire.KeyValue{number("ps-1", 10), textPair("conn-1", "C1")}, "ringing c1; current c1", AgentUnknown},
		"high bits":          {[]wire.KeyValue{number("ps-1", 0x41), textPair("conn-1", "c1")}, "dialing c1; current c1", AgentUnknown},
		"dialing":            {[]wire.KeyValue{number("ps-1", 0x1000c), textPair("conn-1", "c1"), textPair("ps-2", "65550"), textPair("conn-2", "c2")}, "dialing c1, held c2; current c1", AgentUnknown},
		"party state none":   {[]wire.KeyValue{number("ps-1", 0x10), textPair("conn-1", "c1")}, "; current none", AgentUnknown},
		"no party state":     {[]wire.KeyValue{textPair("conn-1", "c1")}, "call c1; current c1", AgentUnknown},
		"two calls":          {[]wire.KeyValue{textPair("conn-1", "c1"), number("ps-1", 14), textPair("conn-2", "c2"), number("ps-2", 12)}, "held c1, talking c2; current c2", AgentUnknown},
		"UTF-16":             {[]wire.KeyValue{wire.UnicodePair("conn-1", "00000000000000c1"), wire.UnicodePair("ps-1", "14"), wire.UnicodePair("AgentStatus", "4")}, "held c1; current c1", AgentAfterCallWork},
		"garbage":            {[]wire.KeyValue{textPair("conn-1", "no hex"), textPair("ps-1", "x"), textPair("AgentStatus", "ready"), textPair("conn-", "c1"), textPair("status", "")}, "; current none", AgentUnknown},
		"agent out of scale": {[]wire.KeyValue{number("AgentStatus", 99)}, "; current none", AgentUnknown},
		"four digits":        {[]wire.KeyValue{textPair("conn-1234", "c1"), number("ps-1234", 12)}, "talking c1; current c1", AgentUnknown},
		"five digits":        {[]wire.KeyValue{textPair("conn-12345", "c1"), number("ps-12345", 12)}, "; current none", AgentUnknown},
		"ConnID 0":           {[]wire.KeyValue{textPair("conn-1", "0000000000000000"), number("ps-1", 12)}, "; current none", AgentUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			d.call(wire.EventEstablished, dn, 0xee)
			d.message(wire.EventAgentNotReady, thisDN(dn), wire.TextAttribute(wire.AttributeAgentID, "old"))
			d.registered(dn, c.pairs...)
			r := d.row(dn)
			if got := callsText(r); got != c.calls || r.Agent().State != c.agent || r.Agent().ID != "" {
				t.Fatalf("calls %q, agent %+v; want %q, %v: the snapshot replaces, it never merges", got, r.Agent(), c.calls, c.agent)
			}
		})
	}
	d := newDesk(t, Options{}, dn)
	var many []wire.KeyValue
	for i := range 1000 {
		many = append(many, textPair(fmt.Sprintf("conn-%d", i+1), fmt.Sprintf("%x", i+1)), number("ct-1", 2))
	}
	d.registered(dn, append(many, number("status", 3))...)
	if n := len(d.row(dn).Calls()); n != MaxCalls {
		t.Fatalf("a snapshot of 1000 calls left %d", n)
	}
	if s, ok := d.row(dn).Status(); !ok || s != 3 {
		t.Fatalf("the status is %d, %v", s, ok)
	}
	if got := d.row(dn).Calls()[0].Type; got != 2 {
		t.Fatalf("the call type is %d", got)
	}
}

func TestAgent(t *testing.T) {
	id := wire.TextAttribute(wire.AttributeAgentID, "4711")
	mode := func(n int32) wire.Attribute { return wire.IntAttribute(wire.AttributeAgentWorkMode, n) }
	for _, c := range []struct {
		name string
		play func(d *desk)
		want Agent
	}{
		{"login is not ready", func(d *desk) { d.message(wire.EventAgentLogin, thisDN(dn), id) }, Agent{ID: "4711", State: AgentLoggedIn}},
		{"login again", func(d *desk) {
			d.message(wire.EventAgentLogin, thisDN(dn), id)
			d.message(wire.EventAgentReady, thisDN(dn), id)
			d.message(wire.EventAgentLogin, thisDN(dn), id)
		}, Agent{ID: "4711", State: AgentReady}},
		{"login after logout", func(d *desk) {
			d.message(wire.EventAgentLogin, thisDN(dn), id)
			d.message(wire.EventAgentLogout, thisDN(dn), id)
			d.message(wire.EventAgentLogin, thisDN(dn), id)
		}, Agent{ID: "4711", State: AgentLoggedIn}},
		{"another agent logs in", func(d *desk) {
			d.message(wire.EventAgentReady, thisDN(dn), id)
			d.message(wire.EventAgentLogin, thisDN(dn), wire.TextAttribute(wire.AttributeAgentID, "12"))
		}, Agent{ID: "12", State: AgentLoggedIn}},
		{"after-call work", func(d *desk) { d.message(wire.EventAgentNotReady, thisDN(dn), id, mode(3)) }, Agent{ID: "4711", State: AgentAfterCallWork}},
		{"walked away", func(d *desk) { d.message(wire.EventAgentNotReady, thisDN(dn), id, mode(6)) }, Agent{ID: "4711", State: AgentWalkedAway}},
		{"reason in Reasons", func(d *desk) {
			d.message(wire.EventAgentNotReady, thisDN(dn), id, mode(4), d.list(wire.AttributeReason, textPair("ReasonCode", "Lunch")))
		}, Agent{ID: "4711", State: AgentNotReady, Reason: "Lunch"}},
		{"reason in Extensions", func(d *desk) {
			d.message(wire.EventAgentNotReady, thisDN(dn), id, d.list(wire.AttributeExtensions, wire.KeyValue{Key: "ReasonCode", Type: wire.PairInt, Int: 9}))
		}, Agent{ID: "4711", State: AgentNotReady, Reason: "9"}},
		{"logout", func(d *desk) {
			d.message(wire.EventAgentReady, thisDN(dn), id)
			d.message(wire.EventAgentLogout, thisDN(dn))
		}, Agent{ID: "4711", State: AgentLoggedOut}},
		{"queue logout", func(d *desk) {
			d.message(wire.EventAgentReady, thisDN(dn), id)
			d.message(wire.EventQueueLogout, thisDN(dn), id)
		}, Agent{ID: "4711", State: AgentReady}},
		{"dies with the link", func(d *desk) {
			d.message(wire.EventAgentReady, thisDN(dn), id)
			d.link(event.Link{State: event.LinkDown})
		}, Agent{}},
		{"an endless ID", func(d *desk) {
			d.message(wire.EventAgentReady, thisDN(dn), wire.TextAttribute(wire.AttributeAgentID, strings.Repeat("x", 60000)))
		}, Agent{ID: strings.Repeat("x", maxPartyText), State: AgentReady}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			c.play(d)
			if got := d.row(dn).Agent(); got != c.want {
				t.Fatalf("the agent is %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestOtherParty(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventRinging, dn, connA, wire.TextAttribute(wire.AttributeANI, "+33123456"), wire.IntAttribute(wire.AttributeCallType, 2))
	d.call(wire.EventEstablished, dn, connA)
	if c, _ := d.row(dn).CurrentCall(); c.Other != "+33123456" || c.Type != 2 || c.State != CallTalking {
		t.Fatalf("the call is %+v", c)
	}
	d.call(wire.EventHeld, dn, connA, wire.TextAttribute(wire.AttributeOtherDN, "7002"))
	if c, _ := d.row(dn).CurrentCall(); c.Other != "7002" {
		t.Fatalf("the call is %+v", c)
	}
}

// TestMoreCallsThanAreShown: the call that changed longest ago is dropped, whatever its
// index.
func TestMoreCallsThanAreShown(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	for id := range uint64(MaxCalls) {
		d.after(time.Second)
		d.call(wire.EventEstablished, dn, 0xc0+id)
	}
	d.after(time.Second)
	d.call(wire.EventHeld, dn, 0xc0)
	d.after(time.Second)
	d.call(wire.EventRinging, dn, 0xcf)
	want := "held c0, talking c2, talking c3, talking c4, talking c5, talking c6, talking c7, ringing cf; current c7"
	if got := callsText(d.row(dn)); got != want {
		t.Errorf("the calls are %q, want %q", got, want)
	}
}

// TestAReleaseThatComesAgain forgets no other call that has ended.
func TestAReleaseThatComesAgain(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventEstablished, dn, 1)
	d.user(dn, "enabled", 1)
	for id := range uint64(maxLeft) {
		d.call(wire.EventReleased, dn, id+1)
	}
	d.call(wire.EventReleased, dn, 1)
	for id := range uint64(maxLeft) {
		if !d.row(dn).hasLeft(id + 1) {
			t.Errorf("call %d is not known to have left", id+1)
		}
	}
}

// TestWhatAnAnswerTellsOfACall: the type and the CallUUID are replaced if the answer has
// them, and stay if it does not.
func TestWhatAnAnswerTellsOfACall(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventEstablished, dn, 0xc1, wire.IntAttribute(wire.AttributeCallType, 2), wire.TextAttribute(wire.AttributeCallUUID, "first"))
	for _, step := range []struct {
		pairs []wire.KeyValue
		want  Call
	}{
		{[]wire.KeyValue{textPair("conn-1", "c1")}, Call{Type: 2, UUID: "first"}},
		{[]wire.KeyValue{textPair("conn-1", "c1"), textPair("ct-1", "3"), textPair("call-uuid-1", "second")}, Call{Type: 3, UUID: "second"}},
	} {
		d.wait(ResyncPause)
		if err := d.b.Resync(d.now, key(dn)); err != nil {
			t.Fatal(err)
		}
		if got := d.resyncs(); got != dn {
			t.Fatalf("asks about %q", got)
		}
		d.addressInfo(dn, wire.EventAddressInfo, d.extensions(step.pairs...))
		calls := d.row(dn).Calls()
		if len(calls) != 1 || calls[0].Type != step.want.Type || calls[0].UUID != step.want.UUID {
			t.Errorf("after %v the calls are %+v", step.pairs, calls)
		}
	}
}

// TestOnACall: a bridged call is not the DN's own, and a busy one is its own for BusyTime.
// A DN on no call is not queried because of one, and a stop on it is not a fault.
func TestOnACall(t *testing.T) {
	for name, c := range map[string]struct {
		states []wire.MessageType // one call each
		after  time.Duration
		want   bool
	}{
		"none":              {nil, 0, false},
		"ringing":           {[]wire.MessageType{wire.EventRinging}, time.Hour, true},
		"dialing":           {[]wire.MessageType{wire.EventDialing}, time.Hour, true},
		"talking":           {[]wire.MessageType{wire.EventEstablished}, time.Hour, true},
		"held":              {[]wire.MessageType{wire.EventHeld}, time.Hour, true},
		"bridged":           {[]wire.MessageType{wire.EventBridged}, 0, false},
		"busy":              {[]wire.MessageType{wire.EventDestinationBusy}, BusyTime - time.Millisecond, true},
		"busy for long":     {[]wire.MessageType{wire.EventDestinationBusy}, BusyTime, false},
		"busy and bridged":  {[]wire.MessageType{wire.EventDestinationBusy, wire.EventBridged}, BusyTime, false},
		"busy and talking":  {[]wire.MessageType{wire.EventDestinationBusy, wire.EventEstablished}, BusyTime, true},
		"bridged, and held": {[]wire.MessageType{wire.EventBridged, wire.EventHeld}, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := settled(t, again(), map[string]string{"1": "disabled"})
			for i, state := range c.states {
				d.call(state, "1", connA+uint64(i))
			}
			d.wait(c.after)
			if got := d.row("1").OnCall(); got != c.want {
				t.Fatalf("on a call: %v", got)
			}
			d.user("1", "disabled", 0)
			d.ask() // what was due until now
			d.wait(2 * time.Minute)
			if got := d.ask(); (got == "1") != (c.want && name != "busy") {
				t.Errorf("asked %q", got)
			}
			checkCounters(t, d.b)
		})
	}
	d := newDesk(t, Options{}, "1")
	d.call(wire.EventBridged, "1", connA)
	d.user("1", "enabled", connA)
	d.user("1", "disabled", connA)
	d.wait(StopTime)
	if f := d.row("1").Fault().Kind; f == FaultStopped {
		t.Error("a stop in a call that is bridged is a fault of the DN")
	}
}
