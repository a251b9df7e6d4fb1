package tlibconn

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// fast makes every pause short.
func fast(o *Options) {
	o.ReconnectMin, o.ReconnectMax = time.Millisecond, 20*time.Millisecond
	o.SwitchoverWait, o.BackupInterval = 20*time.Millisecond, 20*time.Millisecond
	o.RefusedRetry, o.FramingWait = 20*time.Millisecond, 20*time.Millisecond
}

// ask makes a request that the peer answers, and returns everything that the session sent before it.
func (c *client) ask(p *peer) []wire.Message {
	c.t.Helper()
	done := make(chan error, 1)
	go func() {
		_, err := c.Do(context.Background(), wire.Message{Type: wire.RequestQuerySwitch})
		done <- err
	}()
	var before []wire.Message
	for {
		m := p.next()
		if m.Type == wire.RequestQuerySwitch {
			p.answer(m, wire.EventSwitchInfo)
			if err := <-done; err != nil {
				c.t.Error(err)
			}
			return before
		}
		before = append(before, m)
	}
}

// TestNothingIsSentAgain loses a connection with commands in every state, and checks everything that is sent
// over the next one.
func TestNothingIsSentAgain(t *testing.T) {
	s := newServer(t)
	c := open(t, s.address(), fast)
	c.Register("7001", "7002")
	p := s.accept()
	p.login()
	for range 2 {
		p.answer(p.expect(wire.RequestRegisterAddress), wire.EventRegistered)
	}
	if err := c.SendCommands(t.Context(), commands(3, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	p.answer(p.expect(wire.RequestSendEvent), wire.EventACK)
	c.message(wire.EventACK)
	p.expect(wire.RequestSendEvent)
	p.Conn.Close()
	lost := c.until(func(e *event.Event) bool { return e.Kind == event.KindLink && e.Link.Lost })
	if lost.Connection != 1 || lost.Link.State != event.LinkWaiting || lost.Link.Retry.IsZero() || lost.Link.Attempt != 0 {
		t.Errorf("the loss is reported as %+v of connection %d", lost.Link, lost.Connection)
	}
	connecting := c.kind(event.KindLink)
	if l := connecting.Link; l.State != event.LinkConnecting || l.Attempt != 1 || !strings.Contains(l.Reason, "was lost") || connecting.Connection != 1 {
		t.Errorf("the attempt is reported as %+v of connection %d", l, connecting.Connection)
	}
	p = s.accept()
	p.login()
	up := c.link(event.LinkUp)
	if up.Connection != 2 || up.Link.Round != 2 {
		t.Errorf("the link is reported as %+v of connection %d", up.Link, up.Connection)
	}
	for i, dn := range []string{"7001", "7002"} {
		m := p.expect(wire.RequestRegisterAddress)
		if thisDN(m) != dn || reference(m) != int32(i+1) {
			t.Errorf("%s is registered by request %d", thisDN(m), reference(m))
		}
		p.answer(m, wire.EventRegistered)
		if e := c.message(wire.EventRegistered); e.Connection != 2 || e.Request.Round != 2 {
			t.Errorf("the answer belongs to connection %d and to %+v", e.Connection, e.Request)
		}
	}
	if more := c.ask(p); len(more) > 0 {
		t.Errorf("it sends %d messages more, the first is %s", len(more), more[0].Type)
	}
	if n := c.Counters().Connections; n != 2 {
		t.Errorf("%d connections are counted", n)
	}
}

// stages brings a session into each state of a connection. The peer is nil if there is none.
func stages() []stage {
	return []stage{
		{"connecting", func(t *testing.T, c *client, dial *dialer) *peer {
			<-dial.begun
			return nil
		}},
		{"logging in", func(t *testing.T, c *client, dial *dialer) *peer {
			p := dial.accept()
			p.expect(wire.RequestRegisterClient)
			return p
		}},
		{"link down", func(t *testing.T, c *client, dial *dialer) *peer {
			p := dial.accept()
			p.expect(wire.RequestRegisterClient)
			p.say(wire.EventLinkDisconnected)
			c.link(event.LinkDown)
			return p
		}},
		{"standby", func(t *testing.T, c *client, dial *dialer) *peer {
			p := dial.accept()
			p.expect(wire.RequestRegisterClient)
			p.say(wire.EventLinkConnected, wire.IntAttribute(wire.AttributeServerRole, 1))
			c.link(event.LinkStandby)
			return p
		}},
		{"up", func(t *testing.T, c *client, dial *dialer) *peer {
			p := dial.accept()
			p.login()
			c.link(event.LinkUp)
			return p
		}},
		{"waiting", func(t *testing.T, c *client, dial *dialer) *peer {
			p := dial.accept()
			p.expect(wire.RequestRegisterClient)
			p.Conn.Close()
			c.link(event.LinkWaiting)
			return nil
		}},
		{"refused", func(t *testing.T, c *client, dial *dialer) *peer {
			p := dial.accept()
			p.expect(wire.RequestRegisterClient)
			p.say(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, codeBadPassword))
			c.link(event.LinkRefused)
			return nil
		}},
		{"a flood that no one reads", func(t *testing.T, c *client, dial *dialer) *peer {
			p := dial.accept()
			p.login()
			c.link(event.LinkUp)
			go func() {
				info := encoded(t, wire.EventServerInfo, wire.BinaryAttribute(wire.AttributeServerCapabilityMask, make([]byte, 60_000)))
				for {
					if _, err := p.Conn.Write(info); err != nil {
						return
					}
				}
			}()
			c.until(func(e *event.Event) bool { return e.Message.Type == wire.EventServerInfo })
			return nil
		}},
	}
}

type stage struct {
	name  string
	reach func(t *testing.T, c *client, dial *dialer) *peer
}

// dialer holds back the first attempt until the test releases it.
type dialer struct {
	*server
	begun chan struct{} // gets a value for each attempt
	free  chan struct{}
}

func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	select {
	case d.begun <- struct{}{}:
	default:
	}
	select {
	case <-d.free:
		return new(net.Dialer).DialContext(ctx, network, address)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func openAt(t *testing.T, at stage) (*client, *dialer, *peer) {
	t.Helper()
	d := &dialer{server: newServer(t), begun: make(chan struct{}, 1), free: make(chan struct{})}
	c := open(t, d.address(), func(o *Options) { o.Dial = d.dial })
	if at.name != "connecting" {
		close(d.free)
	}
	return c, d, at.reach(t, c, d)
}

func TestReconnectAtAnyStage(t *testing.T) {
	for _, at := range stages() {
		t.Run(at.name, func(t *testing.T) {
			c, d, old := openAt(t, at)
			c.Reconnect()
			if at.name == "connecting" {
				close(d.free)
			}
			if old != nil {
				old.closed()
			}
			p := d.accept()
			p.login()
			c.until(func(e *event.Event) bool {
				return e.Kind == event.KindLink && e.Link.State == event.LinkConnecting
			})
			c.link(event.LinkUp)
			c.ask(p)
			if link := c.Link(); link.State != event.LinkUp {
				t.Errorf("the link is reported as %+v", link)
			}
		})
	}
}

func TestCloseAtAnyStage(t *testing.T) {
	for _, at := range stages() {
		t.Run(at.name, func(t *testing.T) {
			c, _, old := openAt(t, at)
			c.Close()
			if old != nil {
				old.closed()
			}
			c.link(event.LinkClosed)
			c.Reconnect()
			if _, err := c.NextBatch(t.Context()); !errors.Is(err, ErrClosed) {
				t.Errorf("NextBatch returns %v", err)
			}
		})
	}
}

// TestReconnectRaces reconnects, loses connections and closes the session, all at once.
func TestReconnectRaces(t *testing.T) {
	for range 20 {
		s := newServer(t)
		c := open(t, s.address(), fast)
		c.Register("7001")
		var all sync.WaitGroup
		all.Go(func() {
			for {
				conn, err := s.Listener.Listener.Accept()
				if err != nil {
					return
				}
				// Whether the client still reads depends on the race.
				_, _ = conn.Write(encoded(t, wire.EventLinkConnected))
				conn.Close()
			}
		})
		all.Go(func() {
			for {
				if _, err := c.NextBatch(context.Background()); err != nil {
					return
				}
			}
		})
		var asking sync.WaitGroup
		for range 3 {
			asking.Go(func() {
				for range 20 {
					c.Reconnect()
					_, _ = c.Do(t.Context(), wire.Message{Type: wire.RequestQueryServer})
				}
			})
		}
		asking.Wait()
		c.Close()
		s.Close()
		all.Wait()
	}
}

// TestReconnectEndsRequests reconnects while a request waits and the window of registrations is full.
func TestReconnectEndsRequests(t *testing.T) {
	s := newServer(t)
	c := open(t, s.address(), func(o *Options) { o.RegisterWindow, o.RegisterTimeout = 2, time.Hour })
	c.Register("7001", "7002", "7003")
	p := s.accept()
	p.login()
	p.expect(wire.RequestRegisterAddress)
	p.expect(wire.RequestRegisterAddress)
	failed := make(chan error, 1)
	go func() {
		_, err := c.Do(t.Context(), wire.Message{Type: wire.RequestQueryServer})
		failed <- err
	}()
	p.expect(wire.RequestQueryServer)
	c.Reconnect()
	var lost *LostError
	if err := <-failed; !errors.As(err, &lost) || !strings.Contains(err.Error(), "closed by this client: a reconnect was requested") {
		t.Errorf("Request returns %v", err)
	}
	p = s.accept()
	p.login()
	for _, want := range []string{"7001", "7002"} {
		if got := thisDN(p.expect(wire.RequestRegisterAddress)); got != want {
			t.Errorf("%s is registered, want %s", got, want)
		}
	}
}

func TestMove(t *testing.T) {
	first, second := newServer(t), newServer(t)
	c := open(t, first.address(), func(o *Options) {
		fast(o)
		o.Addresses = []string{first.address(), second.address()}
		o.Password = func() (string, error) { return "secret", nil }
	})
	c.Register("7001")
	a := first.accept()
	a.expect(wire.RequestRegisterClient)
	a.say(wire.EventLinkDisconnected)
	c.link(event.LinkDown)
	waits := make(chan error, 1)
	go func() {
		_, err := c.Do(t.Context(), wire.Message{Type: wire.RequestQueryAddress})
		waits <- err
	}()
	a.expect(wire.RequestQueryAddress)

	// The only trace of a probe that finds no usable server is in Link.Other.
	for _, probe := range []struct {
		say  func(p *peer)
		want string
	}{
		{func(p *peer) { p.say(wire.EventLinkDisconnected) }, ": no link to the switch"},
		{func(p *peer) {
			p.say(wire.EventLinkConnected, wire.IntAttribute(wire.AttributeServerRole, 1))
		}, ": it is a backup"},
		{func(p *peer) { p.Conn.Close() }, ": it closed the connection without answering the login"},
		{func(p *peer) { p.raw([]byte("HTTP/1.1")) }, ": framing error at byte 0 (frame 1)"},
		{func(p *peer) {
			p.say(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 52), wire.TextAttribute(wire.AttributeErrorMessage, "no"))
		}, ": it refused the login: error 52, no"},
	} {
		p := second.accept()
		p.expect(wire.RequestRegisterClient)
		probe.say(p)
		link := c.kind(event.KindLink)
		if l := link.Link; !strings.HasPrefix(l.Other, "other server "+second.address()+probe.want) || l.State != event.LinkDown || l.Address != first.address() || l.Lost || link.Connection != 1 {
			t.Errorf("the probe is reported as %+v of connection %d, want %q", l, link.Connection, probe.want)
		}
		p.closed()
	}

	b := second.accept()
	b.expect(wire.RequestRegisterClient)
	b.say(wire.EventServerInfo) // precedes the answer, and must not be reported
	b.raw(slices.Concat(encoded(t, wire.EventLinkConnected, wire.TextAttribute(wire.AttributeServerVersion, "8.1")), encoded(t, wire.EventServerInfo)))
	var lost *LostError
	if err := <-waits; !errors.As(err, &lost) || !errors.Is(err, errMoved) || lost.Address != first.address() {
		t.Errorf("the request at the first server ends with %v", err)
	}
	a.closed()
	for i, want := range []struct {
		kind  event.Kind
		check func(e *event.Event) bool
	}{
		{event.KindLink, func(e *event.Event) bool {
			return e.Link.State == event.LinkLoggingIn && e.Link.Lost && e.Link.Address == second.address() && strings.Contains(e.Link.Reason, "is primary")
		}},
		{event.KindSent, func(e *event.Event) bool {
			word, _ := e.Message.Text(wire.AttributeApplicationPassword)
			return e.Request.Kind == event.RequestLogin && string(word) == hiddenPassword
		}},
		{event.KindMessage, func(e *event.Event) bool {
			return e.Message.Type == wire.EventLinkConnected && e.Request.Kind == event.RequestLogin
		}},
		{event.KindLink, func(e *event.Event) bool {
			return e.Link.State == event.LinkUp && e.Link.Round == 1 && e.Link.Version == "8.1" && e.Link.Other == "other server "+first.address()+": no link to the switch"
		}},
		{event.KindMessage, func(e *event.Event) bool { return e.Message.Type == wire.EventServerInfo }},
	} {
		if e := c.next(); e.Kind != want.kind || e.Connection != 2 || !want.check(&e) {
			t.Errorf("event %d of the second connection is %+v %+v", i, e, e.Link)
		}
	}
	if m := b.expect(wire.RequestRegisterAddress); thisDN(m) != "7001" || reference(m) != 1 {
		t.Errorf("%s is registered by request %d", thisDN(m), reference(m))
	}
	if more := c.ask(b); len(more) > 0 {
		t.Errorf("it sends %d messages more, the first is %s", len(more), more[0].Type)
	}
}

// TestProbeComesTooLate restores the link while the other server is being probed: the session stays.
func TestProbeComesTooLate(t *testing.T) {
	first, second := newServer(t), newServer(t)
	c := open(t, first.address(), func(o *Options) {
		fast(o)
		o.Addresses = []string{first.address(), second.address()}
	})
	a := first.accept()
	a.expect(wire.RequestRegisterClient)
	a.say(wire.EventLinkDisconnected)
	b := second.accept()
	b.expect(wire.RequestRegisterClient)
	a.say(wire.EventLinkConnected)
	c.link(event.LinkUp)
	b.say(wire.EventLinkConnected)
	b.closed()
	c.Register("7001")
	a.expect(wire.RequestRegisterAddress)
	if more := c.ask(a); len(more) > 0 {
		t.Errorf("it sends %d messages more, the first is %s", len(more), more[0].Type)
	}
	if link := c.Link(); link.State != event.LinkUp || link.Address != first.address() || link.Other != "" {
		t.Errorf("the link is reported as %+v", link)
	}
}

// TestProbeEndsWithItsConnection loses, or closes, the connection while the other server is being probed.
func TestProbeEndsWithItsConnection(t *testing.T) {
	for _, end := range []struct {
		name string
		do   func(c *client, a *peer)
	}{
		{"lost", func(_ *client, a *peer) { a.Conn.Close() }},
		{"asked", func(c *client, _ *peer) { c.Reconnect() }},
		{"closed", func(c *client, _ *peer) { c.Close() }},
	} {
		t.Run(end.name, func(t *testing.T) {
			first, second := newServer(t), newServer(t)
			c := open(t, first.address(), func(o *Options) {
				fast(o)
				o.Addresses = []string{first.address(), second.address()}
				o.LoginTimeout = time.Hour
			})
			a := first.accept()
			a.expect(wire.RequestRegisterClient)
			a.say(wire.EventLinkDisconnected)
			b := second.accept()
			b.expect(wire.RequestRegisterClient)
			end.do(c, a)
			b.closed()
			a.closed()
			if end.name == "closed" {
				return
			}
			a = first.accept()
			a.login()
			if up := c.link(event.LinkUp); up.Connection != 2 {
				t.Errorf("connection %d is up", up.Connection)
			}
		})
	}
}
