package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestCallsInTheFieldsOrders plays the orders in which the documents and field clients
// disagree: which attribute names the original call, and in which order a conference is
// reported.
func TestCallsInTheFieldsOrders(t *testing.T) {
	const c1, c2, c3 uint64 = 0xc1, 0xc2, 0xc3
	type ev struct {
		typ  wire.MessageType
		id   uint64
		more []wire.Attribute
	}
	previous := func(id uint64) wire.Attribute { return wire.LongAttribute(wire.AttributePreviousConnID, id) }
	transfer := func(id uint64) wire.Attribute { return wire.LongAttribute(wire.AttributeTransferConnID, id) }
	state := func(n int32) wire.Attribute { return wire.IntAttribute(wire.AttributeCallState, n) }
	on := func(typ wire.MessageType, id uint64, more ...wire.Attribute) ev { return ev{typ, id, more} }
	consult := func(more ...wire.Attribute) []ev {
		return []ev{on(wire.EventEstablished, c1), on(wire.EventHeld, c1), on(wire.EventDialing, c2, more...), on(wire.EventEstablished, c2, more...)}
	}
	joined, added := on(wire.EventReleased, c2, state(2)), on(wire.EventPartyAdded, c1)
	for _, c := range []struct {
		name   string
		events []ev
		want   string
	}{
		{"a consult call names the original as previous", consult(previous(c1)), "held c1, talking c2; current c2"},
		{"a consult call names the original as transfer", consult(transfer(c1)), "held c1, talking c2; current c2"},
		{"a consult call names it in both", consult(previous(c1), transfer(c1)), "held c1, talking c2; current c2"},
		{"a rename by transfer only", append(consult(transfer(c1)), on(wire.EventPartyChanged, c3, transfer(c2))), "held c1, talking c3; current c3"},
		{"a rename by both counts the previous", append(consult(), on(wire.EventPartyChanged, c3, transfer(c1), previous(c2))), "held c1, talking c3; current c3"},
		{"a rename whose previous is 0", append(consult(), on(wire.EventPartyChanged, c3, previous(0), transfer(c2))), "held c1, talking c3; current c3"},
		{"a rename to itself", append(consult(), on(wire.EventPartyChanged, c2, transfer(c2))), "held c1, talking c2; current c2"},
		{"a rename without a name", []ev{on(wire.EventPartyChanged, c1)}, "call c1; current c1"},

		{"conference: released, added", append(consult(previous(c1)), joined, added), "talking c1; current c1"},
		{"conference: added, released", append(consult(previous(c1)), added, joined), "talking c1; current c1"},
		{"conference: released, added, original not told", append(consult(), joined, added), "talking c1; current c1"},
		{"conference: added, released, original not told", append(consult(), added, joined), "talking c1; current c1"},
		{"conference: the consult call was never seen", []ev{on(wire.EventHeld, c1), joined, added}, "talking c1; current c1"},
		{"conference: renamed, added", append(consult(transfer(c1)), on(wire.EventPartyChanged, c1, previous(c2)), added), "talking c1; current c1"},
		{"conference: added, renamed", append(consult(transfer(c1)), added, on(wire.EventPartyChanged, c1, transfer(c2))), "talking c1; current c1"},
		{"conference: a consult call that is held is renamed, added", []ev{on(wire.EventHeld, c1), on(wire.EventHeld, c2), on(wire.EventPartyChanged, c1, previous(c2)), added}, "talking c1; current c1"},
		{"conference: added, a consult call that is held is renamed", []ev{on(wire.EventHeld, c1), on(wire.EventHeld, c2), added, on(wire.EventPartyChanged, c1, previous(c2))}, "talking c1; current c1"},
		{"conference: an unknown consult call is renamed, added", []ev{on(wire.EventHeld, c1), on(wire.EventPartyChanged, c1, previous(c2)), added}, "talking c1; current c1"},
		{"conference: of two held calls the original", append([]ev{on(wire.EventHeld, c3)}, append(consult(previous(c1)), joined, added)...), "held c3, talking c1; current c1"},
		{"conference: of two held calls the original, told before both", []ev{on(wire.EventDialing, c2, previous(c1)), on(wire.EventHeld, c1), on(wire.EventHeld, c3), joined, added}, "talking c1, held c3; current c1"},
		{"conference: of two held calls nobody knows which", append([]ev{on(wire.EventHeld, c3)}, append(consult(), joined, added)...), "held c3, held c1; current c1"},
		{"a party is added, and the consult call goes on", append(consult(previous(c1)), added), "held c1, talking c2; current c2"},
		{"the consult call ends otherwise", append(consult(previous(c1)), on(wire.EventReleased, c2, state(0)), added), "held c1; current c1"},
		{"the consult call ends as transferred", append(consult(previous(c1)), on(wire.EventReleased, c2, state(1)), added), "held c1; current c1"},
		{"a party is added to another call", append(consult(previous(c1)), on(wire.EventPartyAdded, c3), joined), "held c1; current c1"},
		{"a party is added to a call that talks", []ev{on(wire.EventEstablished, c1), added}, "talking c1; current c1"},
		{"a party is added to a call that rings", []ev{on(wire.EventRinging, c1), on(wire.EventReleased, c2, state(2)), added}, "ringing c1; current c1"},
		{"a conference that is put on hold stays so", append(consult(previous(c1)), added, joined, on(wire.EventHeld, c1), added), "held c1; current c1"},
		{"a conference by rename that is put on hold stays so", append(consult(previous(c1)), on(wire.EventPartyChanged, c1, previous(c2)), on(wire.EventHeld, c1), added), "held c1; current c1"},
		{"added before it was held again", append(consult(previous(c1)), added, on(wire.EventRetrieved, c1), on(wire.EventHeld, c1), joined), "held c1; current c1"},
		{"added, held, and another call is conferenced", []ev{on(wire.EventEstablished, c1), added, on(wire.EventHeld, c1), on(wire.EventHeld, c3), on(wire.EventEstablished, c2, previous(c3)), joined}, "held c1, held c3; current c3"},

		{"merged: talking wins over held", []ev{on(wire.EventHeld, c1), on(wire.EventEstablished, c2), on(wire.EventPartyChanged, c1, previous(c2))}, "talking c1; current c1"},
		{"merged: talking wins if it is the one that stays", []ev{on(wire.EventEstablished, c1), on(wire.EventHeld, c2), on(wire.EventPartyChanged, c1, previous(c2))}, "talking c1; current c1"},
		{"merged: else the renamed one", []ev{on(wire.EventHeld, c1), on(wire.EventRinging, c2), on(wire.EventPartyChanged, c1, previous(c2))}, "ringing c1; current c1"},

		{"network reached behind the answer", []ev{on(wire.EventDialing, c1), on(wire.EventEstablished, c1), on(wire.EventNetworkReached, c1)}, "talking c1; current c1"},
		{"network reached while on hold", []ev{on(wire.EventHeld, c1), on(wire.EventNetworkReached, c1)}, "held c1; current c1"},
		{"network reached alone", []ev{on(wire.EventNetworkReached, c1)}, "dialing c1; current c1"},
		{"bridged elsewhere", []ev{on(wire.EventRinging, c1), on(wire.EventBridged, c1)}, "bridged c1; current none"},
		{"bridged, and answered here", []ev{on(wire.EventBridged, c1), on(wire.EventEstablished, c1)}, "talking c1; current c1"},
		{"bridged, and released", []ev{on(wire.EventRinging, c1), on(wire.EventBridged, c1), on(wire.EventReleased, c1)}, "; current none"},
		{"bridged beside a held call", []ev{on(wire.EventHeld, c1), on(wire.EventBridged, c2)}, "held c1, bridged c2; current c1"},
		{"busy", []ev{on(wire.EventDialing, c1), on(wire.EventDestinationBusy, c1)}, "busy c1; current c1"},
		{"busy, and released", []ev{on(wire.EventDialing, c1), on(wire.EventDestinationBusy, c1), on(wire.EventReleased, c1)}, "; current none"},
		{"busy while another call is held", []ev{on(wire.EventHeld, c1), on(wire.EventDialing, c2), on(wire.EventDestinationBusy, c2)}, "held c1, busy c2; current c2"},
		{"busy hides no call that rings", []ev{on(wire.EventDestinationBusy, c1), on(wire.EventRinging, c2), on(wire.EventDestinationBusy, c3)}, "busy c1, ringing c2, busy c3; current c2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			for _, e := range c.events {
				d.after(time.Millisecond)
				d.call(e.typ, dn, e.id, e.more...)
			}
			if got := callsText(d.row(dn)); got != c.want {
				t.Errorf("the calls are %q, want %q", got, c.want)
			}
		})
	}
}

