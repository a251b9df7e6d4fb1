package simserver_test

import (
	"fmt"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

func connID(id uint64) wire.Attribute { return wire.LongAttribute(wire.AttributeConnID, id) }

// event asserts the next message's type, ThisDN, ConnID and ReferenceID, which is 0 if
// there is none.
func (p *peer) event(kind wire.MessageType, dn string, id uint64, reference int32) {
	p.TB.Helper()
	m := p.Expect(kind)
	number, _ := m.Text(wire.AttributeThisDN)
	got, _ := m.Long(wire.AttributeConnID)
	referenceID, given := m.Int(wire.AttributeReferenceID)
	if string(number) != dn || got != id || referenceID != reference || given != (reference != 0) {
		p.TB.Fatalf("got %s, want DN %s, ConnID %016x and ReferenceID %d", line(m), dn, id, reference)
	}
}

// A client answers, holds, retrieves and releases a call. Each event goes to every
// client that has registered the DN. Only the requesting client gets its ReferenceID, in
// the event of its own DN.
func TestCallRequests(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
	desk := login(t, s, "desk", "7001", "7002")
	recorder := login(t, s, "recorder", "7001")
	id := must(s.Ring("7001", "7002"))(t)
	desk.event(wire.EventDialing, "7002", id, 0)
	desk.event(wire.EventRinging, "7001", id, 0)
	recorder.event(wire.EventRinging, "7001", id, 0)

	desk.Request(wire.RequestAnswerCall, thisDN("7001"), connID(id))
	desk.event(wire.EventEstablished, "7001", id, desk.Reference)
	desk.event(wire.EventEstablished, "7002", id, 0)
	recorder.event(wire.EventEstablished, "7001", id, 0)

	desk.Request(wire.RequestHoldCall, thisDN("7001"), connID(id))
	desk.event(wire.EventHeld, "7001", id, desk.Reference)
	recorder.event(wire.EventHeld, "7001", id, 0)
	desk.Request(wire.RequestRetrieveCall, thisDN("7001"), connID(id))
	desk.event(wire.EventRetrieved, "7001", id, desk.Reference)
	recorder.event(wire.EventRetrieved, "7001", id, 0)

	recorder.Request(wire.RequestReleaseCall, thisDN("7001"), connID(id))
	recorder.event(wire.EventReleased, "7001", id, recorder.Reference)
	desk.event(wire.EventReleased, "7001", id, 0)
	desk.event(wire.EventReleased, "7002", id, 0)
	desk.nothing()
	recorder.nothing()
	if calls := s.Calls("7001"); len(calls) != 0 {
		t.Errorf("DN 7001 still has %+v", calls)
	}
}

// A client makes a call to another DN and to an external number. A call whose caller
// hangs up while it rings is abandoned.
func TestMakeCallRequest(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
	p := login(t, s, "desk", "7001", "7002")
	p.Request(wire.RequestMakeCall, thisDN("7001"), otherDN("7002"))
	dialing := p.Expect(wire.EventDialing)
	calls := s.Calls("7001")
	if len(calls) != 1 {
		t.Fatalf("DN 7001 has the calls %+v", calls)
	}
	id := calls[0].ConnID
	if got, _ := dialing.Long(wire.AttributeConnID); got != id {
		t.Errorf("the call %016x is announced as %s", id, line(dialing))
	}
	if reference, _ := dialing.Int(wire.AttributeReferenceID); reference != p.Reference {
		t.Errorf("the answer is %s, want the ReferenceID %d", line(dialing), p.Reference)
	}
	p.event(wire.EventRinging, "7002", id, 0)
	p.Request(wire.RequestReleaseCall, thisDN("7001"), connID(id))
	p.event(wire.EventReleased, "7001", id, p.Reference)
	p.event(wire.EventAbandoned, "7002", id, 0)

	p.Request(wire.RequestMakeCall, thisDN("7002"), otherDN("+33123"))
	m := p.Expect(wire.EventDialing)
	outside, _ := m.Long(wire.AttributeConnID)
	ok(t, s.Answer("7002", outside))
	p.event(wire.EventEstablished, "7002", outside, 0)
	p.Request(wire.RequestHoldCall, thisDN("7002"), connID(outside))
	p.Expect(wire.EventHeld)
	p.Request(wire.RequestMakeCall, thisDN("7002"), otherDN("7001"))
	p.Expect(wire.EventDialing)
	p.Expect(wire.EventRinging)
	p.nothing()
}

func otherDN(number string) wire.Attribute { return wire.TextAttribute(wire.AttributeOtherDN, number) }

// Requests about calls and agents that cannot be carried out are answered with an
// EventError to the requesting client, and change nothing.
func TestRefusedCallRequests(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002", "7003", "7004")})
	ok(t, s.AgentLogin("7001", "Lee"))
	ringing := must(s.Ring("7001", "X"))(t)
	p := login(t, s, "desk", "7001", "7004")
	p.Register("7003", 2)
	p.Expect(wire.EventRegistered)
	ok(t, s.OutOfService("7004"))
	p.Expect(wire.EventDNOutOfService)
	watcher := login(t, s, "watcher", "7001")
	agent := wire.TextAttribute(wire.AttributeAgentID, "Kim")
	for _, tt := range []struct {
		name       string
		kind       wire.MessageType
		code       int32
		attributes []wire.Attribute
	}{
		{"no ThisDN", wire.RequestAnswerCall, 53, []wire.Attribute{connID(ringing)}},
		{"no ConnID", wire.RequestAnswerCall, 53, []wire.Attribute{thisDN("7001")}},
		{"ConnID 0", wire.RequestReleaseCall, 53, []wire.Attribute{thisDN("7001"), connID(0)}},
		{"no OtherDN", wire.RequestMakeCall, 53, []wire.Attribute{thisDN("7001")}},
		{"no AgentID", wire.RequestAgentLogin, 53, []wire.Attribute{thisDN("7001")}},
		{"another ConnID", wire.RequestAnswerCall, 56, []wire.Attribute{thisDN("7001"), connID(ringing + 1)}},
		{"unknown DN", wire.RequestAnswerCall, 59, []wire.Attribute{thisDN("7999"), connID(ringing)}},
		{"not registered", wire.RequestAnswerCall, 41, []wire.Attribute{thisDN("7002"), connID(ringing)}},
		{"agent, not registered", wire.RequestAgentReady, 41, []wire.Attribute{thisDN("7002")}},
		{"registered in monitor mode", wire.RequestMakeCall, 1141, []wire.Attribute{thisDN("7003"), otherDN("7001")}},
		{"out of service", wire.RequestMakeCall, 58, []wire.Attribute{thisDN("7004"), otherDN("7001")}},
		{"the DN itself", wire.RequestMakeCall, 71, []wire.Attribute{thisDN("7001"), otherDN("7001")}},
		{"a call rings", wire.RequestMakeCall, 1161, []wire.Attribute{thisDN("7001"), otherDN("7002")}},
		{"hold what rings", wire.RequestHoldCall, 1161, []wire.Attribute{thisDN("7001"), connID(ringing)}},
		{"retrieve what rings", wire.RequestRetrieveCall, 1161, []wire.Attribute{thisDN("7001"), connID(ringing)}},
		{"another agent", wire.RequestAgentLogin, 42, []wire.Attribute{thisDN("7001"), agent}},
		{"the same agent", wire.RequestAgentLogin, 43, []wire.Attribute{thisDN("7001"), wire.TextAttribute(wire.AttributeAgentID, "Lee")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p.TB = t
			p.Request(tt.kind, tt.attributes...)
			m := p.Expect(wire.EventError)
			code, _ := m.Int(wire.AttributeErrorCode)
			if reference, _ := m.Int(wire.AttributeReferenceID); code != tt.code || reference != p.Reference {
				t.Errorf("got %s, want error %d for ReferenceID %d", line(m), tt.code, p.Reference)
			}
		})
	}
	watcher.nothing()

	p.TB = t
	p.Request(wire.RequestAnswerCall, thisDN("7001"), connID(ringing))
	p.event(wire.EventEstablished, "7001", ringing, p.Reference)
	p.Request(wire.RequestAnswerCall, thisDN("7001"), connID(ringing))
	p.ExpectLines(fmt.Sprintf("EventError ReferenceID=%d ThisDN=7001 ErrorCode=1161 ErrorMessage=Incorrect object state", p.Reference))

	s.LinkDown()
	p.Expect(wire.EventLinkDisconnected)
	for _, kind := range []wire.MessageType{wire.RequestReleaseCall, wire.RequestMakeCall, wire.RequestAgentLogout} {
		p.Request(kind, thisDN("7001"), connID(ringing))
		p.ExpectLines(fmt.Sprintf("EventError ReferenceID=%d ThisDN=7001 ErrorCode=54 ErrorMessage=No connection to the switch", p.Reference))
	}
}

// A backup that accepts clients carries out no requests.
func TestCallRequestsToABackup(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001"), Backup: true})
	p := login(t, s, "desk", "7001")
	p.Request(wire.RequestAgentLogin, thisDN("7001"), wire.TextAttribute(wire.AttributeAgentID, "Lee"))
	p.ExpectLines("EventError ReferenceID=2 ThisDN=7001 ErrorCode=1161 ErrorMessage=This T-Server is the backup")
}

// A client logs an agent in and out. The event has the work mode and the reasons of its
// request.
func TestAgentRequests(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p, other := login(t, s, "desk", "7001"), login(t, s, "other", "7001")
	lunch := listOf(t, wire.AttributeReason, wire.TextPair("ReasonCode", "Lunch"))
	workMode := func(mode int32) wire.Attribute { return wire.IntAttribute(wire.AttributeAgentWorkMode, mode) }
	p.Request(wire.RequestAgentLogin, thisDN("7001"), wire.TextAttribute(wire.AttributeAgentID, "Lee"))
	p.ExpectLines("EventAgentLogin ReferenceID=2 ThisDN=7001 AgentID=Lee")
	p.Request(wire.RequestAgentReady, thisDN("7001"))
	p.ExpectLines("EventAgentReady ReferenceID=3 ThisDN=7001 AgentID=Lee")
	p.Request(wire.RequestAgentNotReady, thisDN("7001"), workMode(4), lunch)
	p.ExpectLines("EventAgentNotReady ReferenceID=4 ThisDN=7001 AgentID=Lee AgentWorkMode=4 Reason={ReasonCode:Lunch}")
	p.queryAddress()
	p.ExpectLines("EventAddressInfo ReferenceID=5 ThisDN=7001 Extensions={AgentStatus:3i status:0i} AgentID=Lee AddressInfoType=17 AddressInfoStatus=0")
	p.Request(wire.RequestAgentNotReady, thisDN("7001"), workMode(3))
	p.ExpectLines("EventAgentNotReady ReferenceID=6 ThisDN=7001 AgentID=Lee AgentWorkMode=3")
	p.queryAddress()
	p.ExpectLines("EventAddressInfo ReferenceID=7 ThisDN=7001 Extensions={AgentStatus:4i status:0i} AgentID=Lee AddressInfoType=17 AddressInfoStatus=0")
	p.Request(wire.RequestAgentLogout, thisDN("7001"))
	p.ExpectLines("EventAgentLogout ReferenceID=8 ThisDN=7001 AgentID=Lee")
	p.Request(wire.RequestAgentReady, thisDN("7001"))
	p.ExpectLines("EventError ReferenceID=9 ThisDN=7001 ErrorCode=1161 ErrorMessage=Incorrect object state")
	other.ExpectLines("EventAgentLogin ThisDN=7001 AgentID=Lee", "EventAgentReady ThisDN=7001 AgentID=Lee",
		"EventAgentNotReady ThisDN=7001 AgentID=Lee AgentWorkMode=4 Reason={ReasonCode:Lunch}",
		"EventAgentNotReady ThisDN=7001 AgentID=Lee AgentWorkMode=3", "EventAgentLogout ThisDN=7001 AgentID=Lee")
	other.nothing()
}

func listOf(t *testing.T, id wire.AttributeID, pairs ...wire.KeyValue) wire.Attribute {
	t.Helper()
	list, err := wire.ListAttribute(id, pairs)
	ok(t, err)
	return list
}
