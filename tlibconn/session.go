package tlibconn

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"capdeck/tlibconn/event"
)

// Session is one live session with a T-Server. Its methods are safe for concurrent use,
// except Events and NextBatch, which only one consumer may call.
type Session struct {
	options Options
	ctx     context.Context // ends with the session
	cancel  context.CancelFunc
	done    chan struct{} // closed when all goroutines are gone
	planner *planner      // owned by the session's own goroutine
	unread  unread        // owned by the consumer

	mu          sync.Mutex
	exchange    exchange
	registrar   *registrar
	connection  *connection // nil while none is being served
	connections uint32
	round       uint32 // of registrations
	link        event.Link
	err         error
	counters    Counters
	withoutADDP map[string]bool // addresses that close on an ADDPStart
	views       map[string]view // what was last seen of the servers, by address
	asked       bool            // Reconnect asked for a new connection
	linkChanged chan struct{}   // closed at the next change of link
	interrupt   context.CancelFunc
}

// Counters holds the counts of a session over all its connections.
type Counters struct {
	// Connections counts established connections, Messages received messages, and Bytes
	// the bytes read.
	Connections, Messages, Bytes uint64
	// Undecodable counts message errors (WIRE.md, Malformed input).
	Undecodable uint64
	// UnknownReference counts answers whose ReferenceID matches no open request. They are
	// delivered as events.
	UnknownReference uint64
	// Polls counts the ADDP polls received.
	Polls uint64
}

// Open checks the options and starts a session. It does not wait for the connection,
// whose progress is reported as events (event.KindLink). The session ends when ctx ends,
// as if by Close. After a connection ends, the session reconnects according to
// Options.ReconnectMin and the options after it; it never resends a request.
//
// One consumer must read the events with [Session.Events] or [Session.NextBatch], and may
// call the other methods meanwhile: a session whose events are not read stops reading its
// socket once both of its batches are full. After Close, the consumer receives the
// remaining events.
func Open(ctx context.Context, options Options) (*Session, error) {
	completed, err := options.complete()
	if err != nil {
		return nil, fmt.Errorf("opening the session: %w", err)
	}
	s := &Session{
		options: completed, done: make(chan struct{}), withoutADDP: map[string]bool{},
		views: map[string]view{}, interrupt: func() {}, linkChanged: make(chan struct{}),
		registrar: newRegistrar(completed.RegisterWindow, completed.RegisterTimeout, completed.EncodeDN),
	}
	s.planner = newPlanner(&s.options, rand.Float64)
	s.ctx, s.cancel = context.WithCancel(ctx)
	s.exchange.init(completed.BatchInterval)
	completed.Go(func() {
		defer close(s.done)
		defer s.finish()
		s.run()
	})
	return s, nil
}

// Close ends the session: it closes the connection, settles every waiting request and
// waits for all goroutines. Requests that have not left are reported as
// event.KindUnsent. Close may be called several times; every call waits.
func (s *Session) Close() {
	s.cancel()
	<-s.done
}

// Register adds DNs to the list that the session keeps over all connections, and
// registers them whenever the link is up: in share mode, with at most
// Options.RegisterWindow unanswered at once (SEMANTICS.md, Sessions and registration).
// Each DN that is new to the list is reported at once as event.RegistrationPending; an
// empty DN is ignored. Register does not wait: answers arrive as messages whose
// Request.Kind is event.RequestRegister.
//
// A DN whose answer does not arrive in time is registered again after 30 s. A DN refused
// with error 40, 42 or 58, or unregistered by T-Server unasked, is registered again after
// 60 s. Any other refusal holds until the next round.
func (s *Session) Register(dns ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	for _, dn := range dns {
		if s.registrar.add(dn) {
			s.registrationChanged(dn, event.RegistrationPending)
		}
	}
	s.wakeConnection()
}

// Unregister removes DNs from the list and unregisters them: at once if the link is up,
// otherwise when it comes back on this connection. Each DN that was on the list is
// reported at once as event.RegistrationRemoved.
func (s *Session) Unregister(dns ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	for _, dn := range dns {
		if s.registrar.remove(dn) {
			s.registrationChanged(dn, event.RegistrationRemoved)
		}
	}
	s.wakeConnection()
}

// Link returns the state in the last event.KindLink, which the consumer may not have read
// yet.
func (s *Session) Link() event.Link {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.link
}

// Ready waits until the session is usable: logged in at the primary, with the link to the
// switch up. It returns the session's error if no further attempt to connect is planned,
// ErrClosed after Close, and the context's error if ctx ends first, joined with the
// session's if there is one. It does not consume events.
func (s *Session) Ready(ctx context.Context) error {
	for {
		link, changed, failure := s.state()
		switch {
		case link.State == event.LinkUp:
			return nil
		case link.State == event.LinkClosed:
			return ErrClosed
		case failure != nil && (link.State == event.LinkRefused || link.State == event.LinkWaiting && link.Retry.IsZero()):
			return failure
		}
		select {
		case <-changed:
		case <-ctx.Done():
			if failure != nil {
				return fmt.Errorf("%w: %w", ctx.Err(), failure)
			}
			return ctx.Err()
		}
	}
}

// state returns the link's state, a channel that is closed at its next change, and the
// session's error.
func (s *Session) state() (link event.Link, changed <-chan struct{}, failure error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.link, s.linkChanged, s.err
}

// Err returns why the last connection failed or ended: *ConnectError, *LoginError or
// *LostError. It returns nil before the first attempt has ended, and while connected.
func (s *Session) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Counters returns the current counts.
func (s *Session) Counters() Counters {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counters
}

// finish reports to the consumer that the session has ended.
func (s *Session) finish() {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	s.cancel()
	if s.link.State != event.LinkClosed {
		s.setLink(event.Link{State: event.LinkClosed, Address: s.link.Address, Reason: "the session was closed"}, time.Now())
	}
	s.exchange.closed = true
}

func (s *Session) wakeConnection() {
	if s.connection != nil {
		s.connection.wakeSender()
	}
}

// addEvent appends an event without a message. The pointer is valid until the next event
// is added.
func (s *Session) addEvent(kind event.Kind, at time.Time) *event.Event {
	e := s.exchange.filling.Add(kind)
	e.Time = at
	e.Site = s.options.Site
	e.Connection = s.connections
	return e
}

func (s *Session) setLink(link event.Link, at time.Time) {
	if s.connection != nil {
		s.connection.describe(&link, at)
	}
	link.Other = s.otherText(&link)
	s.link = link
	close(s.linkChanged)
	s.linkChanged = make(chan struct{})
	s.addEvent(event.KindLink, at).Link = &link
}

func (s *Session) registrationChanged(dn string, state event.RegistrationState) {
	e := s.addEvent(event.KindRegistration, time.Now())
	e.DN = dn
	e.Registration = state
	e.Request = event.Request{Kind: event.RequestRegister, Round: s.round}
}

// reason returns an error's text for the consumer, followed by the advice that may help.
func (s *Session) reason(err error) string {
	advice := s.options.Advice(remedyOf(err))
	if advice == "" {
		return err.Error()
	}
	return err.Error() + "; " + advice
}
