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
// loopback interface. It panics if it cannot listen. The caller must close it. For
// other options, or for a primary with its backup, use package simserver.
func NewServer(dns ...string) *simserver.Server {
	server, err := simserver.New(simserver.Options{DNs: DNs(dns...)})
	if err != nil {
		panic(fmt.Sprintf("tlibtest: %v", err))
	}
	return server
}

// DNs returns DNs without agents, for the options of a simulated T-Server.
func DNs(numbers ...string) []simserver.DN {
	list := make([]simserver.DN, 0, len(numbers))
	for _, number := range numbers {
		list = append(list, simserver.DN{Number: number})
	}
	return list
}

// Listener accepts connections on the loopback interface for a test that acts as the
// T-Server.
type Listener struct {
	// TB receives the failures. Within a subtest, set it to the subtest's.
	TB testing.TB
	// Listener is the listening socket.
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

// Close stops listening. Further connections are refused.
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

// AcceptLogin waits for the login of a T-Client and answers it with EventLinkConnected
// without attributes (WIRE.md, Session 2).
func (p *Peer) AcceptLogin() {
	p.TB.Helper()
	p.Expect(wire.RequestRegisterClient)
	p.Send(wire.EventLinkConnected)
}

// Serve answers the requests of a T-Client until the connection ends. It calls handle
// with each request. If handle is nil or returns false, Serve answers the request
// itself: a login with EventLinkConnected, a registration with EventRegistered, the end
// of one with EventUnregistered, a request to send an event with EventACK, and any other
// request with EventError 51 (WIRE.md, Session). Serve reports failures with Error, so
// it may run on another goroutine; handle must then not call a method that ends the
// test.
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
		// The client may have closed the connection already.
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
