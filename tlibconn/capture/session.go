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

// The reasons for which a session refuses a request, for errors.Is.
var (
	// ErrReadOnly: the session has no sender for the request.
	ErrReadOnly = errors.New("the session is read-only")
	// ErrJournal: the request was not sent because it could not be journaled.
	ErrJournal = errors.New("the journal could not be written")
)

// Options configures a session.
type Options struct {
	// Session holds the options of the session itself. Allow, CaptureCommands and
	// BeforeWrite must be zero, because this package sets them.
	Session tlibconn.Options
	// ReadOnly creates the session without a sender for start, stop, pause and resume,
	// which [Session.SetWriteLock] cannot undo. Registrations, queries of a capture and
	// other requests that change nothing remain possible.
	ReadOnly bool
}

// Session is a session that sends commands of the screen-capture contract. A request that acts
// is journaled before it leaves, and a read-only session sends no request that acts except
// registrations and the query of a capture. Of a [tlibconn.Session] it has the methods that
// keep these rules.
type Session struct {
	session *tlibconn.Session
	options Options
	query   querySender

	mu      sync.Mutex
	command *commandSender // nil while the session is read-only or locked
}

// Open checks the options and starts a session, as [tlibconn.Open] does. A request that acts on
// a DN or a call is recorded in the journal before it leaves. If the journal cannot be written,
// the request is not sent, with ErrJournal as the reason. [journal.None] records nothing.
func Open(ctx context.Context, options Options, record journal.Journal) (*Session, error) {
	switch {
	case record == nil:
		return nil, errors.New("opening the session: a journal is required; use journal.None to record nothing")
	case options.Session.Allow != nil || options.Session.CaptureCommands || options.Session.BeforeWrite != nil:
		return nil, errors.New("opening the session: Allow, CaptureCommands and BeforeWrite must be zero, because package capture sets them")
	}
	s := &Session{query: newQuerySender()}
	allow := allowReading
	if !options.ReadOnly {
		s.command, allow = newCommandSender(), allowAll
	}
	options.Session.Allow, options.Session.CaptureCommands = allow, true
	options.Session.BeforeWrite = (&intentWriter{journal: record, site: options.Session.Site}).record
	if options.Session.EncodeDN == nil {
		options.Session.EncodeDN = func(dn string) string { return dn }
	}
	s.options = options
	var err error
	s.session, err = tlibconn.Open(ctx, options.Session)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// allowAll is the Options.Allow of a session that may send everything.
func allowAll(*tlibconn.Request) error { return nil }

// allowReading is the Options.Allow of a read-only session.
func allowReading(r *tlibconn.Request) error {
	registers := r.Message.Type == wire.RequestRegisterAddress || r.Message.Type == wire.RequestUnregisterAddress
	if r.Acts() && !registers && !isQuery(&r.Message) {
		return ErrReadOnly
	}
	return nil
}

// SetWriteLock removes the sender for start, stop, pause and resume from the session, or
// restores it. The lock cancels waiting commands, which are reported as event.KindUnsent. A
// session opened with Options.ReadOnly remains read-only.
func (s *Session) SetWriteLock(locked bool) {
	if s.options.ReadOnly {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if locked {
		s.command = nil
		s.session.SetAllow(allowReading)
		return
	}
	s.command = newCommandSender()
	s.session.SetAllow(allowAll)
}

// SendCommands sends commands of the contract, each as a RequestSendEvent (WIRE.md, Session 5).
// It does not wait for any of them. Each command is reported by exactly one of two events:
// event.KindSent when it leaves, or event.KindUnsent with the reason. On an error
// (tlibconn.ErrClosed, tlibconn.ErrBehind, the context's) no command was accepted, and there
// are no events about them. The slice may be reused on return.
func (s *Session) SendCommands(ctx context.Context, commands []event.Command) error {
	s.mu.Lock()
	sender := s.command
	s.mu.Unlock()
	requests := make([]tlibconn.Request, len(commands))
	for i := range commands {
		requests[i] = s.request(&commands[i], sender)
	}
	if err := s.session.Queue(ctx, requests); err != nil {
		return fmt.Errorf("no command was sent: %w", err)
	}
	return nil
}

// request returns the request for a command. Its Refused is set if the command must not
// be sent.
func (s *Session) request(command *event.Command, sender *commandSender) tlibconn.Request {
	r := tlibconn.Request{Kind: event.RequestCapture, Command: *command, Name: "user data for DN " + command.DN}
	if word := command.Verb.String(); word != "" {
		r.Name = word + " for DN " + command.DN
	}
	userData, known := s.query.userData, true
	switch {
	case command.Verb == event.VerbNone:
		r.Refused = errors.New("it is not a verb of the screen-capture contract")
	case command.Site != s.options.Session.Site:
		r.Refused = fmt.Errorf("it is for site %q, but this session's site is %q", command.Site, s.options.Session.Site)
	case command.Verb == event.VerbQuery:
	case sender == nil:
		r.Refused = ErrReadOnly
	default:
		userData, known = sender.verb(command.Verb)
	}
	if !known {
		r.Refused = fmt.Errorf("unknown verb %d", command.Verb)
	}
	r.Message = tlibconn.UserEvent(s.options.Session.EncodeDN(command.DN), command.ConnID, userData)
	return r
}

// SendUserEvent sends any user data for a DN by RequestSendEvent, with connID if it is not 0,
// and returns the request's ReferenceID as soon as the request leaves. Its event.KindSent and
// its answer have the same ReferenceID, the kind event.RequestCapture and no command. The error
// is a *tlibconn.NotSentError: the request was not sent and never will be. A read-only session
// sends only the single pair screen-capture = query. pairs may be reused on return.
func (s *Session) SendUserEvent(ctx context.Context, dn string, connID uint64, pairs []wire.KeyValue) (reference int32, err error) {
	userData, err := wire.ListAttribute(wire.AttributeUserData, pairs)
	if err != nil {
		return 0, &tlibconn.NotSentError{What: "user data for DN " + dn, Err: err}
	}
	return s.session.SendRequest(ctx, tlibconn.Request{
		Message: tlibconn.UserEvent(s.options.Session.EncodeDN(dn), connID, userData), Kind: event.RequestCapture,
		Command: event.Command{Site: s.options.Session.Site, DN: dn, ConnID: connID},
	})
}

// SendAs sends a user event of any form, by RequestSendEvent or RequestDistributeUserEvent, as
// the command with an ID, a DN and a ConnID that the caller chose, and returns as
// SendUserEvent does. Its events and its intent have this command; its verb is what the
// message says, whatever the command says. name says in words what is sent. A read-only
// session refuses as SendUserEvent does. The message is not retained.
func (s *Session) SendAs(ctx context.Context, name string, command event.Command, message wire.Message) (reference int32, err error) {
	list, _ := message.List(wire.AttributeUserData)
	command.Verb, command.Automatic = event.ParseCapture(list).Verb, false
	switch message.Type {
	case wire.RequestSendEvent, wire.RequestDistributeUserEvent:
	default:
		return 0, &tlibconn.NotSentError{What: name, Err: fmt.Errorf("%s is no user event", message.Type)}
	}
	return s.session.SendRequest(ctx, tlibconn.Request{Message: message, Kind: event.RequestCapture, Name: name, Command: command})
}