// TestConferenceIsForgottenWithTheLink: what was seen of a conference ends with its calls.
func TestConferenceIsForgottenWithTheLink(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventHeld, dn, 0xc1)
	d.call(wire.EventReleased, dn, 0xc2, wire.IntAttribute(wire.AttributeCallState, 2))
	d.link(event.Link{State: event.LinkDown})
	d.round++
	d.link(event.Link{State: event.LinkUp, Round: d.round})
	d.registered(dn, textPair("conn-1", "c1"), textPair("ps-1", "14"))
	d.call(wire.EventPartyAdded, dn, 0xc1)
	if got := callsText(d.row(dn)); got != "held c1; current c1" {
		t.Errorf("the calls are %q", got)
	}
}

// TestOriginalCall: a consult call names the call that it is about, by its present ConnID.
func TestOriginalCall(t *testing.T) {
	original := func(d *desk, id uint64) uint64 { return d.row(dn).calls[d.row(dn).findCall(id)].Original }
	for _, attribute := range []wire.AttributeID{wire.AttributePreviousConnID, wire.AttributeTransferConnID} {
		d := newDesk(t, Options{}, dn)
		d.call(wire.EventHeld, dn, connA)
		d.call(wire.EventDialing, dn, connB, wire.LongAttribute(attribute, connA))
		if got := original(d, connB); got != connA {
			t.Errorf("by attribute %d it consults about %x", attribute, got)
		}
		d.call(wire.EventPartyChanged, dn, 0xc1, wire.LongAttribute(wire.AttributePreviousConnID, connA))
		if got := original(d, connB); got != 0xc1 {
			t.Errorf("after the rename it consults about %x", got)
		}
		d.call(wire.EventEstablished, dn, connB, wire.LongAttribute(attribute, connA))
		if got := original(d, connB); got != 0xc1 {
			t.Errorf("by the old ConnID it consults about %x", got)
		}
		d.call(wire.EventPartyChanged, dn, 0xc1, wire.LongAttribute(wire.AttributePreviousConnID, connB))
		if got := original(d, 0xc1); got != 0 || len(d.row(dn).Calls()) != 1 {
			t.Errorf("the conference consults about %x", got)
		}
	}
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventRinging, dn, connA, wire.LongAttribute(wire.AttributePreviousConnID, connA))
	if got := original(d, connA); got != 0 {
		t.Errorf("a call consults about itself: %x", got)
	}
}

