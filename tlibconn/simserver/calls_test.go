package simserver_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// floor is a server with an agent B at 7001, a colleague C at 7002 and a client
// that has registered both, as in SEMANTICS.md, Call sequences on an agent's DN.
func floor(t *testing.T) (*simserver.Server, *peer) {
	t.Helper()
	s := serve(t, simserver.Options{DNs: []simserver.DN{{Number: "7001", AgentID: "B"}, {Number: "7002"}, {Number: "7003"}}})
	return s, login(t, s, "desk", "7001", "7002", "7003")
}

// callUUID matches the CallUUID in every event of a call. TestCallUUID checks that it is
// that of the call.
var callUUID = regexp.MustCompile(` CallUUID=[0-9A-V]{32}`)

// named asserts the next messages, with c1 and c2 for the ConnIDs and without CallUUID.
func (p *peer) named(c1, c2 uint64, want ...string) {
	p.TB.Helper()
	for _, w := range want {
		got := line(p.Next())
		if !callUUID.MatchString(got) && !strings.Contains(w, "Agent") {
			p.TB.Fatalf("no CallUUID in %s", got)
		}
		got = callUUID.ReplaceAllString(got, "")
		got = strings.ReplaceAll(got, fmt.Sprintf("%016x", c1), "c1")
		if c2 != 0 {
			got = strings.ReplaceAll(got, fmt.Sprintf("%016x", c2), "c2")
		}
		if got != w {
			p.TB.Fatalf("got  %s\nwant %s", got, w)
		}
	}
	p.nothing()
}

// A call has one CallUUID of its own, in its events and in snapshots.
func TestCallUUID(t *testing.T) {
	s, p := floor(t)
	ok(t, s.AgentLogin("7003", "C"))
	p.Expect(wire.EventAgentLogin)
	uuids := make(map[string]bool)
	for range 2 {
		c := must(s.Ring("7003", "A"))(t)
		ringing := p.Expect(wire.EventRinging)
		uuid, _ := ringing.Text(wire.AttributeCallUUID)
		uuids[string(uuid)] = true
		ok(t, s.Answer("7003", c))
		established := p.Expect(wire.EventEstablished)
		if again, _ := established.Text(wire.AttributeCallUUID); string(again) != string(uuid) {
			t.Errorf("the call %016x is %s and %s", c, uuid, again)
		}
		p.Register("7003", 0)
		registered := p.Expect(wire.EventRegistered)
		if snapshot := line(registered); !strings.Contains(snapshot, fmt.Sprintf("call-uuid-%d:%s ", len(uuids), uuid)) {
			t.Errorf("the snapshot lacks the call %s: %s", uuid, snapshot)
		}
	}
	if len(uuids) != 2 {
		t.Errorf("two calls are %v", uuids)
	}
}

func TestInboundCall(t *testing.T) {
	s, p := floor(t)
	c1 := must(s.Ring("7001", "A"))(t)
	if c1 == 0 || c1>>56 != 0 {
		t.Errorf("the ConnID is %016x", c1)
	}
	ok(t, s.Answer("7001", c1), s.Hold("7001", c1), s.Retrieve("7001", c1), s.Release("7001", c1))
	tail := " ConnID=c1 CallType=2 CallState=0 ThisDN=7001 OtherDN=A ANI=A DNIS=7001 AgentID=B"
	p.named(c1, 0, "EventRinging"+tail, "EventEstablished"+tail, "EventHeld"+tail, "EventRetrieved"+tail, "EventReleased"+tail)
	if calls := s.Calls("7001"); len(calls) != 0 {
		t.Errorf("calls are left: %v", calls)
	}
}

