package simserver_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"sync"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The client's bytes of flow-00, flow-02, flow-04 and flow-12 (WIRE.md) are those of the
// vendor's library.
const (
	flowLogin      = "00000039030000000000000000730014747365727665722070726f746f636f6c20342e320000006c6900000000000000407300096167656e746465736b"
	flowRegister   = "00000034050000000300000002690000000100000031690000000000000032690000000000000014730004373030310000002f6900000001"
	flowStart      = "000000500500000031000000096c006f01b2c3d4e5f60000003362001c000100000e73637265656e2d636170747572650005737461727400000014730004373030310000003a6900000060000000026900000002"
	flowUnregister = "0000002203000000040000000269000000040000003269000000000000001473000437303031"
)

func TestTheVendorsBytes(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001"), Application: "TS1", Version: "8.1.103.78"})
	p := connect(t, s)
	p.Write(unhex(t, flowLogin))
	// EventSequenceNumber is 1, ServerStartTime is from Now, and SessionID is the
	// client's number.
	p.ExpectLines("EventLinkConnected ServerRole=0 ServerVersion=8.1.103.78 ApplicationName=TS1 ServerCapabilityMask=64 bytes ServerStartTime=000000006553f100 SessionID=1")
	p.Write(unhex(t, flowRegister))
	p.ExpectLines("EventRegistered ReferenceID=1 ThisDN=7001 Extensions={AgentStatus:0i status:0i}")
	p.Write(unhex(t, flowStart))

	got := make([]byte, 0, 200)
	for range 2 {
		f, err := p.Frames.Next()
		if err != nil {
			t.Fatal(err)
		}
		got = wire.AppendFrames(got, f.Body)
	}
	// These are flow-05 and flow-06, except for the sequence number 2.
	want := unhex(t, "0000000e010000008a000000026900000002"+
		"0000004b0400000060000000096c006f01b2c3d4e5f60000003362001c000100000e73637265656e2d63617074757265000573746172740000001473000437303031000000946c0000000000000002")
	if !bytes.Equal(got, want) {
		t.Fatalf("EventACK and EventUserEvent\ngot  %x\nwant %x", got, want)
	}
	p.Write(unhex(t, flowUnregister))
	p.ExpectLines("EventUnregistered ReferenceID=4 ThisDN=7001")
}

func TestLoginMask(t *testing.T) {
	s := serve(t, simserver.Options{})
	p := connect(t, s)
	p.Write(unhex(t, flowLogin))
	m := p.Next()
	mask := m.Find(wire.AttributeServerCapabilityMask).Bytes
	for kind := range wire.MessageType(8 * len(mask)) {
		want := kind <= wire.RequestUnregisterAddress || kind == wire.RequestDistributeUserEvent || kind == wire.RequestSendEvent ||
			kind >= wire.RequestAgentLogin && kind <= wire.RequestAgentNotReady || kind == wire.RequestMakeCall ||
			kind >= wire.RequestAnswerCall && kind <= wire.RequestRetrieveCall || kind == wire.RequestPrivateService
		if got := mask[kind/8]&(1<<(kind%8)) != 0; got != want {
			t.Errorf("bit %d (%s) is %v, want %v", kind, kind, got, want)
		}
	}
}

