package simserver_test

import (
	"bytes"
	"fmt"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// private requests a private service.
func (p *peer) private(service int32, extensions ...wire.KeyValue) {
	p.TB.Helper()
	attributes := []wire.Attribute{wire.IntAttribute(wire.AttributePrivateMsgID, service)}
	if extensions != nil {
		list, err := wire.ListAttribute(wire.AttributeExtensions, extensions)
		if err != nil {
			p.TB.Fatal(err)
		}
		attributes = append(attributes, list)
	}
	p.Request(wire.RequestPrivateService, attributes...)
}

// TestUserDataFilter checks what passes a client's filter, with each value of the fault.
func TestUserDataFilter(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := login(t, s, "desk", "7001")
	other := login(t, s, "other", "7001")
	id, err := s.Ring("7001", "X")
	ok(t, err)
	p.Expect(wire.EventRinging)
	other.Expect(wire.EventRinging)
	tell := func(user, attached string) {
		t.Helper()
		ok(t, s.UserEvent("7001", 0, wire.TextPair("screen-capture", "start"), wire.IntPair("shown", 1)))
		ok(t, s.AttachData("7001", id, "shown", "1"))
		ok(t, s.AttachData("7001", id, "hidden", "2"))
		p.ExpectLines("EventUserEvent" + user + " ThisDN=7001")
		other.Expect(wire.EventUserEvent)
		for range 2 {
			other.Expect(wire.EventAttachedDataChanged)
		}
		p.Expect(wire.EventAttachedDataChanged)
		m := p.Expect(wire.EventAttachedDataChanged)
		got := ""
		if list, given := m.List(wire.AttributeUserData); given {
			for pairs := list.Pairs(); pairs.Next(); {
				got += string(pairs.Pair.Key) + " "
			}
			if got == "" {
				t.Error("an event has empty user data")
			}
		}
		if got != attached {
			t.Errorf("the attached data are %q, want %q", got, attached)
		}
	}
	const all = " UserData={screen-capture:start shown:1i}"
	tell(all, "shown hidden ")
	p.private(8200, wire.TextPair("UdataFilter", " shown , "))
	p.ExpectLines("EventACK ReferenceID=2")
	tell(all, "shown ")
	ok(t, s.Order("dn=7001,user-data-filter=user-events"))
	tell(" UserData={shown:1i}", "shown ")
	p.private(8200, wire.ListPair("UdataFilter", wire.TextPair("nothing", "")))
	p.Expect(wire.EventACK)
	tell("", "")
	// The client's own event passes its own filter like any other.
	p.capture("7001", "stop")
	p.ExpectLines("EventACK ReferenceID=4", "EventUserEvent ThisDN=7001")
	other.Expect(wire.EventUserEvent)
	ok(t, s.Order("user-data-filter=off"))
	tell(all, "shown hidden ")
	ok(t, s.Order("user-data-filter=user-events"))
	p.private(8200)
	p.Expect(wire.EventACK)
	tell(all, "shown hidden ")
}

// TestFilteredList checks that a nested list passes a filter unchanged.
func TestFilteredList(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001"), Behaviour: simserver.Behaviour{Filter: simserver.FilterUserEvents, Stamps: simserver.StampsOff}})
	p := login(t, s, "desk", "7001")
	p.private(8200, wire.TextPair("UdataFilter", "nested"))
	p.Expect(wire.EventACK)
	nested := wire.ListPair("nested", wire.TextPair("a", "b"), wire.ListPair("deeper", wire.IntPair("n", -1)), wire.UnicodePair("u", "å"))
	ok(t, s.UserEvent("7001", 0, nested, wire.TextPair("screen-capture", "start")))
	got := p.Expect(wire.EventUserEvent)
	want, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{nested})
	ok(t, err)
	if data := got.Find(wire.AttributeUserData); !bytes.Equal(data.Bytes, want.Bytes) {
		t.Errorf("got %x, want %x", data.Bytes, want.Bytes)
	}
}

// TestBulkRegistration checks private service 8197 and the errors of private services.
func TestBulkRegistration(t *testing.T) {
	s := serve(t, simserver.Options{DNs: []simserver.DN{{Number: "7001", AgentID: "Lee"}, {Number: "7002"}, {Number: "7003"}, {Number: "7004"}, {Number: "7005"}}})
	private := connect(t, s)
	private.LogIn("private")
	private.Expect(wire.EventLinkConnected)
	private.Register("7003", 1)
	private.Expect(wire.EventRegistered)
	ok(t, s.Order("dn=7002,register=40"))
	ok(t, s.Order("dn=7004,register=silent"))
	ok(t, s.Order("dn=7005,service=out"))
	p := connect(t, s)
	p.LogIn("recorder")
	p.Expect(wire.EventLinkConnected)
	p.private(8197)
	p.ExpectLines("EventACK ReferenceID=1",
		"EventPrivateInfo PrivateMsgID=8197 ThisDN=7001 Extensions={AgentStatus:2i status:0i} AgentID=Lee",
		"EventPrivateInfo PrivateMsgID=8197 ThisDN=7002 ErrorCode=40 ErrorMessage=No more licenses",
		"EventPrivateInfo PrivateMsgID=8197 ThisDN=7003 ErrorCode=42 ErrorMessage=Resource already seized",
		"EventPrivateInfo PrivateMsgID=8197 ThisDN=7005 Extensions={AgentStatus:0i status:-1i}",
		"EventPrivateInfo PrivateMsgID=8210", "EventDNOutOfService ThisDN=7005")
	ok(t, s.UserEvent("7001", 0, wire.TextPair("screen-capture", "start")))
	p.ExpectLines(event7001)
	p.private(8197)
	p.Expect(wire.EventACK)
	if clients := s.Clients(); clients[1].Registrations != 2 {
		t.Errorf("the clients are %+v", clients)
	}
	for range 5 {
		p.Expect(wire.EventPrivateInfo)
	}
	p.Expect(wire.EventDNOutOfService)
	p.private(1)
	p.ExpectLines("EventError ReferenceID=3 ErrorCode=51 ErrorMessage=Unsupported operation")
	p.Request(wire.RequestPrivateService)
	p.ExpectLines("EventError ReferenceID=4 ErrorCode=53 ErrorMessage=Invalid attribute value")
	s.LinkDown()
	p.Expect(wire.EventLinkDisconnected)
	p.private(8197)
	p.ExpectLines("EventError ReferenceID=5 ErrorCode=54 ErrorMessage=No connection to the switch")
}

// TestBulkRegistrationOfMany checks that an answer above the limit of a client that does
// not read is sent.
func TestBulkRegistrationOfMany(t *testing.T) {
	const many = 2000
	var list []simserver.DN
	for i := range many {
		list = append(list, simserver.DN{Number: fmt.Sprint(10_000 + i)})
	}
	// The pipe of the bubble takes only what is read, so that the answer waits.
	inBubble(t, simserver.Options{DNs: list, MaxQueued: 1000}, func(t *testing.T, b *bubble) {
		p := b.login(t, "recorder")
		p.private(8197)
		p.Expect(wire.EventACK)
		ok(t, b.UserEvent("10000", 0, wire.TextPair("screen-capture", "start")))
		for range many + 1 {
			p.Expect(wire.EventPrivateInfo)
		}
		p.Expect(wire.EventUserEvent)
		p.Close()
	})
}