// TestCallSince: the time since which a call is in its state is known only if an event
// reported it.
func TestCallSince(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	check := func(when string, at time.Time, atLeast bool) {
		t.Helper()
		if c, ok := d.row(dn).CurrentCall(); !ok || c.Changed != at || c.ChangedIsLowerBound != atLeast {
			t.Errorf("%s: since %v, at least %v; want %v, %v", when, c.Changed, c.ChangedIsLowerBound, at, atLeast)
		}
	}
	talks := []wire.KeyValue{textPair("conn-1", connIDText(connA)), textPair("ps-1", "12")}
	found := d.now
	d.registered(dn, talks...)
	check("a snapshot", found, true)
	d.after(time.Minute)
	d.registered(dn, talks...)
	check("a second one", found, true)
	d.call(wire.EventEstablished, dn, connA)
	check("an event that says nothing new", found, true)
	d.call(wire.EventHeld, dn, connA)
	check("held", d.now, false)
	held := d.now
	d.after(time.Minute)
	d.registered(dn, textPair("conn-1", connIDText(connA)), textPair("ps-1", "14"))
	check("a snapshot that says the same", held, false)
	d.registered(dn, talks...)
	check("a snapshot that says another state", d.now, true)
	d.call(wire.EventPartyChanged, dn, connB, wire.LongAttribute(wire.AttributePreviousConnID, connA))
	check("renamed", d.now, true)
	d.call(wire.EventReleased, dn, connB)
	d.call(wire.EventPartyChanged, dn, connA, wire.LongAttribute(wire.AttributePreviousConnID, connB))
	check("a rename of a call that was never seen", d.now, true)
	d.link(event.Link{State: event.LinkDown})
	d.round++
	d.link(event.Link{State: event.LinkUp, Round: d.round})
	d.after(time.Minute)
	d.registered(dn, talks...)
	check("over a loss", d.now, true)
}

