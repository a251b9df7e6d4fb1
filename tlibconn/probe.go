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

// view is what was last seen of one server of a pair. The zero value is a server without a
// known fault.
type view struct {
	err      error // why there is no login, nil if there is one
	linkDown bool
	backup   bool
}

func (v *view) usable() bool { return v.err == nil && !v.linkDown && !v.backup }

// wrong reports whether the server could not take over.
func (v *view) wrong() bool { return v.err != nil || v.linkDown }

// otherText returns event.Link.Other for a state of the link.
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

// probe is a connection's state while it only probes a server: it logs in, and its reader
// stops at the login's answer until the connection is adopted or discarded. The consumer
// receives none of its events.
type probe struct {
	answered chan struct{} // closed when view holds the answer
	adopted  chan struct{} // closed when the connection is the session's own
	view     view
}

// probed is the result of a probe. connection is set if the server is usable, and waits to be
// adopted.
type probed struct {
	view       view
	connection *connection
}

// discard ends the connection of a probe that is not needed.
func (l *probed) discard() {
	if l.connection != nil {
		l.connection.cancel()
		// We end it ourselves, so the reason is of no interest.
		_ = l.connection.join()
	}
}

// probeOther connects to the other server, logs in and returns what it answered. The probe
// stops when ctx ends; an adopted connection lives until life ends.
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

// inspect reads a message of a probe. At the login's answer the reader halts until the
// connection is adopted or discarded. The caller holds the session's lock.
func (c *connection) inspect(m *wire.RawMessage) halt {
	// As in any login's answer, whatever can be decoded counts (WIRE.md, Malformed
	// input).
	p := c.probe
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

// adopt makes a probe the session's connection, in place of one that ended with err.
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
	c.reportLogin()
	close(c.probe.adopted)
	c.probe = nil
}

// guardian carries out for one connection what its watch decides.
type guardian struct {
	session    *Session
	connection *connection
	watch      watch
	other      string // address
	probes     chan probed
}

// step does what is due, and returns when to call it again. Probes stop when ctx ends; an
// adopted connection lives until life ends.
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
		g.watch.observe(c.linkUp && c.role == event.RolePrimary, c.linkUp && c.role != event.RolePrimary, now)
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

// heed copies from the planner whether and when the other address may be probed.
func (g *guardian) heed() {
	if g.other != "" {
		t := &g.session.planner.targets[g.session.planner.index(g.other)]
		g.watch.otherBarred, g.watch.otherFrom = t.barred, t.notBefore
	}
}

// judge acts on the result of a probe: the session moves if the other server is usable and
// its own is not (SEMANTICS.md, High availability and keep-alive).
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

// note records the result of a probe, and reports whether the session moves. If it does, note
// ends the current connection.
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

// end waits for a running probe and discards its result.
func (g *guardian) end() {
	if g.watch.probing {
		seen := <-g.probes
		seen.discard()
	}
}

// briefly describes an error in a few words, for event.Link.Other.
func briefly(err error) string {
	var refused *LoginError
	var unreached *ConnectError
	var lost *LostError
	switch {
	case errors.As(err, &refused) && refused.Closed:
		return "it closed the connection without answering the login"
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
