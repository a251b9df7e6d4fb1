package tlibtest

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"testing"
	"time"

	"capdeck/tlibconn/wire"
)

// Hang is the time after which a read or write of a [Peer] fails its test. It only
// guards against hangs: no test depends on it.
const Hang = 30 * time.Second

// Peer is one end of a T-Library connection, a T-Server's or a T-Client's: a socket and
// the codec, without behaviour of its own. Its methods fail the test if the other end
// does not do what the script expects. Except for [Peer.Serve] they must be called from
// the test's goroutine.
type Peer struct {
	// TB receives the failures. Within a subtest, set it to the subtest's.
	TB testing.TB
	// Conn is the connection.
	Conn net.Conn
	// Frames reads from Conn.
	Frames *wire.FrameReader
	// Check, if not nil, is called with every message that the peer reads.
	Check func(m *wire.Message)
	// Reference is the ReferenceID of the last [Peer.Request]; the first is 1.
	Reference int32

	seen bytes.Buffer // every byte that was read
}

// NewPeer returns a peer that uses conn and closes it when the test ends.
func NewPeer(t testing.TB, conn net.Conn) *Peer {
	t.Helper()
	p := &Peer{TB: t, Conn: conn}
	p.Frames = wire.NewFrameReader(io.TeeReader(conn, &p.seen), wire.Limits{})
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(Hang)); err != nil {
		t.Fatal(err)
	}
	return p
}

// Dial returns a peer that is connected to the T-Server at address, host:port.
func Dial(t testing.TB, address string) *Peer {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	return NewPeer(t, conn)
}

// Received returns all bytes that the peer has read so far, or since [Peer.Forget]. They
// are valid until the next read.
func (p *Peer) Received() []byte { return p.seen.Bytes() }

// Forget discards the bytes that [Peer.Received] returns.
func (p *Peer) Forget() { p.seen.Reset() }

// Next returns the next message. The message does not share its memory.
func (p *Peer) Next() wire.Message {
	p.TB.Helper()
	frame, err := p.Frames.Next()
	if err != nil {
		p.TB.Fatalf("waiting for a message: %v", err)
	}
	if frame.Body == nil {
		p.TB.Fatalf("got the packet %s, want a message", frame.ADDP)
	}
	var m wire.Message
	if err := m.Decode(slices.Clone(frame.Body), wire.Limits{}); err != nil {
		p.TB.Fatalf("got % x: %v", frame.Body, err)
	}
	if p.Check != nil {
		p.Check(&m)
	}
	return m
}

// Expect returns the next message, which must have the given type.
func (p *Peer) Expect(kind wire.MessageType) wire.Message {
	p.TB.Helper()
	m := p.Next()
	if m.Type != kind {
		p.TB.Fatalf("got %s, want %s", Line(m), kind)
	}
	return m
}

// ExpectLines asserts the next messages, in the form of [Line].
func (p *Peer) ExpectLines(want ...string) {
	p.TB.Helper()
	for _, w := range want {
		if got := Line(p.Next()); got != w {
			p.TB.Fatalf("got  %s\nwant %s", got, w)
		}
	}
}

// Write writes bytes unchanged.
func (p *Peer) Write(b []byte) {
	p.TB.Helper()
	if _, err := p.Conn.Write(b); err != nil {
		p.TB.Fatalf("writing: %v", err)
	}
}

// Send sends one message.
func (p *Peer) Send(kind wire.MessageType, attributes ...wire.Attribute) {
	p.TB.Helper()
	p.Write(Frame(p.TB, kind, attributes...))
}

// Request sends one message with the next ReferenceID as its first attribute.
func (p *Peer) Request(kind wire.MessageType, attributes ...wire.Attribute) {
	p.TB.Helper()
	p.Reference++
	p.Send(kind, slices.Concat([]wire.Attribute{Reference(p.Reference)}, attributes)...)
}

// Answer sends one message with the ReferenceID of a request as its first
// attribute.
func (p *Peer) Answer(request wire.Message, kind wire.MessageType, attributes ...wire.Attribute) {
	p.TB.Helper()
	p.Send(kind, slices.Concat([]wire.Attribute{Reference(ReferenceOf(request))}, attributes)...)
}

// Close closes the connection.
func (p *Peer) Close() {
	// The other end may have closed it already.
	_ = p.Conn.Close()
}

// ExpectEnd asserts that the other end closes the connection and sends nothing more
// before.
func (p *Peer) ExpectEnd() {
	p.TB.Helper()
	frame, err := p.Frames.Next()
	switch {
	case err == nil:
		p.TB.Fatalf("the connection did not end, got % x", frame.Body)
	case errors.Is(err, os.ErrDeadlineExceeded):
		p.TB.Fatal("the connection stays open")
	}
}

// Drain reads and discards everything until the other end closes the connection.
func (p *Peer) Drain() {
	p.TB.Helper()
	for {
		_, err := p.Frames.Next()
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			p.TB.Fatal("the connection stays open")
		case err != nil:
			return
		}
	}
}
