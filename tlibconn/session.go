package tlibconn

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"capdeck/tlibconn/event"
)

// Session is one live session with a T-Server. Its methods are safe for
// concurrent use, except Events and NextBatch, which one consumer calls.
type Session struct {
	options Options
	ctx     context.Context // ends with the session
	cancel  context.CancelFunc
	done    chan struct{} // closed when all goroutines are gone
	planner *planner      // of the session's own goroutine
	unread  unread        // of the consumer

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
	views       map[string]view // of the servers, by address
	asked       bool            // for a new connection, by Reconnect
	linkChanged chan struct{}   // closed at the next change of link
	interrupt   context.CancelFunc
}

// Counters counts what a session has seen over all its connections.
type Counters struct {
	// Connections counts the connections that came about, Messages the
	// messages that came, Bytes the bytes that were read.
	Connections, Messages, Bytes uint64
	// Undecodable counts message errors (WIRE.md, Malformed input).
	Undecodable uint64
	// UnknownReference counts answers with a ReferenceID that no request waits
	// for: they are logged, never matched.
	UnknownReference uint64
	// Polls counts the ADDP polls that came.
	Polls uint64
}

// Open checks the options and starts a session. It does not wait for the
// connection: what becomes of it comes as events (event.KindLink). The end of
// ctx ends the session as Close does. A connection that ends is followed by
// others, as Options.ReconnectMin and its neighbours say; nothing that was on
// the way is sent again.
//
// One consumer must read the events, by [Session.Events] or by
// [Session.NextBatch], and may call the other methods meanwhile: a session whose
// events are not read stops reading its socket once both of its batches are full.
// Close ends the session; the consumer then gets the events that are left.
func Open(ctx context.Context, options Options) (*Session, error) {
	completed, err := options.complete()
	if err != nil {
		return nil, fmt.Errorf("the session cannot be opened: %w", err)
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

// Close ends the session: it cuts the connection, settles every waiting
// request and waits for all goroutines. Commands that wait come back as
// event.KindUnsent. It is idempotent, and every call waits.
func (s *Session) Close() {
	s.cancel()
	<-s.done
}

// Register adds DNs to the list that the session keeps over all connections,
// and registers them whenever the link is up: in share mode, at most
// Options.RegisterWindow unanswered at once (SEMANTICS.md, Sessions and
// registration). For each DN that was not on the list comes an
// event.RegistrationPending at once; an empty DN is left alone. It does not
// wait: answers come as messages whose Request.Kind is event.RequestRegister.
//
// A DN without an answer in time is tried again after 30 s, one refused by 40,
// 42 or 58 after 60 s, and so is one that T-Server unregistered unasked. Any
// other refusal stands until the next round.
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

// Unregister takes DNs off the list, and unregisters them if the link is up,
// else when it comes back on this connection. For each that was on the list
// comes an event.RegistrationRemoved at once.
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

// Link returns the last state that an event.KindLink told or is about to tell.
func (s *Session) Link() event.Link {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.link
}

// Ready waits until the session is usable: logged in at the primary, with its
// link to the switch up. It returns the session's error if no further attempt to
// connect is planned, ErrClosed after Close, and the context's error, with the
// session's if there is one, if ctx ends first. The events that it waits for are
// left to the consumer.
func (s *Session) Ready(ctx context.Context) error {
	for {
		link, failure, changed := s.state()
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

// state returns the link's state, the session's error, and a channel that is closed
// at the next change.
func (s *Session) state() (link event.Link, failure error, changed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.link, s.err, s.linkChanged
}

// Err returns why the last connection ended or did not come about:
// *ConnectError, *LoginError or *LostError; nil if there was none yet or one
// stands.
func (s *Session) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Counters returns what was counted so far.
func (s *Session) Counters() Counters {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counters
}

// finish tells the consumer that nothing more will come.
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

// addEvent appends an event without a message; the pointer is valid until the
// next one.
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

// reason is an error as the consumer is told of it: with what may help.
func (s *Session) reason(err error) string {
	advice := s.options.Advice(remedyOf(err))
	if advice == "" {
		return err.Error()
	}
	return err.Error() + "; " + advice
}
