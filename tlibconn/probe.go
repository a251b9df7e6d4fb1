package tlibconn

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// view is what was last seen of one server of a pair. The zero value is a
// server that nothing is known to be wrong with.
type view struct {
	err      error // why no login stands there, nil if one does
	linkDown bool
	backup   bool
}

func (v *view) usable() bool { return v.err == nil && !v.linkDown && !v.backup }

// wrong reports whether the server could not take over.
func (v *view) wrong() bool { return v.err != nil || v.linkDown }

// otherText is event.Link.Other for a state of the connection.
func (s *Session) otherText(link *event.Link) string {
	other := s.planner.other(link.Address)
	v, seen := s.views[other]
	var what string
	switch {
	case !seen:
		return ""
	case v.err != nil:
		what = briefly(v.err)
	case v.linkDown:
		what = "no link to the switch"
	case v.backup && link.State != event.LinkUp:
		what = "it is a backup"
	default:
		return ""
	}
	return "other server " + other + ": " + what
}

// probe is a connection's state while it only probes a server: it logs in,
// and its reader stops at the login's answer until the connection is adopted
// or given up. None of its events go to the consumer.
type probe struct {
	answered chan struct{} // closed when view holds the answer
	adopted  chan struct{} // closed when the connection is the session's own
	view     view
}

// probed is what came of a probe at the other server. The connection is set if
// the server is usable; it waits to be adopted.
type probed struct {
	view       view
	connection *connection
}

// discard ends the connection of a probe that is not wanted.
func (l *probed) discard() {
	if l.connection != nil {
		l.connection.cancel()
		// Why it ends is our own doing.
		_ = l.connection.join()
	}
}

// probeOther connects to the other server, logs in and sees what it answers. It is
// given up when ctx ends; the connection itself lives in life.
func (s *Session) probeOther(ctx, life context.Context, address string) probed {
	c, err := s.attempt(address, func() (*connection, error) { return s.probeOnce(ctx, life, address) })
	if err != nil {
		return probed{view: view{err: err}}
	}
	seen := probed{view: c.seen(), connection: c}
	if !seen.view.usable() {
		seen.discard()
		seen.connection = nil
	}
	return seen
}

// probeOnce returns a connection whose login was answered, or an error.
func (s *Session) probeOnce(ctx, life context.Context, address string) (*connection, error) {
	socket, password, err := s.dial(ctx, address)
	if err != nil {
		return nil, err
	}
	p := &probe{answered: make(chan struct{}), adopted: make(chan struct{})}
	c := s.startProbe(life, p, address, password, socket)
	select {
	case <-p.answered:
		return c, nil
	case <-c.ctx.Done():
	case <-ctx.Done():
		c.cancel()
	}
	return c, c.join()
}

func (s *Session) startProbe(life context.Context, p *probe, address, password string, socket net.Conn) *connection {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := newConnection(life, s, address, password, socket)
	c.probe = p
	c.start()
	return c
}

func (c *connection) seen() view {
	c.session.mu.Lock()
	defer c.session.mu.Unlock()
	return c.probe.view
}

// inspect looks at a message of a probe. At the login's answer the reader halts for
// what becomes of the connection. The session's lock is held.
func (c *connection) inspect(read *event.Event) halt {
	// As in any login's answer, what can be read counts (WIRE.md, Malformed
	// input).
	m, p := &read.Message, c.probe
	switch m.Type {
	case wire.EventLinkConnected, wire.EventLinkDisconnected:
	case wire.EventError:
		code, text := serverError(m)
		c.cause = &LoginError{Address: c.address, Code: code, Text: text}
		return halt{ended: true}
	default:
		return halt{}
	}
	var link event.Link
	readServer(m, &link)
	p.view = view{linkDown: m.Type == wire.EventLinkDisconnected, backup: link.Role != event.RolePrimary}
	close(p.answered)
	c.stopped = true
	return halt{wait: p.adopted, adopted: true}
}

