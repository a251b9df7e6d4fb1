package simserver_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

const hangGuard = 30 * time.Second

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

func dns(numbers ...string) []simserver.DN {
	var list []simserver.DN
	for _, number := range numbers {
		list = append(list, simserver.DN{Number: number})
	}
	return list
}

// peer is a T-Client of the tests: a socket and the codec, nothing else.
type peer struct {
	t         *testing.T
	conn      net.Conn
	frames    *wire.FrameReader
	reference int32
}

func connect(t *testing.T, s *simserver.Server) *peer {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(hangGuard)); err != nil {
		t.Fatal(err)
	}
	return &peer{t: t, conn: conn, frames: wire.NewFrameReader(conn, wire.Limits{})}
}

// login connects, logs in and registers the DNs in share mode.
func login(t *testing.T, s *simserver.Server, name string, numbers ...string) *peer {
	t.Helper()
	p := connect(t, s)
	p.login(name)
	if m := p.next(); m.Type != wire.EventLinkConnected && m.Type != wire.EventLinkDisconnected {
		t.Fatalf("the login was answered by %s", line(m))
	}
	for _, number := range numbers {
		p.register(number, 0)
		p.expect(wire.EventRegistered)
	}
	return p
}

func (p *peer) login(name string, password ...string) {
	p.t.Helper()
	attributes := []wire.Attribute{
		wire.TextAttribute(wire.AttributeProtocolVersion, "tserver protocol 4.2"),
		wire.IntAttribute(wire.AttributeSessionID, 0),
		wire.TextAttribute(wire.AttributeApplicationName, name),
	}
	for _, p := range password {
		attributes = append(attributes, wire.TextAttribute(wire.AttributeApplicationPassword, p))
	}
	p.send(wire.RequestRegisterClient, attributes...)
}

func (p *peer) write(b []byte) {
	p.t.Helper()
	if _, err := p.conn.Write(b); err != nil {
		p.t.Fatal(err)
	}
}

func frame(t *testing.T, kind wire.MessageType, attributes ...wire.Attribute) []byte {
	t.Helper()
	m := wire.Message{Type: kind, Attributes: attributes}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	return wire.AppendFrames(nil, body)
}

func (p *peer) send(kind wire.MessageType, attributes ...wire.Attribute) {
	p.t.Helper()
	p.write(frame(p.t, kind, attributes...))
}

// request sends with the next ReferenceID.
func (p *peer) request(kind wire.MessageType, attributes ...wire.Attribute) {
	p.t.Helper()
	p.reference++
	p.send(kind, append([]wire.Attribute{wire.IntAttribute(wire.AttributeReferenceID, p.reference)}, attributes...)...)
}

func (p *peer) register(number string, mode int32) {
	p.t.Helper()
	p.request(wire.RequestRegisterAddress,
		wire.IntAttribute(wire.AttributeRegisterMode, mode),
		wire.IntAttribute(wire.AttributeControlMode, 0),
		thisDN(number),
		wire.IntAttribute(wire.AttributeAddressType, 1))
}

// queryAddress asks about DN 7001.
func (p *peer) queryAddress() {
	p.t.Helper()
	p.request(wire.RequestQueryAddress, thisDN("7001"), wire.IntAttribute(wire.AttributeAddressType, 1), wire.IntAttribute(wire.AttributeAddressInfoType, 17))
}

func (p *peer) capture(number, word string) {
	p.t.Helper()
	p.request(wire.RequestSendEvent, userData(p.t, word), thisDN(number), wire.IntAttribute(wire.AttributeUserEvent, 96))
}

func thisDN(number string) wire.Attribute { return wire.TextAttribute(wire.AttributeThisDN, number) }

func userData(t *testing.T, word string) wire.Attribute {
	t.Helper()
	list, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair("screen-capture", word)})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// next returns the next message; its memory is its own.
func (p *peer) next() wire.Message {
	p.t.Helper()
	f, err := p.frames.Next()
	if err != nil {
		p.t.Fatalf("waiting for a message: %v", err)
	}
	if f.Body == nil {
		p.t.Fatalf("an ADDP packet came: %c %d", f.ADDP.Op, f.ADDP.Value)
	}
	var m wire.Message
	if err := m.Decode(append([]byte(nil), f.Body...), wire.Limits{}); err != nil {
		p.t.Fatal(err)
	}
	p.checkAttributes(&m)
	return m
}

// checkAttributes fails the test where an event has an attribute that the vendor's
// library does not expect in one.
func (p *peer) checkAttributes(m *wire.Message) {
	p.t.Helper()
	known, err := eventAttributes()
	if err != nil {
		p.t.Fatal(err)
	}
	for _, a := range m.Attributes {
		if !known[a.ID] {
			p.t.Fatalf("%s has %s, which an event does not know", m.Type, a.ID)
		}
	}
}

// expect returns the next message, which must be of that type.
func (p *peer) expect(kind wire.MessageType) wire.Message {
	p.t.Helper()
	m := p.next()
	if m.Type != kind {
		p.t.Fatalf("got %s, want %s", line(m), kind)
	}
	return m
}

// lines asserts the next messages as line prints them.
func (p *peer) lines(want ...string) {
	p.t.Helper()
	for _, w := range want {
		if got := line(p.next()); got != w {
			p.t.Fatalf("got  %s\nwant %s", got, w)
		}
	}
}

// nothing asserts that no further message is on its way: the answer to a
// question comes next.
func (p *peer) nothing() {
	p.t.Helper()
	p.send(wire.RequestQueryServer)
	p.expect(wire.EventServerInfo)
}

// ended asserts that the server has closed the connection.
func (p *peer) ended() {
	p.t.Helper()
	if f, err := p.frames.Next(); err == nil {
		p.t.Fatalf("the connection goes on: % x", f.Body)
	}
}

// drain reads what is left; the connection must end.
func (p *peer) drain() {
	p.t.Helper()
	var timeout net.Error
	if _, err := io.Copy(io.Discard, p.conn); errors.As(err, &timeout) && timeout.Timeout() {
		p.t.Fatal("the connection goes on")
	}
}

// line prints a message in one line, its stamps left out.
func line(m wire.Message) string {
	var b strings.Builder
	b.WriteString(m.Type.String())
	for i := range m.Attributes {
		a := &m.Attributes[i]
		switch a.ID {
		case wire.AttributeEventSequenceNumber, wire.AttributeTimeinSecs, wire.AttributeTimeinuSecs:
			continue
		}
		fmt.Fprintf(&b, " %s=%s", a.ID, valueText(a))
	}
	return b.String()
}

func valueText(a *wire.Attribute) string {
	switch {
	case a.ID.IsList():
		list, err := a.List()
		if err != nil {
			return err.Error()
		}
		var pairs []string
		for p := list.Pairs(); p.Next(); {
			value := string(p.Pair.Value)
			if number, ok := p.Pair.Int(); ok {
				value = strconv.Itoa(int(number)) + "i"
			}
			pairs = append(pairs, string(p.Pair.Key)+":"+value)
		}
		return "{" + strings.Join(pairs, " ") + "}"
	case a.Wire == wire.WireLong:
		return fmt.Sprintf("%016x", uint64(a.Number))
	case a.Wire == wire.WireInt:
		return strconv.Itoa(int(a.Number))
	case a.Wire == wire.WireBinary:
		return fmt.Sprintf("%d bytes", len(a.Bytes))
	}
	return string(a.Bytes)
}