// TestBusyIsNotTrustedForLong: the release usually follows.
func TestBusyIsNotTrustedForLong(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventDestinationBusy, dn, connA)
	c, _ := d.row(dn).CurrentCall()
	if c.IsStale(d.now.Add(BusyTime - time.Nanosecond)) {
		t.Error("it is stale too early")
	}
	if !c.IsStale(d.now.Add(BusyTime)) {
		t.Error("it is trusted for ever")
	}
	d.call(wire.EventEstablished, dn, connA)
	if c, _ = d.row(dn).CurrentCall(); c.IsStale(d.now.Add(time.Hour)) {
		t.Error("a call that talks is stale")
	}
}

// TestCallUUID: it arrives in events and in snapshots.
func TestCallUUID(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	uuid := func() string { c, _ := d.row(dn).CurrentCall(); return c.UUID }
	d.call(wire.EventRinging, dn, connA, wire.TextAttribute(wire.AttributeCallUUID, "0012"))
	d.call(wire.EventEstablished, dn, connA, wire.TextAttribute(wire.AttributeCallUUID, ""))
	if got := uuid(); got != "0012" {
		t.Errorf("by the event it is %q", got)
	}
	d.registered(dn, textPair("call-uuid-1", "0034"), textPair("conn-1", "c1"), textPair("ps-1", "12"), textPair("call-uuid-2", "0056"), textPair("uuid-1", "x"), textPair("call-uuid-", "x"))
	if got := uuid(); got != "0034" || len(d.row(dn).Calls()) != 1 {
		t.Errorf("by the snapshot it is %q of %+v", got, d.row(dn).Calls())
	}
	d.registered(dn, textPair("conn-1", "c1"), wire.KeyValue{Key: "call-uuid-1", Type: wire.PairInt, Int: 5})
	if got := uuid(); got != "" {
		t.Errorf("a number gives the CallUUID %q", got)
	}
}

// TestPartyStates reads ps-n.
func TestPartyStates(t *testing.T) {
	for party, want := range map[int32]CallState{
		1: CallDialing, 2: CallPresent, 9: CallRinging, 10: CallRinging, 11: CallBusy, 12: CallTalking, 14: CallHeld, 15: CallPresent, 0x4c: CallTalking,
		partyDialing | 1: CallDialing, partyDialing | 9: CallDialing, partyDialing | 10: CallDialing, partyDialing | 11: CallBusy,
		partyDialing | 12: CallDialing, partyDialing | 14: CallHeld, partyDialing | 15: CallPresent,
	} {
		d := newDesk(t, Options{}, dn)
		d.registered(dn, textPair("conn-1", "c1"), wire.KeyValue{Key: "ps-1", Type: wire.PairInt, Int: party})
		if c, _ := d.row(dn).CurrentCall(); c.State != want {
			t.Errorf("ps-1 %#x is %v, want %v", party, c.State, want)
		}
	}
}