func TestLogin(t *testing.T) {
	version := wire.TextAttribute(wire.AttributeProtocolVersion, "tserver protocol 4.2")
	secret := wire.TextAttribute(wire.AttributeApplicationPassword, "secret")
	for _, tt := range []struct {
		name       string
		password   string
		down       bool
		attributes []wire.Attribute
		want       string
	}{
		{"no password asked", "", false, []wire.Attribute{version}, "EventLinkConnected"},
		{"a password that is not required", "", false, []wire.Attribute{version, secret}, "EventLinkConnected"},
		{"right password", "secret", false, []wire.Attribute{secret, version}, "EventLinkConnected"},
		{"wrong password", "other", false, []wire.Attribute{version, secret}, "EventError ErrorCode=119 ErrorMessage=Bad password"},
		{"missing password", "secret", false, []wire.Attribute{version}, "EventError ErrorCode=119 ErrorMessage=Bad password"},
		{"link down", "", true, []wire.Attribute{version}, "EventLinkDisconnected"},
		{"nothing at all", "", false, nil, "EventLinkConnected"},
		{"another protocol", "", false, []wire.Attribute{wire.TextAttribute(wire.AttributeProtocolVersion, "hello")}, "EventError ErrorCode=55 ErrorMessage=Incorrect protocol version"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, simserver.Options{Password: tt.password, LinkDown: tt.down})
			p := connect(t, s)
			p.Send(wire.RequestRegisterClient, tt.attributes...)
			if got := line(p.Next()); got != tt.want && !strings.HasPrefix(got, tt.want+" ServerRole") {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestBeforeLogin(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := connect(t, s)
	p.Register("7001", 0)
	p.ExpectLines("EventError ReferenceID=1 ThisDN=7001 ErrorCode=50 ErrorMessage=Log in first: RequestRegisterClient")
	if got := s.Clients()[0].Registrations; got != 0 {
		t.Errorf("%d registrations without a login", got)
	}
}

// The session is the same whether the client's bytes arrive at once, one by one, or cut
// in two at any place.
func TestFramesSplitAtEveryByte(t *testing.T) {
	stream := unhex(t, flowLogin+flowRegister+"703249000bb8"+flowStart+flowUnregister)
	conversation := func(t *testing.T, cuts ...int) string {
		s := serve(t, simserver.Options{DNs: dns("7001")})
		p := connect(t, s)
		from := 0
		for _, cut := range append(cuts, len(stream)) {
			p.Write(stream[from:cut])
			from = cut
		}
		var b strings.Builder
		for range 6 {
			f, err := p.Frames.Next()
			if err != nil {
				t.Fatal(err)
			}
			if f.Body == nil {
				b.WriteString(string(f.ADDP.Op) + "\n")
				continue
			}
			b.WriteString(hex.EncodeToString(f.Body) + "\n")
		}
		return b.String()
	}
	whole := conversation(t)
	if strings.Count(whole, "\n") != 6 || !strings.Contains(whole, "\ni\n") {
		t.Fatalf("the whole stream gave\n%s", whole)
	}
	single := make([]int, 0, len(stream))
	for i := 1; i < len(stream); i++ {
		single = append(single, i)
		if got := conversation(t, i); got != whole {
			t.Fatalf("cut at byte %d gave\n%s\nnot\n%s", i, got, whole)
		}
	}
	if got := conversation(t, single...); got != whole {
		t.Fatalf("byte by byte gave\n%s\nnot\n%s", got, whole)
	}
}

func TestKeepAlive(t *testing.T) {
	s := serve(t, simserver.Options{})
	p := connect(t, s)
	p.Write(unhex(t, "703249000bb8"+"703250000007"))
	for _, want := range []wire.ADDP{{Op: wire.ADDPAccepted, Value: 3000}, {Op: wire.ADDPAnswer, Value: 7}} {
		f, err := p.Frames.Next()
		if err != nil {
			t.Fatal(err)
		}
		if f.ADDP != want {
			t.Errorf("got %c %d, want %c %d", f.ADDP.Op, f.ADDP.Value, want.Op, want.Value)
		}
	}
}

func TestMalformed(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := login(t, s, "tester", "7001")
	reference := "0000000269000000ff"
	number := "00000014730004 37303031"
	for _, tt := range []struct{ name, body, want string }{
		{"unknown wire letter", "03 00000031" + reference + number + "0000003378", "EventError ReferenceID=255 ThisDN=7001 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{"list total past the end", "02 00000031" + reference + "00000033620004ffff", "EventError ReferenceID=255 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{"bytes left over", "01 00000031" + reference + "00", "EventError ReferenceID=255 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{"no ThisDN", "01 00000003" + reference, "EventError ReferenceID=255 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{"no UserEvent", "02 00000031" + reference + number, "EventError ReferenceID=255 ThisDN=7001 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{"another UserEvent", "03 00000031" + reference + number + "0000003a6900000040", "EventError ReferenceID=255 ThisDN=7001 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{"register mode 7", "03 00000003" + reference + number + "000000316900000007", "EventError ReferenceID=255 ThisDN=7001 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{"register mode as text", "03 00000003" + reference + number + "0000003173000130", "EventError ReferenceID=255 ThisDN=7001 ErrorCode=53 ErrorMessage=Invalid attribute value"},
		{"unknown request", "01 00000fff" + reference, "EventError ReferenceID=255 ErrorCode=51 ErrorMessage=Unsupported operation"},
		{"known request that it does not do", "02 0000000f" + reference + number, "EventError ReferenceID=255 ThisDN=7001 ErrorCode=51 ErrorMessage=Unsupported operation"},
		{"all DNs", "01 00000005" + reference, "EventError ReferenceID=255 ErrorCode=122 ErrorMessage=Cannot register all DNs"},
		{"no reference", "00 00000fff", "EventError ErrorCode=51 ErrorMessage=Unsupported operation"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p.TB = t
			p.Write(wire.AppendFrames(nil, unhex(t, tt.body)))
			p.ExpectLines(tt.want)
		})
	}
}

func TestTooManyAttributesForAnEvent(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001"), Behaviour: simserver.Behaviour{Stamps: simserver.StampsTime}})
	p := login(t, s, "tester", "7001")
	attributes := []wire.Attribute{thisDN("7001")}
	for range wire.MaxAttributes - 4 {
		attributes = append(attributes, wire.IntAttribute(wire.AttributeClientID, 1))
	}
	p.Send(wire.RequestDistributeUserEvent, attributes...)
	p.ExpectLines("EventACK")
	if m := p.Expect(wire.EventUserEvent); len(m.Attributes) != wire.MaxAttributes {
		t.Errorf("the event has %d attributes", len(m.Attributes))
	}
	p.Send(wire.RequestDistributeUserEvent, append(attributes, wire.IntAttribute(wire.AttributeClientID, 1))...)
	p.ExpectLines("EventError ThisDN=7001 ErrorCode=53 ErrorMessage=Invalid attribute value")
}

func TestFramingErrorCloses(t *testing.T) {
	for name, bytes := range map[string]string{
		"short": "00000004", "long": "00003ffd", "garbage": "474554202f20485454502f312e310d0a",
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, simserver.Options{DNs: dns("7001")})
			p := login(t, s, "tester", "7001")
			other := login(t, s, "other", "7001")
			p.Write(unhex(t, bytes))
			p.ExpectEnd()
			other.capture("7001", "start")
			other.Expect(wire.EventACK)
			other.Expect(wire.EventUserEvent)
		})
	}
}

// A client that sends its requests and closes its side still gets all answers.
func TestHalfClosed(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := connect(t, s)
	p.Write(unhex(t, flowLogin+flowRegister))
	if err := p.Conn.(interface{ CloseWrite() error }).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	p.Expect(wire.EventLinkConnected)
	p.Expect(wire.EventRegistered)
	p.ExpectEnd()
}

func TestTap(t *testing.T) {
	var mu sync.Mutex
	var frames []string
	var names []string
	s := serve(t, simserver.Options{DNs: dns("7001"), OnReceive: func(c simserver.Client, frame []byte) {
		mu.Lock()
		defer mu.Unlock()
		frames = append(frames, hex.EncodeToString(frame))
		names = append(names, c.Application)
	}})
	p := connect(t, s)
	long := make([]wire.KeyValue, 1)
	long[0] = wire.BinaryPair("b", make([]byte, 40000))
	list, err := wire.ListAttribute(wire.AttributeUserData, long)
	if err != nil {
		t.Fatal(err)
	}
	extended := hex.EncodeToString(frame(t, wire.RequestSendEvent, thisDN("7001"), wire.IntAttribute(wire.AttributeUserEvent, 96), list))
	want := []string{flowLogin, "703250000001", flowRegister, extended, flowUnregister}
	p.Write(unhex(t, strings.Join(want, "")))
	p.Expect(wire.EventLinkConnected)
	if f, err := p.Frames.Next(); err != nil || f.ADDP.Op != wire.ADDPAnswer {
		t.Fatalf("got %v %v, want the answer to a poll", f, err)
	}
	for _, kind := range []wire.MessageType{wire.EventRegistered, wire.EventACK, wire.EventUserEvent, wire.EventUnregistered} {
		p.Expect(kind)
	}
	mu.Lock()
	defer mu.Unlock()
	if strings.Join(frames, "\n") != strings.Join(want, "\n") {
		t.Errorf("the tap saw\n%s\nwant\n%s", strings.Join(frames, "\n"), strings.Join(want, "\n"))
	}
	if names[0] != "" || names[2] != "agentdesk" {
		t.Errorf("the tap's clients are %q", names)
	}
}
