package capture

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/wire"
)

// What a session refuses, for errors.Is.
var (
	// ErrReadOnly: the session has no sender for the request.
	ErrReadOnly = errors.New("the session is read-only")
	// ErrJournal: the journal did not take the request, so it did not leave.
	ErrJournal = errors.New("the journal could not be written")
)

// Options says how a session is opened.
type Options struct {
	// Session holds the options of the session itself. Allow and BeforeWrite must
	// be nil, because they are this package's own.
	Session tlibconn.Options
	// ReadOnly builds the session without a sender of start, stop, pause and
	// resume, which [Session.SetWriteLock] cannot undo. Registrations, queries of
	// a capture and requests that only ask remain.
	ReadOnly bool
}

// Session is a session that sends commands of the screen-capture contract. Its
// own methods and those of the [tlibconn.Session] follow the same rules: a request
// that acts is in the journal before it leaves, and a read-only session sends no
// request that acts except the query of a capture.
type Session struct {
	*tlibconn.Session
	options Options
	query   querySender

	mu      sync.Mutex
	command *commandSender // nil while the session is read-only or locked
}

// Open checks the options and starts a session, as [tlibconn.Open] does. What acts
// on a DN or a call is recorded in the journal before it leaves; if the journal
// cannot be written, it does not leave, with ErrJournal as the reason.
// [journal.None] records nothing.
func Open(ctx context.Context, options Options, record journal.Journal) (*Session, error) {
	switch {
	case record == nil:
		return nil, errors.New("the session cannot be opened: a session needs a journal: journal.None is the one that records nothing")
	case options.Session.Allow != nil || options.Session.BeforeWrite != nil:
		return nil, errors.New("the session cannot be opened: Allow and BeforeWrite are set by package capture")
	}
	s := &Session{query: newQuerySender()}
	allow := allowReading
	if !options.ReadOnly {
		s.command, allow = newCommandSender(), allowAll
	}
	options.Session.Allow = allow
	options.Session.BeforeWrite = (&intentWriter{journal: record, site: options.Session.Site}).record
	if options.Session.EncodeDN == nil {
		options.Session.EncodeDN = func(dn string) string { return dn }
	}
	s.options = options
	var err error
	s.Session, err = tlibconn.Open(ctx, options.Session)
	return s, err
}

// allowAll is the rule of a session that may send everything.
func allowAll(*tlibconn.Request) error { return nil }

// allowReading is the rule of a read-only session.
func allowReading(r *tlibconn.Request) error {
	registers := r.Message.Type == wire.RequestRegisterAddress || r.Message.Type == wire.RequestUnregisterAddress
	if r.Acts() && !registers && !isQuery(&r.Message) {
		return ErrReadOnly
	}
	return nil
}

// SetWriteLock takes the sender of start, stop, pause and resume out of the
// session, or puts it back. Commands that wait are cancelled by the lock: they
// come back as event.KindUnsent. A session opened with Options.ReadOnly has no
// such sender to put back; it stays read-only.
func (s *Session) SetWriteLock(locked bool) {
	if s.options.ReadOnly {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if locked {
		s.command = nil
		s.SetAllow(allowReading)
		return
	}
	s.command = newCommandSender()
	s.SetAllow(allowAll)
}

// SendCommands sends commands of the contract, each as a RequestSendEvent
// (WIRE.md, Session 5). It does not wait for any of them. A command that leaves is
// reported by event.KindSent, one that does not by event.KindUnsent with the
// reason, so that each command has exactly one of the two events. On an error
// (tlibconn.ErrClosed, tlibconn.ErrBehind, the context's) no command was accepted,
// and there is no event about any of them. The slice may be reused on return.
func (s *Session) SendCommands(ctx context.Context, commands []event.Command) error {
	s.mu.Lock()
	sender := s.command
	s.mu.Unlock()
	requests := make([]tlibconn.Request, len(commands))
	for i := range commands {
		requests[i] = s.request(&commands[i], sender)
	}
	if err := s.Queue(ctx, requests); err != nil {
		return fmt.Errorf("no command was sent: %w", err)
	}
	return nil
}

// request is a command on its way to the session.
func (s *Session) request(command *event.Command, sender *commandSender) tlibconn.Request {
	r := tlibconn.Request{Kind: event.RequestCapture, Command: *command, Name: "user data for DN " + command.DN}
	if word := command.Verb.String(); word != "" {
		r.Name = word + " for DN " + command.DN
	}
	userData, known := s.query.userData, true
	switch {
	case command.Verb == event.VerbNone:
		r.Refused = errors.New("it is no verb of the capture contract")
	case command.Site != s.options.Session.Site:
		r.Refused = fmt.Errorf("it is for site %q, this session's is %q", command.Site, s.options.Session.Site)
	case command.Verb == event.VerbQuery:
	case sender == nil:
		r.Refused = ErrReadOnly
	default:
		userData, known = sender.verb(command.Verb)
	}
	if !known {
		r.Refused = fmt.Errorf("verb %d is unknown", command.Verb)
	}
	r.Message = tlibconn.UserEvent(s.options.Session.EncodeDN(command.DN), command.ConnID, userData)
	return r
}

// SendUserEvent sends user data of any kind for a DN by RequestSendEvent, with
// connID if it is not 0, and returns the request's ReferenceID as soon as the
// request leaves: its event.KindSent and its answer have the same one, the kind
// event.RequestCapture and no command. A *tlibconn.NotSentError means that it did
// not leave and never will. A read-only session sends nothing but the one pair
// screen-capture = query. pairs may be reused on return.
func (s *Session) SendUserEvent(ctx context.Context, dn string, connID uint64, pairs []wire.KeyValue) (reference int32, err error) {
	userData, err := wire.ListAttribute(wire.AttributeUserData, pairs)
	if err != nil {
		return 0, &tlibconn.NotSentError{What: "user data for DN " + dn, Err: err}
	}
	return s.SendRequest(ctx, tlibconn.Request{
		Message: tlibconn.UserEvent(s.options.Session.EncodeDN(dn), connID, userData), Kind: event.RequestCapture,
		Command: event.Command{Site: s.options.Session.Site, DN: dn, ConnID: connID},
	})
}
