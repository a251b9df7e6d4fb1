package tlibconn

import (
	"context"
	"fmt"
	"net"
	"os"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

const hang = tlibtest.Hang // no test waits longer

func TestMain(m *testing.M) {
	if os.Getenv(senderVariable) != "" {
		if err := sendForEver(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// server is a listener on loopback whose connections a test scripts.
type server struct{ *tlibtest.Listener }

func newServer(t testing.TB) *server {
	t.Helper()
	return &server{tlibtest.Listen(t)}
}

func (s *server) address() string { return s.Addr() }

// accept accepts the next connection.
func (s *server) accept() *peer { return &peer{s.Accept()} }

// peer is the server's end of one connection.
type peer struct{ *tlibtest.Peer }

func newPeer(t testing.TB, conn net.Conn) *peer {
	t.Helper()
	return &peer{tlibtest.NewPeer(t, conn)}
}

// next returns the next message from the client.
func (p *peer) next() wire.Message {
	p.TB.Helper()
	return p.Next()
}

// expect returns the next message, which must have the type.
func (p *peer) expect(want wire.MessageType) wire.Message {
	p.TB.Helper()
	return p.Expect(want)
}

// raw sends bytes unchanged.
func (p *peer) raw(b []byte) {
	p.TB.Helper()
	p.Write(b)
}

// flood sends the frames repeatedly, that many times, or until the connection ends if times is 0. The hang
// guard applies to each piece, because on a loaded machine many megabytes take longer.
func (p *peer) flood(frames []byte, times int) error {
	const piece = 1 << 20
	for n := 0; times == 0 || n < times; n++ {
		for rest := frames; len(rest) > 0; {
			if err := p.Conn.SetDeadline(time.Now().Add(hang)); err != nil {
				return err
			}
			sent, err := p.Conn.Write(rest[:min(piece, len(rest))])
			if err != nil {
				return err
			}
			rest = rest[sent:]
		}
	}
	return nil
}

// say sends one message.
func (p *peer) say(typ wire.MessageType, attributes ...wire.Attribute) {
	p.TB.Helper()
	p.Send(typ, attributes...)
}

// answer sends one message with the ReferenceID of a request.
func (p *peer) answer(request wire.Message, typ wire.MessageType, attributes ...wire.Attribute) {
	p.TB.Helper()
	p.Answer(request, typ, attributes...)
}

// login accepts the client's login.
func (p *peer) login() {
	p.TB.Helper()
	p.AcceptLogin()
}

// closed waits until the client has closed the connection.
func (p *peer) closed() {
	p.TB.Helper()
	p.Drain()
}

func reference(m wire.Message) int32 { return tlibtest.ReferenceOf(m) }

func thisDN(m wire.Message) string { return tlibtest.ThisDNOf(m) }

func encoded(t testing.TB, typ wire.MessageType, attributes ...wire.Attribute) []byte {
	t.Helper()
	return tlibtest.Frame(t, typ, attributes...)
}

// client is a session and its consumer.
type client struct {
	*Session
	t       testing.TB
	pending []event.Event // read but not yet checked
}

// open starts a session with the server at address.
func open(t testing.TB, address string, change func(*Options)) *client {
	t.Helper()
	options := Options{
		Addresses: []string{address}, CaptureCommands: true,
		BatchInterval: -1,
	}
	if change != nil {
		change(&options)
	}
	session, err := Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(session.Close)
	return &client{Session: session, t: t}
}

// once makes a session connect only once.
func once(o *Options) { o.NoReconnect = true }

// connect starts a session, accepts its connection and its login.
func connect(t testing.TB, change func(*Options)) (*client, *peer) {
	t.Helper()
	s := newServer(t)
	c := open(t, s.address(), change)
	p := s.accept()
	p.login()
	c.link(event.LinkUp)
	return c, p
}

// next returns the next event, detached from its batch.
func (c *client) next() event.Event {
	c.t.Helper()
	for len(c.pending) == 0 {
		ctx, cancel := context.WithTimeout(context.Background(), hang)
		batch, err := c.NextBatch(ctx)
		cancel()
		if err != nil {
			c.t.Fatalf("NextBatch: %v", err)
		}
		for _, e := range batch.Events {
			c.pending = append(c.pending, detached(c.t, e))
		}
	}
	e := c.pending[0]
	c.pending = c.pending[1:]
	return e
}

func detached(t testing.TB, e event.Event) event.Event {
	t.Helper()
	e.Message.Body = slices.Clone(e.Message.Body)
	var m wire.Message
	if err := m.Decode(e.Message.Body, wire.Limits{}); e.Message.Body != nil && (err != nil) != (e.Kind == event.KindUndecodable) {
		t.Fatalf("an event of kind %d decodes with %v", e.Kind, err)
	}
	return e
}

// until returns the first event that f accepts and drops those before it.
func (c *client) until(f func(e *event.Event) bool) event.Event {
	c.t.Helper()
	for {
		if e := c.next(); f(&e) {
			return e
		}
	}
}

func (c *client) kind(k event.Kind) event.Event {
	c.t.Helper()
	return c.until(func(e *event.Event) bool { return e.Kind == k })
}

func (c *client) message(typ wire.MessageType) event.Event {
	c.t.Helper()
	return c.until(func(e *event.Event) bool { return e.Kind == event.KindMessage && e.Message.Type == typ })
}

func (c *client) link(state event.LinkState) event.Event {
	c.t.Helper()
	return c.until(func(e *event.Event) bool { return e.Kind == event.KindLink && e.Link.State == state })
}