// adopt lets the session go on over a probe, in place of a connection that has
// ended with err.
func (s *Session) adopt(c, old *connection, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	s.drop(old, err)
	s.planner.moved(c.address)
	s.current(c)
	s.setLink(event.Link{
		State: event.LinkLoggingIn, Address: c.address, Attempt: 1, Lost: true, Reason: s.reason(err),
	}, time.Now())
	c.tellLogin()
	close(c.probe.adopted)
	c.probe = nil
}

// guardian does for one connection what its watch says.
type guardian struct {
	session    *Session
	connection *connection
	watch      watch
	other      string // address
	probes     chan probed
}

// step does what is due, and returns when it wants to be called again. Probes // are given up when ctx ends; life is the one of the connections that they make.
func (g *guardian) step(ctx, life context.Context) time.Time {
	s, c := g.session, g.connection
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	now := time.Now()
	if c.loggedIn {
		if !g.watch.begun {
			v := s.views[g.other]
			g.watch.wrong = v.wrong()
			g.heed()
		}
		g.watch.stands(c.linkUp && c.role == event.RolePrimary, c.linkUp && c.role != event.RolePrimary, now)
	}
	if c.roleChanged {
		c.roleChanged = false
		g.watch.roleChanged(now)
	}
	ask, probe, deadline := g.watch.next(now)
	if ask {
		g.watch.asked(now)
		c.askRole()
	}
	if probe {
		g.watch.probeBegins(now)
		s.options.Go(func() { g.probes <- s.probeOther(ctx, life, g.other) })
	}
	if ask || probe {
		_, _, deadline = g.watch.next(now)
	}
	return deadline
}

// heed takes over from the planner whether the other address can be probed at.
func (g *guardian) heed() {
	if g.other != "" {
		t := &g.session.planner.targets[g.session.planner.index(g.other)]
		g.watch.otherBarred, g.watch.otherFrom = t.barred, t.notBefore
	}
}

// judge draws the conclusion from a probe: the session moves if the other server
// is usable and its own is not (SEMANTICS.md, High availability and keep-alive).
func (g *guardian) judge(seen probed) {
	s, c := g.session, g.connection
	if g.note(&seen) {
		c.successor = seen.connection
		return
	}
	seen.discard()
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	if link := s.link; s.connection == c && link.State.Connected() && link.Other != s.otherText(&link) {
		link.Round, link.Lost = 0, false
		s.setLink(link, time.Now())
	}
}

// note records what a probe has seen, and reports whether the session moves; the
// connection that stands is then given up.
func (g *guardian) note(seen *probed) bool {
	s, c := g.session, g.connection
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	now := time.Now()
	g.watch.probing = false
	if c.ctx.Err() != nil {
		return false
	}
	s.views[g.other] = seen.view
	s.planner.blame(s.planner.index(g.other), seen.view.err, now)
	g.heed()
	if seen.connection != nil && !c.ready() && c.cause == nil {
		c.cause = errMoved
		c.cancel()
		return true
	}
	g.watch.probeEnds(seen.view.wrong(), now)
	return false
}

// end waits for a probe that is on its way.
func (g *guardian) end() {
	if g.watch.probing {
		seen := <-g.probes
		seen.discard()
	}
}

// briefly names a cause in a few words, for the header.
func briefly(err error) string {
	var refused *LoginError
	var unreached *ConnectError
	var lost *LostError
	switch {
	case errors.As(err, &refused) && refused.Closed:
		return "it closed the connection without an answer to the login"
	case errors.As(err, &refused):
		return "it refused the login: " + codeText(refused.Code, refused.Text)
	case errors.As(err, &unreached):
		what, _, _ := strings.Cut(causeText(unreached.Err), ";")
		return what
	case errors.As(err, &lost):
		return causeText(lost.Err)
	}
	return err.Error()
}
