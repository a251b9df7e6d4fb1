package simserver_test

import (
	"net"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

const hangGuard = tlibtest.Hang

// serve starts a server for one test.
func serve(t *testing.T, options simserver.Options) *simserver.Server {
	t.Helper()
	if options.Go == nil {
		options.Go = func(f func()) { go f() }
	}
	if options.Now == nil {
		options.Now = func() time.Time { return time.Unix(1_700_000_000, 123_456_000) }
	}
	s, err := simserver.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// preset sets faults that may be in force already.
func preset(t *testing.T, s *simserver.Server, text string) {
	t.Helper()
	fault, err := simserver.ParseFault(text)
	ok(t, err, s.Preset(fault))
}

func dns(numbers ...string) []simserver.DN { return tlibtest.DNs(numbers...) }

// peer is a T-Client of the tests.
type peer struct{ *tlibtest.Peer }

// newPeer returns a peer that fails the test if an event has an attribute that the
// vendor's library does not expect in one.
func newPeer(t *testing.T, conn net.Conn) *peer {
	t.Helper()
	known, err := eventAttributes()
	ok(t, err)
	p := &peer{tlibtest.NewPeer(t, conn)}
	p.Check = func(m *wire.Message) {
		for _, a := range m.Attributes {
			if !known[a.ID] {
				p.TB.Fatalf("%s has %s, which an event cannot have", m.Type, a.ID)
			}
		}
	}
	return p
}

func connect(t *testing.T, s *simserver.Server) *peer {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr())
	ok(t, err)
	return newPeer(t, conn)
}

// login connects, logs in and registers the DNs in share mode.
func login(t *testing.T, s *simserver.Server, name string, numbers ...string) *peer {
	t.Helper()
	p := connect(t, s)
	p.Start(name, numbers...)
	return p
}

func frame(t *testing.T, kind wire.MessageType, attributes ...wire.Attribute) []byte {
	t.Helper()
	return tlibtest.Frame(t, kind, attributes...)
}

// queryAddress asks about DN 7001.
func (p *peer) queryAddress() {
	p.TB.Helper()
	p.Request(wire.RequestQueryAddress, thisDN("7001"), wire.IntAttribute(wire.AttributeAddressType, 1), wire.IntAttribute(wire.AttributeAddressInfoType, 17))
}

func (p *peer) capture(number, word string) {
	p.TB.Helper()
	p.SendUserEvent(number, 0, wire.TextPair("screen-capture", word))
}

func thisDN(number string) wire.Attribute { return tlibtest.ThisDN(number) }

func userData(t *testing.T, word string) wire.Attribute {
	t.Helper()
	return tlibtest.UserData(t, wire.TextPair("screen-capture", word))
}

// nothing asserts that no further message is on its way: the answer to a query is the
// next message.
func (p *peer) nothing() {
	p.TB.Helper()
	p.Send(wire.RequestQueryServer)
	p.Expect(wire.EventServerInfo)
}

// line returns a message on one line, without its stamps.
func line(m wire.Message) string { return tlibtest.Line(m) }