func TestOutboundAndInternalCall(t *testing.T) {
	s, p := floor(t)
	c1 := must(s.Dial("7002", "+331"))(t)
	ok(t, s.Answer("7002", c1), s.Release("7002", c1))
	tail := " ConnID=c1 CallType=3 CallState=0 ThisDN=7002 OtherDN=+331 ANI=7002 DNIS=+331"
	p.named(c1, 0, "EventDialing"+tail, "EventEstablished"+tail, "EventReleased"+tail)

	c1 = must(s.Dial("7002", "7003"))(t)
	ok(t, s.Answer("7003", c1), s.Release("7002", c1))
	caller := " ConnID=c1 CallType=1 CallState=0 ThisDN=7002 OtherDN=7003 ANI=7002 DNIS=7003"
	called := " ConnID=c1 CallType=1 CallState=0 ThisDN=7003 OtherDN=7002 ANI=7002 DNIS=7003"
	p.named(c1, 0, "EventDialing"+caller, "EventRinging"+called, "EventEstablished"+called, "EventEstablished"+caller,
		"EventReleased"+caller, "EventReleased ConnID=c1 CallType=1 CallState=0 ThisDN=7003 ANI=7002 DNIS=7003")
}

func TestAbandonAndDivert(t *testing.T) {
	s, p := floor(t)
	c1 := must(s.Ring("7002", "A"))(t)
	ok(t, s.Abandon("7002", c1))
	c2 := must(s.Ring("7002", "A"))(t)
	ok(t, s.Divert("7002", c2))
	tail := " CallType=2 CallState=0 ThisDN=7002 OtherDN=A ANI=A DNIS=7002"
	p.named(c1, c2, "EventRinging ConnID=c1"+tail, "EventAbandoned ConnID=c1"+tail, "EventRinging ConnID=c2"+tail, "EventDiverted ConnID=c2"+tail)
	c1 = must(s.Dial("7002", "7003"))(t)
	ok(t, s.Release("7002", c1))
	p.Expect(wire.EventDialing)
	p.Expect(wire.EventRinging)
	p.Expect(wire.EventReleased)
	p.Expect(wire.EventAbandoned)
	p.nothing()
}

// consult puts B's call from A on hold and connects B with C.
func consult(t *testing.T) (s *simserver.Server, p *peer, c1, c2 uint64) {
	t.Helper()
	s, p = floor(t)
	c1 = must(s.Ring("7001", "A"))(t)
	ok(t, s.Answer("7001", c1))
	p.Expect(wire.EventRinging)
	p.Expect(wire.EventEstablished)
	c2 = must(s.Consult("7001", c1, "7002"))(t)
	ok(t, s.Answer("7002", c2))
	mine := " ConnID=c2 PreviousConnID=c1 TransferConnID=c1 CallType=4 CallState=0 ThisDN=7001 OtherDN=7002 ANI=7001 DNIS=7002 AgentID=B"
	theirs := " ConnID=c2 PreviousConnID=c1 TransferConnID=c1 CallType=4 CallState=0 ThisDN=7002 OtherDN=7001 ANI=7001 DNIS=7002"
	p.named(c1, c2, "EventHeld ConnID=c1 CallType=2 CallState=0 ThisDN=7001 OtherDN=A ANI=A DNIS=7001 AgentID=B",
		"EventDialing"+mine, "EventRinging"+theirs, "EventEstablished"+theirs, "EventEstablished"+mine)
	return s, p, c1, c2
}

func TestConsultAndBack(t *testing.T) {
	s, p, c1, c2 := consult(t)
	ok(t, s.Release("7001", c2), s.Retrieve("7001", c1))
	p.named(c1, c2,
		"EventReleased ConnID=c2 PreviousConnID=c1 TransferConnID=c1 CallType=4 CallState=0 ThisDN=7001 OtherDN=7002 ANI=7001 DNIS=7002 AgentID=B",
		"EventReleased ConnID=c2 PreviousConnID=c1 TransferConnID=c1 CallType=4 CallState=0 ThisDN=7002 ANI=7001 DNIS=7002",
		"EventRetrieved ConnID=c1 CallType=2 CallState=0 ThisDN=7001 OtherDN=A ANI=A DNIS=7001 AgentID=B")
}

