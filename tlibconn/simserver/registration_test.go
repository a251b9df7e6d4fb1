package simserver_test

import (
	"fmt"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

func TestRegistration(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
	p := login(t, s, "desk")
	other := login(t, s, "other")

	p.register("7003", 0)
	p.lines("EventError ReferenceID=1 ThisDN=7003 ErrorCode=59 ErrorMessage=DN is not configured in CME")
	p.capture("7001", "start")
	p.lines("EventError ReferenceID=2 ThisDN=7001 ErrorCode=41 ErrorMessage=Client has not registered for DN")
	p.capture("7003", "start")
	p.lines("EventError ReferenceID=3 ThisDN=7003 ErrorCode=59 ErrorMessage=DN is not configured in CME")
	p.send(wire.RequestRegisterAddress, thisDN("7001"))
	p.lines("EventRegistered ThisDN=7001 Extensions={AgentStatus:0i status:0i}")
	p.register("7001", 0)
	p.lines("EventRegistered ReferenceID=4 ThisDN=7001 Extensions={AgentStatus:0i status:0i}")
	p.request(wire.RequestUnregisterAddress, thisDN("7002"))
	p.lines("EventError ReferenceID=5 ThisDN=7002 ErrorCode=41 ErrorMessage=Client has not registered for DN")

	other.register("7001", 0)
	other.expect(wire.EventRegistered)
	p.capture("7001", "start")
	event := "EventUserEvent UserData={screen-capture:start} ThisDN=7001"
	p.lines("EventACK ReferenceID=6", event)
	other.lines(event)
	other.nothing()
	p.nothing()

	other.request(wire.RequestUnregisterAddress, thisDN("7001"))
	other.lines("EventUnregistered ReferenceID=2 ThisDN=7001")
	p.capture("7001", "stop")
	p.expect(wire.EventACK)
	other.nothing()
}

func TestOlderRequest(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := login(t, s, "desk", "7001")
	p.send(wire.RequestDistributeUserEvent, thisDN("7001"), userData(t, "query"))
	p.lines("EventACK", "EventUserEvent ThisDN=7001 UserData={screen-capture:query}")
	p.send(wire.RequestDistributeUserEvent, wire.IntAttribute(wire.AttributeUserEvent, 96), wire.LongAttribute(wire.AttributeConnID, 7), thisDN("7001"))
	p.lines("EventACK", "EventUserEvent ConnID=0000000000000007 ThisDN=7001")
}

func TestPrivateAndMonitor(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	desk := login(t, s, "desk", "7001")
	monitor := login(t, s, "monitor")
	monitor.register("7001", 2)
	monitor.expect(wire.EventRegistered)
	monitor.capture("7001", "start")
	monitor.lines("EventError ReferenceID=2 ThisDN=7001 ErrorCode=1141 ErrorMessage=Request incompatible with object")
	desk.capture("7001", "start")
	desk.expect(wire.EventACK)
	desk.expect(wire.EventUserEvent)
	monitor.expect(wire.EventUserEvent)

	private := login(t, s, "private")
	private.register("7001", 1)
	private.expect(wire.EventRegistered)
	lost := "EventUnregistered ThisDN=7001 ErrorCode=42 ErrorMessage=Resource already seized"
	desk.lines(lost)
	monitor.lines(lost)
	desk.capture("7001", "start")
	desk.lines("EventError ReferenceID=3 ThisDN=7001 ErrorCode=41 ErrorMessage=Client has not registered for DN")
	desk.register("7001", 0)
	desk.lines("EventError ReferenceID=4 ThisDN=7001 ErrorCode=42 ErrorMessage=Resource already seized")
	private.capture("7001", "stop")
	private.expect(wire.EventACK)
	private.expect(wire.EventUserEvent)
	desk.nothing()

	private.register("7001", 0)
	private.expect(wire.EventRegistered)
	desk.register("7001", 0)
	desk.expect(wire.EventRegistered)
}

func TestAnyDN(t *testing.T) {
	s := serve(t, simserver.Options{AnyDN: true, MaxDNs: 2})
	p := login(t, s, "desk")
	for _, tt := range []struct{ number, want string }{
		{"7001", "EventRegistered ReferenceID=1 ThisDN=7001 Extensions={AgentStatus:0i status:0i}"},
		{"北京", "EventRegistered ReferenceID=2 ThisDN=北京 Extensions={AgentStatus:0i status:0i}"},
		{"7003", "EventError ReferenceID=3 ThisDN=7003 ErrorCode=40 ErrorMessage=No more licenses"},
	} {
		p.register(tt.number, 0)
		p.lines(tt.want)
	}
	p.capture("7004", "start")
	p.lines("EventError ReferenceID=4 ThisDN=7004 ErrorCode=41 ErrorMessage=Client has not registered for DN")
}

func TestQueries(t *testing.T) {
	s := serve(t, simserver.Options{DNs: []simserver.DN{{Number: "7001", AgentID: "Lee"}}, Application: "TS1", Version: "8.1", Backup: true})
	p := login(t, s, "desk")
	p.request(wire.RequestQueryServer)
	p.lines("EventServerInfo ReferenceID=1 ServerRole=1 ServerVersion=8.1 ApplicationName=TS1 ServerCapabilityMask=64 bytes ServerStartTime=000000006553f100")
	p.request(wire.RequestQueryAddress, thisDN("7001"), wire.IntAttribute(wire.AttributeAddressInfoType, 3))
	p.lines("EventAddressInfo ReferenceID=2 ThisDN=7001 Extensions={AgentStatus:2i status:0i} AgentID=Lee AddressInfoType=3 AddressInfoStatus=0")
	p.request(wire.RequestQueryAddress, thisDN("7009"))
	p.lines("EventError ReferenceID=3 ThisDN=7009 ErrorCode=59 ErrorMessage=DN is not configured in CME")
}

func TestSnapshot(t *testing.T) {
	s := serve(t, simserver.Options{DNs: []simserver.DN{{Number: "7001", AgentID: "Lee"}}})
	held := must(s.Ring("7001", "+33123456"))(t)
	ok(t, s.Answer("7001", held), s.Hold("7001", held))
	second := must(s.Ring("7001", "+44"))(t)
	p := login(t, s, "desk")
	want := fmt.Sprintf("Extensions={conn-1:%016x ps-1:14i ct-1:2i conn-2:%016x ps-2:10i ct-2:2i AgentStatus:2i status:1i} AgentID=Lee", held, second)
	p.register("7001", 0)
	p.lines("EventRegistered ReferenceID=1 ThisDN=7001 " + want)

	ok(t, s.Order("snapshot=text"), s.Release("7001", second), s.AfterCallWork("7001"))
	p.expect(wire.EventReleased)
	p.expect(wire.EventAgentNotReady)
	p.register("7001", 0)
	p.lines(fmt.Sprintf("EventRegistered ReferenceID=2 ThisDN=7001 Extensions={conn-1:%016x ps-1:14 ct-1:2 AgentStatus:4 status:1} AgentID=Lee", held))
	ok(t, s.Order("snapshot=off"))
	p.register("7001", 0)
	p.lines("EventRegistered ReferenceID=3 ThisDN=7001 Extensions={} AgentID=Lee")
}

// must and ok keep the tests short: control methods fail the test.
func must(id uint64, err error) func(*testing.T) uint64 {
	return func(t *testing.T) uint64 {
		t.Helper()
		ok(t, err)
		return id
	}
}

func ok(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTenThousandRegistrations(t *testing.T) {
	const count = 10_000
	var list []simserver.DN
	var stream []byte
	for i := range count {
		number := fmt.Sprintf("%05d", i)
		list = append(list, simserver.DN{Number: number})
		stream = append(stream, frame(t, wire.RequestRegisterAddress, wire.IntAttribute(wire.AttributeReferenceID, int32(i+1)), thisDN(number))...)
	}
	s := serve(t, simserver.Options{DNs: list})
	p := login(t, s, "desk")
	go p.conn.Write(stream) //nolint:errcheck // what does not arrive is missed by the reader below
	for i := range count {
		m := p.expect(wire.EventRegistered)
		if reference, _ := m.Int(wire.AttributeReferenceID); int(reference) != i+1 {
			t.Fatalf("answer %d is for the request %d", i+1, reference)
		}
	}
	if got := s.Clients()[0].Registrations; got != count {
		t.Errorf("%d registrations, want %d", got, count)
	}
}
