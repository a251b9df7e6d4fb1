package tlibconn

import (
	"context"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// Session is one live session with a T-Server. Its methods are safe for
// concurrent use, but for NextBatch.
type Session struct{ options Options }

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
	// Polls counts the ADDP polls that came, each of which is answered.
	Polls uint64
}

// Open checks the options and starts a session. It does not wait for the
// connection: what becomes of it comes as events (event.KindLink). ctx ends
// the session as Close does.
//
// One consumer calls NextBatch again and again; it may call the other methods
// between two calls. Close ends the session, and NextBatch then returns what
// is left, then ErrClosed.
func Open(ctx context.Context, options Options) (*Session, error) {
	completed, err := options.complete()
	if err != nil {
		return nil, err
	}
	_ = ctx
	return &Session{options: completed}, nil
}

// NextBatch gives the previous batch back, waits until there are events and
// until Options.BatchInterval has passed since the last batch, and returns
// them. The batch and all slices of its events are valid until the next call.
// It returns ErrClosed after Close when nothing is left, and the context's
// error if ctx ends first; the previous batch is given back all the same. At
// most one call at a time.
func (s *Session) NextBatch(ctx context.Context) (*event.Batch, error) { return nil, ErrClosed }

// Register adds DNs to the list that the session keeps over all connections,
// and registers them whenever the link is up: in share mode, at most
// Options.RegisterWindow unanswered at once (SEMANTICS.md, Sessions and
// registration). A DN that is on the list, and an empty one, are left alone.
// It does not wait; answers come as messages whose Request.Kind is
// event.RequestRegister.
func (s *Session) Register(dns ...string) {}

// Unregister takes DNs off the list, and unregisters them if the link is up.
// For each that was on it comes an event.RegistrationRemoved at once.
func (s *Session) Unregister(dns ...string) {}

// Send takes commands of the board on their way: journal, event.KindSent,
// RequestSendEvent (WIRE.md, Session 5). It does not wait for any of them. A
// command that is not sent comes back as event.KindUnsent with the reason; so
// each command that Send took has exactly one of the two events. On an error
// (ErrClosed, ErrBehind) none was taken and no event tells of them. The slice
// is the caller's again on return.
func (s *Session) Send(ctx context.Context, commands []event.Command) error { return ErrClosed }

// SendUserEvent sends user data of any kind for a DN by RequestSendEvent, with
// connID if it is not 0, and returns the request's ReferenceID when the
// request is leaving: its event.KindSent and its answer carry the same one,
// with the kind event.RequestCapture and the command 0. On a *NotSentError it
// did not leave and never will. In a read-only session it takes nothing but
// the one pair screen-capture = query. It keeps no reference to pairs.
func (s *Session) SendUserEvent(ctx context.Context, dn string, connID uint64, pairs []wire.KeyValue) (reference int32, err error) {
	return 0, ErrClosed
}

// Request sends a request that only asks (RequestQueryServer and the other
// RequestQuery messages, no others) and waits for its answer, which also comes
// as an event. A ReferenceID is added to the message. The reply is a copy and
// may be kept. Errors: *NotSentError, *AnswerError for an EventError,
// *LostError if the connection ended first, *wire.MessageError for an answer
// that cannot be decoded, the context's.
func (s *Session) Request(ctx context.Context, request wire.Message) (wire.Message, error) {
	return wire.Message{}, ErrClosed
}

// SetWriteLock takes the sender of start, stop, pause and resume out of the
// session, or puts it back. Commands that wait are cancelled by the lock:
// they come back as event.KindUnsent. A session opened with Options.ReadOnly
// has no such sender to put back; it stays read-only.
func (s *Session) SetWriteLock(locked bool) {}

// Link returns the last state that an event.KindLink told or is about to tell.
func (s *Session) Link() event.Link { return event.Link{} }

// Err returns why the last connection ended or did not come about:
// *ConnectError, *LoginError or *LostError; nil if there was none yet or one
// stands.
func (s *Session) Err() error { return nil }

// Counters returns what was counted so far.
func (s *Session) Counters() Counters { return Counters{} }

// Close ends the session: it cuts the connection, settles every waiting
// request and waits for all goroutines. Commands that wait come back as
// event.KindUnsent. It is idempotent, and every call waits.
func (s *Session) Close() {}
