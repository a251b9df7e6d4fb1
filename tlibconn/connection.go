package tlibconn

import (
	"context"
	"errors"
	"net"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/internal/neterror"
	"capdeck/tlibconn/tlsconn"
	"capdeck/tlibconn/wire"
)

const (
	drainTime = time.Second // for reading what has arrived, after a write failed
	maxPolls  = 256         // unanswered polls
)

// connection is one connection of a session, from the login to its end. Session.mu guards
// the fields that change.
type connection struct {
	session  *Session
	number   uint32
	address  string
	password string
	socket   net.Conn
	ctx      context.Context
	cancel   context.CancelFunc
	wake     chan struct{} // wakes the sender
	news     chan struct{} // wakes the session's own goroutine
	reading  chan struct{} // closed when the reader has ended
	writing  chan struct{} // closed when the sender has ended

	readAt      time.Time // when the last read of the socket returned
	resumedAt   time.Time // when the reader last continued after a halt
	loginSentAt time.Time // zero before the login
	loggedIn    bool
	loggedInAt  time.Time
	linkUp      bool
	role        event.ServerRole
	roleChanged bool        // announced; the role was not yet queried
	probe       *probe      // nil once the connection is the session's
	successor   *connection // replaces this connection
	cause       error       // why reading ended
	writeCause  error       // why writing ended

	requests requests
	jobs     queue[*job]
	jobBytes int
	polls    queue[uint32]
	alive    keepAlive
	stopped  bool // the reader waits for room in the batch
	held     bool // the sender waits for room in the batch
}

// newConnection returns a connection without a number. The caller holds the session's lock.
func newConnection(ctx context.Context, s *Session, address, password string, socket net.Conn) *connection {
	c := &connection{
		session: s, address: address, password: password, socket: socket,
		wake: make(chan struct{}, 1), news: make(chan struct{}, 1),
		reading: make(chan struct{}), writing: make(chan struct{}),
		requests: requests{open: map[int32]openRequest{}},
		alive:    s.newKeepAlive(address),
	}
	c.ctx, c.cancel = context.WithCancel(ctx)
	return c
}

// start starts the connection's goroutines; join must follow.
func (c *connection) start() {
	c.session.options.Go(func() {
		defer close(c.reading)
		defer c.cancel()
		newReader(c).read()
	})
	c.session.options.Go(func() {
		defer close(c.writing)
		defer c.drain()
		c.write()
	})
}

// join ends the connection, waits for both goroutines, and returns why it ended.
func (c *connection) join() error {
	c.cancel()
	c.socket.Close()
	<-c.reading
	<-c.writing
	return c.why()
}

// why returns the error that ended the connection.
func (c *connection) why() error {
	s := c.session
	s.mu.Lock()
	defer s.mu.Unlock()
	var refused *LoginError
	switch {
	case errors.As(c.cause, &refused):
		return c.cause
	case s.ctx.Err() != nil:
		return &LostError{Address: c.address, Err: ErrClosed}
	case s.asked:
		return &LostError{Address: c.address, Err: errAsked}
	case c.writeCause != nil && c.cause == nil:
		return &LostError{Address: c.address, Err: c.writeCause}
	case c.cause == nil:
		return &LostError{Address: c.address, Err: errStopped}
	case !c.loggedIn && neterror.IsClosing(c.cause):
		_, secured := c.socket.(*tlsconn.Conn)
		return &LoginError{Address: c.address, Closed: true, Err: c.cause, TLS: secured}
	}
	return &LostError{Address: c.address, Err: c.cause}
}

// usable reports whether requests can be sent: the connection is logged in, and neither
// reading nor writing has ended.
func (c *connection) usable() bool {
	return c.loggedIn && c.cause == nil && c.writeCause == nil
}

// queueJob puts a job behind the others that wait for the sender.
func (c *connection) queueJob(j *job) {
	c.jobs.push(j)
	c.jobBytes += j.bytes()
	c.wakeSender()
}

// refuseJobs settles the waiting jobs that can no longer be sent.
func (c *connection) refuseJobs() {
	for range c.jobs.len() {
		j := c.jobs.pop()
		c.jobBytes -= j.bytes()
		if j.cancelled {
			continue
		}
		if err := c.session.refusal(j); err != nil {
			j.taken = true
			c.session.unsent(j, err)
			continue
		}
		c.jobs.push(j)
		c.jobBytes += j.bytes()
	}
}

// wakeSender makes the sender check for work. It never blocks.
func (c *connection) wakeSender() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// drain ends the connection after the sender has ended. For drainTime the reader still reads
// what has arrived, because it may answer open requests. Then drain wakes everything that
// waits on the connection, including a reader that waits for room in the batch.
func (c *connection) drain() {
	defer c.cancel()
	timer := time.NewTimer(drainTime)
	defer timer.Stop()
	select {
	case <-c.reading:
	case <-c.ctx.Done():
	case <-timer.C:
		c.session.mu.Lock()
		defer c.session.mu.Unlock()
		if c.cause == nil {
			c.cause = c.writeCause
		}
	}
}

// handleAnswer settles the request that a message answers, if there is one.
func (c *connection) handleAnswer(e *event.Event) {
	s := c.session
	m := &e.Message
	open, ok := c.requests.settle(m)
	if !ok {
		if reference, has := m.Int(wire.AttributeReferenceID); has && reference != 0 {
			s.counters.UnknownReference++
		}
		switch m.Type {
		case wire.EventUnregistered:
			s.registrar.unregistered(e.ThisDN(), e.Time)
			c.wakeSender()
		case wire.EventPrimaryChanged, wire.EventRestoreConnection:
			c.roleChanged = true
			c.wakeGuardian()
		}
		return
	}
	e.Request, e.DN, e.Automatic = open.request, open.dn, open.request.Automatic
	switch open.request.Kind {
	case event.RequestRegister, event.RequestUnregister:
		code := int32(0)
		if m.Type == wire.EventError {
			if code, _ = m.Int(wire.AttributeErrorCode); code == 0 {
				code = codeUnknown
			}
		}
		s.registrar.answered(open.registration, open.request.Reference, open.request.Round, code, e.Time)
		c.wakeSender()
	default:
		if open.asksRole {
			c.handleRole(e)
			return
		}
		open.reply(e.Message.Body, s.options.Limits)
	}
}