// TestReasonOfAnAgent: the ReasonCode, or if the agent is not ready, the first pair with
// its key.
func TestReasonOfAnAgent(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	number := wire.KeyValue{Key: "Pause", Type: wire.PairInt, Int: 7}
	reasons := func(pairs ...wire.KeyValue) wire.Attribute { return d.list(wire.AttributeReason, pairs...) }
	extensions := func(pairs ...wire.KeyValue) wire.Attribute { return d.list(wire.AttributeExtensions, pairs...) }
	for _, c := range []struct {
		name string
		typ  wire.MessageType
		more []wire.Attribute
		want string
	}{
		{"none", wire.EventAgentNotReady, nil, ""},
		{"an empty list", wire.EventAgentNotReady, []wire.Attribute{reasons()}, ""},
		{"ReasonCode", wire.EventAgentNotReady, []wire.Attribute{reasons(textPair("x", "y"), textPair("ReasonCode", "Lunch"))}, "Lunch"},
		{"ReasonCode in Extensions goes first", wire.EventAgentNotReady, []wire.Attribute{reasons(textPair("x", "y")), extensions(textPair("ReasonCode", "Lunch"))}, "Lunch"},
		{"the first pair", wire.EventAgentNotReady, []wire.Attribute{reasons(textPair("Break", "Tea"), textPair("x", "y"))}, "Break: Tea"},
		{"a number", wire.EventAgentNotReady, []wire.Attribute{reasons(number)}, "Pause: 7"},
		{"in Extensions", wire.EventAgentNotReady, []wire.Attribute{reasons(), extensions(textPair("Break", "Tea"))}, "Break: Tea"},
		{"after-call work", wire.EventAgentAfterCallWork, []wire.Attribute{reasons(textPair("Break", "Tea"))}, "Break: Tea"},
		{"ready", wire.EventAgentReady, []wire.Attribute{extensions(textPair("Break", "Tea"))}, ""},
		{"ready, ReasonCode", wire.EventAgentReady, []wire.Attribute{extensions(textPair("ReasonCode", "Tea"))}, "Tea"},
		{"logged in", wire.EventAgentLogin, []wire.Attribute{extensions(textPair("Break", "Tea"))}, ""},
	} {
		d.message(wire.EventAgentLogout, thisDN(dn))
		d.message(c.typ, append([]wire.Attribute{thisDN(dn)}, c.more...)...)
		if got := d.row(dn).Agent().Reason; got != c.want {
			t.Errorf("%s: the reason is %q, want %q", c.name, got, c.want)
		}
	}
}

// TestAgentStatus: an unknown status is shown as it arrived.
func TestAgentStatus(t *testing.T) {
	number := func(n int32) wire.KeyValue { return wire.KeyValue{Key: "AgentStatus", Type: wire.PairInt, Int: n} }
	for _, c := range []struct {
		pairs []wire.KeyValue
		want  string
	}{
		{nil, ""},
		{[]wire.KeyValue{number(-1)}, ""},
		{[]wire.KeyValue{textPair("AgentStatus", "-1")}, ""},
		{[]wire.KeyValue{number(0)}, "logged out"},
		{[]wire.KeyValue{number(5)}, "walked away"},
		{[]wire.KeyValue{number(6)}, "AgentStatus 6"},
		{[]wire.KeyValue{number(-2)}, "AgentStatus -2"},
		{[]wire.KeyValue{textPair("AgentStatus", "99")}, "AgentStatus 99"},
		{[]wire.KeyValue{textPair("AgentStatus", "ready")}, "AgentStatus ready"},
		{[]wire.KeyValue{number(6), number(2)}, "ready"},
	} {
		d := newDesk(t, Options{}, dn)
		d.registered(dn, c.pairs...)
		agent := d.row(dn).Agent()
		if got := agent.StateText(); got != c.want {
			t.Errorf("%+v is %q, want %q", c.pairs, got, c.want)
		}
	}
}
