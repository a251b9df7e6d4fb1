package tlibconn

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"capdeck/tlibconn/event"
)

// Reconnect closes the current connection, if there is one, and connects at once,
// regardless of any pause or refusal. Unanswered requests are lost. It does not wait. After
// Close it does nothing.
func (s *Session) Reconnect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	s.asked = true
	s.interrupt()
}

// run connects, time after time, until the session is closed.
func (s *Session) run() {
	for s.ctx.Err() == nil {
		ctx := s.nextContext()
		address, ok := s.wait(ctx)
		if !ok {
			continue
		}
		attempt := s.planner.attemptAt(address)
		s.connecting(address, attempt)
		c, err := s.attempt(address, func() (*connection, error) { return s.dialAndServe(ctx, address, attempt) })
		for c != nil && c.successor != nil {
			next := c.successor
			s.adopt(next, c, err)
			c, address = next, next.address
			err = s.serve(ctx, c)
		}
		s.settle(c, address, err)
	}
}

// nextContext returns the context of the next wait, attempt and connection. Reconnect ends
// it.
func (s *Session) nextContext() context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked {
		s.asked = false
		s.planner.asked(time.Now())
	}
	s.interrupt()
	var ctx context.Context
	ctx, s.interrupt = context.WithCancel(s.ctx)
	return ctx
}

// wait waits until the next attempt is due and there is room for its events, because the
// events of a session that no one reads are bounded. ok is false if ctx ended.
func (s *Session) wait(ctx context.Context) (address string, ok bool) {
	address, at, ok := s.planner.next()
	if !ok {
		<-ctx.Done()
		return "", false
	}
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return "", false
	}
	return address, s.awaitRoom(ctx)
}

// awaitRoom waits, without the lock, for room in the batch. It returns false if ctx ended.
func (s *Session) awaitRoom(ctx context.Context) bool {
	for ctx.Err() == nil {
		room := s.roomForNews()
		if room == nil {
			return true
		}
		select {
		case <-room:
		case <-ctx.Done():
		}
	}
	return false
}

// roomForNews returns nil if the batch has room, and otherwise a channel that is closed
// when it has.
func (s *Session) roomForNews() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	if !s.exchange.filling.Full(0) {
		return nil
	}
	return s.exchange.want()
}

func (s *Session) connecting(address string, attempt int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	link := event.Link{State: event.LinkConnecting, Address: address, Attempt: attempt}
	if s.err != nil {
		link.Reason = s.reason(s.err)
	}
	s.setLink(link, time.Now())
}

func (s *Session) dialAndServe(ctx context.Context, address string, attempt int) (*connection, error) {
	socket, password, err := s.dial(ctx, address)
	if err != nil {
		return nil, err
	}
	c := s.startConnection(ctx, socket, address, password, attempt)
	return c, s.serve(ctx, c)
}

// dial connects to an address, using TLS if the options ask for it.
func (s *Session) dial(ctx context.Context, address string) (socket net.Conn, password string, err error) {
	if s.options.Password != nil {
		if password, err = s.options.Password(); err != nil {
			return nil, "", &ConnectError{Address: address, Err: fmt.Errorf("reading the password: %w", err)}
		}
	}
	dial := func(ctx context.Context) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, s.options.ConnectTimeout)
		defer cancel()
		return s.options.Dial(ctx, "tcp", address)
	}
	socket, err = dial(ctx)
	if err == nil && s.options.TLS != nil {
		limited, cancel := context.WithTimeout(ctx, s.options.HandshakeTimeout)
		defer cancel()
		socket, err = s.options.TLS.Secure(limited, socket, address, dial)
	}
	if err != nil {
		return nil, "", &ConnectError{Address: address, Err: err}
	}
	return socket, password, nil
}

// startConnection starts a connection and makes it the session's.
func (s *Session) startConnection(ctx context.Context, socket net.Conn, address, password string, attempt int) *connection {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	c := newConnection(ctx, s, address, password, socket)
	s.current(c)
	s.setLink(event.Link{State: event.LinkLoggingIn, Address: address, Attempt: attempt}, time.Now())
	c.start()
	return c
}

// current numbers a connection and makes it the one that the session's requests use.
func (s *Session) current(c *connection) {
	s.connections++
	s.counters.Connections++
	s.err = nil
	c.number = s.connections
	s.connection = c
}

// settle ends a connection or an attempt: it settles what waited, then reports the new
// state of the link. c is nil if there was no connection.
func (s *Session) settle(c *connection, address string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	now := time.Now()
	var since time.Time
	if c != nil {
		s.drop(c, err)
		since = c.loggedInAt
	}
	s.err = err
	if s.asked {
		s.planner.asked(now)
	} else {
		s.views[address] = view{err: err}
		s.planner.ended(address, since, err, now)
	}
	link := event.Link{
		State: event.LinkWaiting, Address: address, Attempt: s.planner.attempt,
		Reason: s.reason(err) + s.planner.remark(address, err), Lost: !since.IsZero(),
	}
	var refused *LoginError
	_, at, again := s.planner.next()
	switch {
	case again:
		link.Retry = later(now, at)
	case errors.As(err, &refused):
		link.State = event.LinkRefused
	}
	if s.ctx.Err() != nil {
		link.State, link.Reason, link.Retry = event.LinkClosed, "the session was closed", time.Time{}
	}
	s.setLink(link, now)
}

// drop settles what waited on a connection that has ended.
func (s *Session) drop(c *connection, err error) {
	c.cancel()
	if s.connection != c {
		return
	}
	s.connection = nil
	c.refuseJobs()
	c.requests.abandon(err)
	s.registrar.reset()
}

// serve runs a connection until it ends, and returns why it ended. Meanwhile it asks for the
// server's role and probes the other server when that is due. When it returns, the
// goroutines of the connection and of a probe have ended, except a successor's.
func (s *Session) serve(ctx context.Context, c *connection) error {
	probing, stop := context.WithCancel(ctx)
	defer stop()
	g := guardian{session: s, connection: c, watch: newWatch(&s.options), other: s.planner.other(c.address), probes: make(chan probed, 1)}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for c.ctx.Err() == nil {
		deadline := g.step(probing, ctx)
		timer.Stop()
		if !deadline.IsZero() {
			timer.Reset(time.Until(deadline))
		}
		select {
		case <-c.ctx.Done():
		case <-c.news:
		case <-timer.C:
		case result := <-g.probes:
			g.judge(result)
		}
	}
	stop()
	err := c.join()
	g.end()
	return err
}
