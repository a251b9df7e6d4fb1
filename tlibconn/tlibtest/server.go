package tlibtest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// NewServer starts a simulated T-Server with the given DNs on a free port of the
// loopback interface. It panics if it cannot listen. The caller closes it. For
// other options, or a primary with its backup, use simserver itself.
func NewServer(dns ...string) *simserver.Server {
	options := simserver.Options{Go: func(f func()) { go f() }, DNs: DNs(dns...)}
	server, err := simserver.New(options)
	if err != nil {
		panic(fmt.Sprintf("tlibtest: %v", err))
	}
	return server
}

// DNs returns DNs without an agent, for the options of a simulated T-Server.
func DNs(numbers ...string) []simserver.DN {
	list := make([]simserver.DN, 0, len(numbers))
	for _, number := range numbers {
		list = append(list, simserver.DN{Number: number})
	}
	return list
}

// Listener accepts connections on loopback for a test that plays the T-Server.
type Listener struct {
	// TB receives the failures. Within a subtest, set it to the subtest's.
	TB testing.TB
	// Listener is the socket.
	Listener net.Listener
}

// Listen listens on a free port of the loopback interface until the test ends.
func Listen(t testing.TB) *Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return &Listener{TB: t, Listener: listener}
}

// Addr returns the host:port to connect to.
func (l *Listener) Addr() string { return l.Listener.Addr().String() }

// Close stops listening, so that further connections are refused.
func (l *Listener) Close() {
	// Closing it twice does no harm.
	_ = l.Listener.Close()
}

// Accept waits for the next connection.
func (l *Listener) Accept() *Peer {
	l.TB.Helper()
	if err := l.Listener.(*net.TCPListener).SetDeadline(time.Now().Add(Hang)); err != nil {
		l.TB.Fatal(err)
	}
	conn, err := l.Listener.Accept()
	if err != nil {
		l.TB.Fatal(err)
	}
	return NewPeer(l.TB, conn)
}

// AcceptLogin waits for the login of a T-Client and answers it by
// EventLinkConnected without attributes (WIRE.md, Session 2).
func (p *Peer) AcceptLogin() {
	p.TB.Helper()
	p.Expect(wire.RequestRegisterClient)
	p.Send(wire.EventLinkConnected)
}

// Serve answers the requests of a T-Client until the connection ends. handle is
// called with each request and returns false for one that it leaves to Serve, which
// answers a login by EventLinkConnected, a registration by EventRegistered, its
// end by EventUnregistered, a request to send an event by EventACK, and every other
// request by EventError 51 (WIRE.md, Session). If handle is nil, Serve answers
// them all. Serve may run on a goroutine of its own; a failure is then reported by
// Error, and handle must not call a method that ends the test.
func (p *Peer) Serve(handle func(request wire.Message) bool) {
	for {
		frame, err := p.Frames.Next()
		if err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) {
				p.TB.Errorf("the T-Client neither sends a request nor closes the connection: %v", err)
			}
			return
		}
		if frame.Body == nil {
			continue
		}
		var m wire.Message
		if err := m.Decode(slices.Clone(frame.Body), wire.Limits{}); err != nil {
			p.TB.Errorf("the T-Client sent % x: %v", frame.Body, err)
			return
		}
		if handle != nil && handle(m) {
			continue
		}
		// A client that has what it wants may be gone.
		if _, err := p.Conn.Write(answerTo(p.TB, m)); err != nil && !errors.Is(err, io.ErrClosedPipe) {
			return
		}
	}
}

func answerTo(t testing.TB, m wire.Message) []byte {
	attributes := []wire.Attribute{Reference(ReferenceOf(m))}
	dn := m.Find(wire.AttributeThisDN)
	if dn != nil {
		attributes = append(attributes, *dn)
	}
	switch m.Type {
	case wire.RequestRegisterClient:
		return Frame(t, wire.EventLinkConnected)
	case wire.RequestRegisterAddress:
		return Frame(t, wire.EventRegistered, attributes...)
	case wire.RequestUnregisterAddress:
		return Frame(t, wire.EventUnregistered, attributes...)
	case wire.RequestSendEvent, wire.RequestDistributeUserEvent:
		return Frame(t, wire.EventACK, attributes[0])
	}
	return Frame(t, wire.EventError, append(attributes, wire.IntAttribute(wire.AttributeErrorCode, 51))...)
}
