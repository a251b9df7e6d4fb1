package simserver_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

func TestRegistration(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
	p := login(t, s, "desk")
	other := login(t, s, "other")

	p.Register("7003", 0)
	p.ExpectLines("EventError ReferenceID=1 ThisDN=7003 ErrorCode=59 ErrorMessage=DN is not configured in CME")
	p.capture("7001", "start")
	p.ExpectLines("EventError ReferenceID=2 ThisDN=7001 ErrorCode=41 ErrorMessage=Client has not registered for DN")
	p.capture("7003", "start")
	p.ExpectLines("EventError ReferenceID=3 ThisDN=7003 ErrorCode=59 ErrorMessage=DN is not configured in CME")
	p.Send(wire.RequestRegisterAddress, thisDN("7001"))
	p.ExpectLines("EventRegistered ThisDN=7001 Extensions={AgentStatus:0i status:0i}")
	p.Register("7001", 0)
	p.ExpectLines("EventRegistered ReferenceID=4 ThisDN=7001 Extensions={AgentStatus:0i status:0i}")
	p.Request(wire.RequestUnregisterAddress, thisDN("7002"))
	p.ExpectLines("EventError ReferenceID=5 ThisDN=7002 ErrorCode=41 ErrorMessage=Client has not registered for DN")

	other.Register("7001", 0)
	other.Expect(wire.EventRegistered)
	p.capture("7001", "start")
	event := "EventUserEvent UserData={screen-capture:start} ThisDN=7001"
	p.ExpectLines("EventACK ReferenceID=6", event)
	other.ExpectLines(event)
	other.nothing()
	p.nothing()

	other.Request(wire.RequestUnregisterAddress, thisDN("7001"))
	other.ExpectLines("EventUnregistered ReferenceID=2 ThisDN=7001")
	p.capture("7001", "stop")
	p.Expect(wire.EventACK)
	other.nothing()
}

func TestOlderRequest(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := login(t, s, "desk", "7001")
	p.Send(wire.RequestDistributeUserEvent, thisDN("7001"), userData(t, "query"))
	p.ExpectLines("EventACK", "EventUserEvent ThisDN=7001 UserData={screen-capture:query}")
	p.Send(wire.RequestDistributeUserEvent, wire.IntAttribute(wire.AttributeUserEvent, 96), wire.LongAttribute(wire.AttributeConnID, 7), thisDN("7001"))
	p.ExpectLines("EventACK", "EventUserEvent ConnID=0000000000000007 ThisDN=7001")
}

func TestPrivateAndMonitor(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	desk := login(t, s, "desk", "7001")
	monitor := login(t, s, "monitor")
	monitor.Register("7001", 2)
	monitor.Expect(wire.EventRegistered)
	monitor.capture("7001", "start")
	monitor.ExpectLines("EventError ReferenceID=2 ThisDN=7001 ErrorCode=1141 ErrorMessage=Request incompatible with object")
	desk.capture("7001", "start")
	desk.Expect(wire.EventACK)
	desk.Expect(wire.EventUserEvent)
	monitor.Expect(wire.EventUserEvent)

	private := login(t, s, "private")
	private.Register("7001", 1)
	private.Expect(wire.EventRegistered)
	lost := "EventUnregistered ThisDN=7001 ErrorCode=42 ErrorMessage=Resource already seized"
	desk.ExpectLines(lost)
	monitor.ExpectLines(lost)
	desk.capture("7001", "start")
	desk.ExpectLines("EventError ReferenceID=3 ThisDN=7001 ErrorCode=41 ErrorMessage=Client has not registered for DN")
	desk.Register("7001", 0)
	desk.ExpectLines("EventError ReferenceID=4 ThisDN=7001 ErrorCode=42 ErrorMessage=Resource already seized")
	private.capture("7001", "stop")
	private.Expect(wire.EventACK)
	private.Expect(wire.EventUserEvent)
	desk.nothing()

	private.Register("7001", 0)
	private.Expect(wire.EventRegistered)
	desk.Register("7001", 0)
	desk.Expect(wire.EventRegistered)
}

func TestAnyDN(t *testing.T) {
	s := serve(t, simserver.Options{AnyDN: true, MaxDNs: 2})
	p := login(t, s, "desk")
	for _, tt := range []struct{ number, want string }{
		{"7001", "EventRegistered ReferenceID=1 ThisDN=7001 Extensions={AgentStatus:0i status:0i}"},
		{"北京", "EventRegistered ReferenceID=2 ThisDN=北京 Extensions={AgentStatus:0i status:0i}"},
		{"7003", "EventError ReferenceID=3 ThisDN=7003 ErrorCode=40 ErrorMessage=No more licenses"},
	} {
		p.Register(tt.number, 0)
		p.ExpectLines(tt.want)
	}
	p.capture("7004", "start")
	p.ExpectLines("EventError ReferenceID=4 ThisDN=7004 ErrorCode=41 ErrorMessage=Client has not registered for DN")
}

func TestQueries(t *testing.T) {
	s := serve(t, simserver.Options{DNs: []simserver.DN{{Number: "7001", AgentID: "Lee"}}, Application: "TS1", Version: "8.1", Backup: true})
	p := login(t, s, "desk")
	p.Request(wire.RequestQueryServer)
	p.ExpectLines("EventServerInfo ReferenceID=1 ServerRole=1 ServerVersion=8.1 ApplicationName=TS1 ServerCapabilityMask=64 bytes ServerStartTime=000000006553f100")
}

