package tlibconn

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// While the reader is stopped because no one reads events, the peer's answers cannot be read. That does
// not count as silence of the peer, and our polls continue so that the peer hears from us.
func TestADDPWhileTheReaderIsStopped(t *testing.T) {
	const timeout = 50 * time.Millisecond
	frames := indications(t, 40_000)
	inBubble(t, func(o *Options) { o.ADDPTimeout, o.ADDPRemoteTimeout = timeout, time.Minute }, func(b *bubble) {
		t, c, p := b.t, b.c, b.p
		p.packet(wire.ADDPStart, 60_000)
		p.expect(wire.RequestRegisterClient)
		p.raw(append(packet(wire.ADDPAccepted, 1), encoded(t, wire.EventLinkConnected)...))
		c.link(event.LinkUp)
		sent := make(chan error, 1)
		go func() {
			for range 10 {
				if _, err := p.Conn.Write(frames); err != nil {
					sent <- err
					return
				}
			}
			sent <- nil
		}()
		if _, err := c.NextBatch(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.waitUntilStarved()
		for i := range uint32(10) {
			if got := p.nextPacket(); got != (wire.ADDP{Op: wire.ADDPPoll, Value: i}) {
				t.Fatalf("the client sent %+v", got)
			}
			if got, want := time.Since(b.start), time.Duration(i+1)*timeout; got != want {
				t.Errorf("poll %d arrives after %s, want %s", i, got, want)
			}
		}
		if c.Link().State != event.LinkUp {
			t.Fatalf("the link is %+v", c.Link())
		}
		// The reader continues: no event is missing, and polls are answered again.
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		taken := make(chan int, 1)
		go func() { taken <- c.takeAll(ctx) }()
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
		p.raw(packet(wire.ADDPPoll, 99))
		for p.nextPacket() != (wire.ADDP{Op: wire.ADDPAnswer, Value: 99}) {
		}
		stop()
		if got := <-taken; got < 300_000 {
			t.Errorf("%d events arrived", got)
		}
		if c.Link().State != event.LinkUp {
			t.Errorf("the link is %+v", c.Link())
		}
		c.Close()
	})
}

// takeAll reads batches until ctx ends, and returns the number of their messages.
func (c *client) takeAll(ctx context.Context) int {
	n := 0
	for {
		batch, err := c.NextBatch(ctx)
		if err != nil {
			return n
		}
		for i := range batch.Events {
			if batch.Events[i].Kind == event.KindMessage {
				n++
			}
		}
	}
}

// connectADDP is connect with polls, to a peer that has sent an ADDP packet.
func connectADDP(t *testing.T, timeout time.Duration) (*client, *peer) {
	t.Helper()
	s := newServer(t)
	c := open(t, s.address(), func(o *Options) { o.ADDPTimeout, o.ADDPRemoteTimeout = timeout, time.Minute })
	p := s.accept()
	p.packet(wire.ADDPStart, 60_000)
	p.expect(wire.RequestRegisterClient)
	p.raw(append(packet(wire.ADDPAccepted, 1), encoded(t, wire.EventLinkConnected)...))
	return c, p
}

// The session detects a peer that reads but no longer sends, over a real socket, and a simulated T-Server
// whose machine vanishes.
func TestADDPFindsAHalfOpenConnection(t *testing.T) {
	t.Run("scripted peer", func(t *testing.T) {
		c, p := connectADDP(t, 100*time.Millisecond)
		polls := 0
		for ; ; polls++ {
			frame, err := p.Frames.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || frame.ADDP.Op != wire.ADDPPoll {
				t.Fatalf("the client sent %+v, %v", frame, err)
			}
		}
		if polls == 0 {
			t.Error("the connection was dropped without a poll")
		}
		if link := c.failure(); !link.Lost || !strings.Contains(link.Reason, ErrSilent.Error()) {
			t.Errorf("the link is reported as %+v", link)
		}
	})
	t.Run("simulated T-Server", func(t *testing.T) {
		server, err := simserver.New(simserver.Options{DNs: []simserver.DN{{Number: "7001"}}, Go: func(f func()) { go f() }})
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		c := open(t, server.Addr(), func(o *Options) { o.ADDPTimeout, o.ADDPRemoteTimeout = 250*time.Millisecond, time.Minute })
		c.Register("7001")
		c.link(event.LinkUp)
		c.until(func(e *event.Event) bool { return e.Kind == event.KindLink && e.Link.RoundTrip > 0 })
		if err := server.Order("half-open=now"); err != nil {
			t.Fatal(err)
		}
		c.until(func(e *event.Event) bool {
			return e.Kind == event.KindLink && e.Link.Lost && strings.Contains(e.Link.Reason, ErrSilent.Error())
		})
		if err := server.Order("half-open=off"); err != nil {
			t.Fatal(err)
		}
	})
	for order, want := range map[string]string{"addp=off": "ADDP no answer", "addp=close": "ADDP refused"} {
		t.Run(order, func(t *testing.T) {
			server, err := simserver.New(simserver.Options{Go: func(f func()) { go f() }})
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			if err := server.Order(order); err != nil {
				t.Fatal(err)
			}
			c := open(t, server.Addr(), func(o *Options) { o.ADDPTimeout, o.ADDPRemoteTimeout = 250*time.Millisecond, time.Minute })
			c.until(func(e *event.Event) bool { return e.Kind == event.KindLink && e.Link.KeepAlive == want })
			if _, err := c.Do(t.Context(), wire.Message{Type: wire.RequestQueryServer}); err != nil {
				t.Errorf("the connection does not work: %v", err)
			}
		})
	}
}