const (
	// The events of B, who holds c1 from A and consults C in c2.
	released1 = "EventReleased ConnID=c1 CallType=2 CallState=1 ThisDN=7001 OtherDN=A ANI=A DNIS=7001 AgentID=B"
	released2 = "EventReleased ConnID=c2 PreviousConnID=c1 TransferConnID=c1 CallType=4 CallState=1 ThisDN=7001 OtherDN=7002 ANI=7001 DNIS=7002 AgentID=B"
	ended2    = "EventReleased ConnID=c2 PreviousConnID=c1 TransferConnID=c1 CallType=4 CallState=2 ThisDN=7001 OtherDN=7002 ANI=7001 DNIS=7002 AgentID=B"
	retrieved = "EventRetrieved ConnID=c1 CallType=2 CallState=0 ThisDN=7001 OtherDN=A ANI=A DNIS=7001 AgentID=B"
	myChange  = "EventPartyChanged ConnID=c1 CallType=2 CallState=0 ThisDN=7001 OtherDN=A ANI=A DNIS=7001 AgentID=B PreviousConnID=c2 ThirdPartyDN=7001"
	myAdding  = "EventPartyAdded ConnID=c1 CallType=2 CallState=0 ThisDN=7001 OtherDN=A ANI=A DNIS=7001 AgentID=B ThirdPartyDN=7001"
	// The events of C.
	change = "EventPartyChanged ConnID=c1 CallType=2 CallState=0 ThisDN=7002 OtherDN=A ANI=A DNIS=7001 PreviousConnID=c2 ThirdPartyDN=7001"
	adding = "EventPartyAdded ConnID=c1 CallType=2 CallState=0 ThisDN=7002 OtherDN=A ANI=A DNIS=7001 ThirdPartyDN=7001"
)

func TestTwoStepTransfer(t *testing.T) {
	for sequence, want := range map[string][]string{
		"transfer=released-changed,party-changed=previous": {released1, released2, change},
		"transfer=changed-released,party-changed=previous": {change, released1, released2},
		"transfer=released-changed,party-changed=transfer": {released1, released2, strings.Replace(change, "PreviousConnID", "TransferConnID", 1)},
	} {
		t.Run(sequence, func(t *testing.T) {
			s, p, c1, c2 := consult(t)
			ok(t, s.Order(sequence), s.CompleteTransfer("7001", c1, c2))
			p.named(c1, c2, want...)
			if calls := s.Calls("7002"); len(calls) != 1 || calls[0] != (simserver.Call{ConnID: c1, State: simserver.PartyConnected, OtherDN: "A"}) {
				t.Errorf("C's calls are %+v", calls)
			}
			ok(t, s.Release("7002", c1))
			p.named(c1, c2, "EventReleased ConnID=c1 CallType=2 CallState=0 ThisDN=7002 OtherDN=A ANI=A DNIS=7001")
		})
	}
}

func TestConference(t *testing.T) {
	for sequence, want := range map[string][]string{
		"released-retrieved-added": {ended2, retrieved, change, myAdding, adding},
		"released-added":           {ended2, change, myAdding, adding},
		"added-released":           {myAdding, adding, ended2, change},
		"changed-added":            {myChange, change, myAdding, adding},
		"added-changed":            {myAdding, adding, myChange, change},
	} {
		t.Run(sequence, func(t *testing.T) {
			s, p, c1, c2 := consult(t)
			ok(t, s.Order("party-changed=previous,conference="+sequence), s.Conference("7001", c1, c2))
			p.named(c1, c2, want...)
			for _, number := range []string{"7001", "7002"} {
				if calls := s.Calls(number); len(calls) != 1 || calls[0].ConnID != c1 || calls[0].State != simserver.PartyConnected {
					t.Errorf("the calls of %s are %+v", number, calls)
				}
			}
			ok(t, s.Release("7002", c1), s.Release("7001", c1))
			p.named(c1, c2,
				"EventReleased ConnID=c1 CallType=2 CallState=0 ThisDN=7002 OtherDN=A ANI=A DNIS=7001",
				"EventPartyDeleted ConnID=c1 CallType=2 CallState=0 ThisDN=7001 OtherDN=A ANI=A DNIS=7001 AgentID=B ThirdPartyDN=7002",
				"EventReleased ConnID=c1 CallType=2 CallState=0 ThisDN=7001 OtherDN=A ANI=A DNIS=7001 AgentID=B")
		})
	}
}