func TestQueryAddress(t *testing.T) {
	s := serve(t, simserver.Options{DNs: []simserver.DN{{Number: "7001", AgentID: "Lee"}, {Number: "7002"}}})
	p := login(t, s, "desk", "7001")
	p.queryAddress()
	p.ExpectLines("EventAddressInfo ReferenceID=2 ThisDN=7001 Extensions={AgentStatus:2i status:0i} AgentID=Lee AddressInfoType=17 AddressInfoStatus=0")
	talking := must(s.Ring("7001", "A"))(t)
	ok(t, s.Answer("7001", talking))
	p.Expect(wire.EventRinging)
	p.Expect(wire.EventEstablished)
	p.queryAddress()
	info := line(p.Next())
	p.Register("7001", 0)
	registered := line(p.Next())
	for _, different := range []struct{ from, to string }{
		{"EventAddressInfo ReferenceID=3", "EventRegistered ReferenceID=4"}, {" AddressInfoType=17 AddressInfoStatus=1", ""},
	} {
		info = strings.Replace(info, different.from, different.to, 1)
	}
	if info != registered {
		t.Errorf("the answer is   %s\nthe snapshot is %s", info, registered)
	}

	addressType, infoType := wire.IntAttribute(wire.AttributeAddressType, 1), wire.IntAttribute(wire.AttributeAddressInfoType, 17)
	for i, tt := range []struct {
		attributes []wire.Attribute
		want       string
	}{
		{[]wire.Attribute{thisDN("7009"), addressType, infoType}, "ThisDN=7009 ErrorCode=59 ErrorMessage=DN is not configured in CME"},
		{[]wire.Attribute{thisDN("7002"), addressType, infoType}, "ThisDN=7002 ErrorCode=41 ErrorMessage=Client has not registered for DN"},
		{[]wire.Attribute{thisDN("7001"), addressType}, "ThisDN=7001 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{[]wire.Attribute{thisDN("7001"), infoType}, "ThisDN=7001 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{[]wire.Attribute{thisDN("7001"), addressType, wire.IntAttribute(wire.AttributeAddressInfoType, 1)}, "ThisDN=7001 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{[]wire.Attribute{thisDN("7001"), wire.IntAttribute(wire.AttributeAddressType, 2), infoType}, "ThisDN=7001 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{[]wire.Attribute{thisDN("7001"), addressType, wire.TextAttribute(wire.AttributeAddressInfoType, "17")}, "ThisDN=7001 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{[]wire.Attribute{addressType, infoType}, "ErrorCode=53 ErrorMessage=Invalid attribute value"},
	} {
		p.Request(wire.RequestQueryAddress, tt.attributes...)
		p.ExpectLines(fmt.Sprintf("EventError ReferenceID=%d %s", i+5, tt.want))
	}
	ok(t, s.Order("link=down"))
	p.ExpectLines("EventLinkDisconnected")
	p.queryAddress()
	p.ExpectLines("EventError ReferenceID=13 ThisDN=7001 ErrorCode=54 ErrorMessage=No connection to the switch")
}

func TestSnapshot(t *testing.T) {
	s := serve(t, simserver.Options{DNs: []simserver.DN{{Number: "7001", AgentID: "Lee"}}})
	held := must(s.Ring("7001", "+33123456"))(t)
	ok(t, s.Answer("7001", held), s.Hold("7001", held))
	second := must(s.Ring("7001", "+44"))(t)
	p := login(t, s, "desk")
	snapshot := func(want string, ids ...any) {
		t.Helper()
		p.Register("7001", 0)
		got := callUUIDPair.ReplaceAllString(line(p.Next()), "uuid-$1")
		if want = fmt.Sprintf("EventRegistered ReferenceID=%d ThisDN=7001 Extensions={", p.Reference) + fmt.Sprintf(want, ids...) + "} AgentID=Lee"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	snapshot("conn-1:%016x ps-1:14i ct-1:2i uuid-1 conn-2:%016x ps-2:10i ct-2:2i uuid-2 AgentStatus:2i status:1i", held, second)

	ok(t, s.Order("snapshot=text"), s.Release("7001", second), s.AfterCallWork("7001"))
	p.Expect(wire.EventReleased)
	p.Expect(wire.EventAgentNotReady)
	snapshot("conn-1:%016x ps-1:14 ct-1:2 uuid-1 AgentStatus:4 status:1", held)

	ok(t, s.Order("snapshot=ints"))
	dialing := must(s.Dial("7001", "+44"))(t)
	p.Expect(wire.EventDialing)
	snapshot("conn-1:%016x ps-1:14i ct-1:2i uuid-1 conn-2:%016x ps-2:65548i ct-2:3i uuid-2 AgentStatus:4i status:1i", held, dialing)
	ok(t, s.Answer("7001", dialing))
	p.Expect(wire.EventEstablished)
	snapshot("conn-1:%016x ps-1:14i ct-1:2i uuid-1 conn-2:%016x ps-2:12i ct-2:3i uuid-2 AgentStatus:4i status:1i", held, dialing)

	ok(t, s.Order("snapshot=off"))
	snapshot("")
}

var callUUIDPair = regexp.MustCompile(`call-uuid-(\d):[0-9A-V]{32}`)

// must and ok keep the tests short: an error of a control method fails the test.
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
	go p.Conn.Write(stream) //nolint:errcheck // what does not arrive is missed by the reader below
	for i := range count {
		m := p.Expect(wire.EventRegistered)
		if reference, _ := m.Int(wire.AttributeReferenceID); int(reference) != i+1 {
			t.Fatalf("answer %d is for the request %d", i+1, reference)
		}
	}
	if got := s.Clients()[0].Registrations; got != count {
		t.Errorf("%d registrations, want %d", got, count)
	}
}