// Without an order the seed chooses, and it eventually chooses every sequence.
func TestSeedChoosesSequences(t *testing.T) {
	s, p := floor(t)
	seen := make(map[string]bool)
	for range 100 {
		c1 := must(s.Ring("7001", "A"))(t)
		ok(t, s.Answer("7001", c1))
		c2 := must(s.Consult("7001", c1, "7002"))(t)
		ok(t, s.Answer("7002", c2), s.Conference("7001", c1, c2), s.Release("7002", c1), s.Release("7001", c1))
		var at7001 []string
		p.Send(wire.RequestQueryServer)
		for m := p.Next(); m.Type != wire.EventServerInfo; m = p.Next() {
			if number, _ := m.Text(wire.AttributeThisDN); string(number) == "7001" {
				at7001 = append(at7001, m.Type.String())
			}
		}
		// Ringing, Established, Held, Dialing and Established come before, PartyDeleted and Released after it.
		seen[strings.Join(at7001[5:len(at7001)-2], " ")] = true
	}
	if len(seen) != 5 {
		t.Errorf("100 conferences had the sequences %v", seen)
	}
}

func TestSingleStepTransfer(t *testing.T) {
	s, p := floor(t)
	c1 := must(s.Ring("7001", "A"))(t)
	ok(t, s.Answer("7001", c1), s.SingleStepTransfer("7001", c1, "7002"), s.Answer("7002", c1))
	mine := " ConnID=c1 CallType=2 CallState=%d ThisDN=7001 OtherDN=A ANI=A DNIS=7001 AgentID=B"
	theirs := " ConnID=c1 CallType=2 CallState=0 ThisDN=7002 OtherDN=A ANI=A DNIS=7001"
	p.named(c1, 0, "EventRinging"+fmt.Sprintf(mine, 0), "EventEstablished"+fmt.Sprintf(mine, 0), "EventReleased"+fmt.Sprintf(mine, 1),
		"EventRinging"+theirs, "EventEstablished"+theirs)
}

func TestAgents(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := login(t, s, "desk", "7001")
	ok(t, s.AgentLogin("7001", "北京-01"), s.AgentReady("7001"), s.AgentNotReady("7001", "Lunch"), s.AgentNotReady("7001", ""),
		s.AfterCallWork("7001"), s.AgentLogout("7001"))
	p.ExpectLines("EventAgentLogin ThisDN=7001 AgentID=北京-01",
		"EventAgentReady ThisDN=7001 AgentID=北京-01",
		"EventAgentNotReady ThisDN=7001 AgentID=北京-01 AgentWorkMode=4 Reason={ReasonCode:Lunch}",
		"EventAgentNotReady ThisDN=7001 AgentID=北京-01 AgentWorkMode=4",
		"EventAgentNotReady ThisDN=7001 AgentID=北京-01 AgentWorkMode=3",
		"EventAgentLogout ThisDN=7001 AgentID=北京-01")
	p.nothing()
}

func TestControlErrors(t *testing.T) {
	s, _ := floor(t)
	c1 := must(s.Ring("7001", "A"))(t)
	text := fmt.Sprintf("%016x", c1)
	_, unknownRing := s.Ring("7009", "A")
	_, selfDial := s.Dial("7001", "7001")
	_, consulting := s.Consult("7001", c1, "7002")
	for _, tt := range []struct {
		err  error
		want string
	}{
		{unknownRing, `the simulated T-Server has no DN "7009"`},
		{selfDial, "DN 7001 cannot call itself"},
		{consulting, "call " + text + " of DN 7001 is ringing"},
		{s.Hold("7001", c1), "call " + text + " of DN 7001 is ringing"},
		{s.Release("7001", 7), "DN 7001 has no call 0000000000000007"},
		{s.AgentReady("7002"), "no agent is logged in at DN 7002"},
		{s.CompleteTransfer("7001", c1, c1), "call " + text + " of DN 7001 is not a consult call about call " + text},
		{s.Disconnect(99), "the simulated T-Server has no client 99"},
	} {
		if tt.err == nil || tt.err.Error() != tt.want {
			t.Errorf("got %v, want %s", tt.err, tt.want)
		}
	}
}
