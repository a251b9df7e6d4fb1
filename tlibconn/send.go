package tlibconn

import (
	"context"
	"errors"
	"fmt"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

const (
	maxQueued    = 1 << 16 // requests that wait for a slow server
	commandBytes = 1 << 10 // what a command may take in a batch, at most
	maxVerbBytes = 64      // of a foreign word in the journal
)

// job is one request on its way to the sender.
type job struct {
	kind    event.RequestKind
	command event.Command // Site, DN, ConnID, and the rest if the board asked
	// userData is set where the caller composed it; needsCapture says that
	// only the capture sender may let it out.
	userData     *wire.Attribute
	needsCapture bool
	word         string       // what the journal says under the verb
	message      wire.Message // of event.RequestOther
	asks         bool         // only asks, so that it may leave while the link is down
	asksRole     bool         // by the session itself

	reference int32
	cancelled bool
	taken     bool            // by the sender: it can no longer be cancelled
	left      chan leaving    // of a caller who waits for it to leave, else nil
	answer    chan wireAnswer // of a caller who waits for the answer, else nil
}

// leaving tells a caller that its request is leaving, or why it is not.
type leaving struct {
	reference int32
	err       error
}

// wireAnswer is what a waiting caller gets.
type wireAnswer struct {
	message wire.Message
	err     error
}

// what names the request for error texts.
func (j *job) what() string {
	switch {
	case j.kind == event.RequestOther:
		return j.message.Type.String()
	case j.word == "":
		return "user data for DN " + j.command.DN
	}
	return j.word + " for DN " + j.command.DN
}

// SendCommands sends commands of the screen-capture contract, each as a
// RequestSendEvent (WIRE.md, Session 5). It does not wait for any of them. A
// command that leaves is reported by event.KindSent, one that does not by
// event.KindUnsent with the reason, so that each command has exactly one of the
// two events. On an error (ErrClosed, ErrBehind, the context's) no command was
// accepted, and there is no event about any of them. The slice may be reused on
// return.
func (s *Session) SendCommands(ctx context.Context, commands []event.Command) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("no command was sent: %w", err)
	}
	s.mu.Lock()
	defer s.unlock()
	bytes := 0
	for i := range commands {
		bytes += commandBytes + len(commands[i].DN)
	}
	if err := s.takes(bytes); err != nil {
		return fmt.Errorf("no command was sent: %w", err)
	}
	for i := range commands {
		j := &job{kind: event.RequestCapture, command: commands[i], word: commands[i].Verb.String()}
		j.needsCapture = commands[i].Verb != event.VerbQuery
		s.queue(j)
	}
	return nil
}

// QueryAddresses asks T-Server what it knows of DNs: RequestQueryAddress with the
// AddressType of a DN and AddressInfoDNStatus (SEMANTICS.md, Sessions and
// registration). It waits for no answer: each comes as an event whose Request has the
// kind event.RequestAddress. A request that is not sent comes back as
// event.KindUnsent; on an error none was taken, and no event tells of them.
func (s *Session) QueryAddresses(ctx context.Context, dns []string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("no DN was asked about: %w", err)
	}
	s.mu.Lock()
	defer s.unlock()
	bytes := 0
	for _, dn := range dns {
		bytes += commandBytes + len(dn)
	}
	if err := s.takes(bytes); err != nil {
		return fmt.Errorf("no DN was asked about: %w", err)
	}
	for _, dn := range dns {
		s.queue(&job{kind: event.RequestAddress, command: event.Command{Site: s.options.Site, DN: dn}, word: wire.RequestQueryAddress.String()})
	}
	return nil
}

// takes says why no jobs are taken whose events may need so many bytes, nil if they
// are. The session's lock is held.
func (s *Session) takes(bytes int) error {
	if s.connection != nil {
		bytes += s.connection.jobBytes
	}
	switch {
	case s.exchange.closed:
		return ErrClosed
	case !s.exchange.takes(bytes):
		return ErrBehind
	}
	return nil
}

// queue puts a job behind those that wait, or tells that it is not sent.
func (s *Session) queue(j *job) {
	if err := s.admit(j); err != nil {
		s.unsent(j, err)
		return
	}
	s.connection.queueJob(j)
}

// SendUserEvent sends user data of any kind for a DN by RequestSendEvent, with
// connID if it is not 0, and returns the request's ReferenceID when the
// request is leaving: its event.KindSent and its answer carry the same one,
// with the kind event.RequestCapture and the command 0. On a *NotSentError it
// did not leave and never will. In a read-only session it takes nothing but
// the one pair screen-capture = query. It keeps no reference to pairs.
func (s *Session) SendUserEvent(ctx context.Context, dn string, connID uint64, pairs []wire.KeyValue) (reference int32, err error) {
	j := &job{kind: event.RequestCapture, command: event.Command{Site: s.options.Site, DN: dn, ConnID: connID, Verb: event.VerbQuery}, left: make(chan leaving, 1)}
	j.word = event.VerbQuery.String()
	if !isQuery(pairs) {
		j.command.Verb, j.needsCapture = event.VerbNone, true
		if err := s.compose(j, pairs); err != nil {
			return 0, &NotSentError{What: j.what(), Err: err}
		}
	}
	return s.leave(ctx, j)
}

// compose makes a job's user data, if the session has a sender for it, and
// checks that it can be encoded and read back.
func (s *Session) compose(j *job, pairs []wire.KeyValue) error {
	s.mu.Lock()
	capture := s.capture
	s.mu.Unlock()
	j.word = ""
	if capture == nil {
		return ErrReadOnly
	}
	userData, err := capture.compose(pairs)
	if err != nil {
		return err
	}
	message := wire.Message{Type: wire.RequestSendEvent, Attributes: appendSendEvent(nil, s.options.EncodeDN(j.command.DN), j.command.ConnID, userData, 0)}
	if err := s.check(&message); err != nil {
		return err
	}
	j.userData = &userData
	if list, ok := message.List(wire.AttributeUserData); ok {
		j.word = captureWord(list)
	}
	return nil
}

// check says whether a message can be encoded and is within our own limits.
func (s *Session) check(message *wire.Message) error {
	body, err := message.AppendBody(nil)
	if err != nil {
		return err
	}
	var again wire.Message
	return again.Decode(body, s.options.Limits)
}

func captureWord(list wire.List) string {
	capture := event.ParseCapture(list)
	switch {
	case !capture.Present:
		return ""
	case capture.Verb != event.VerbNone:
		return capture.Verb.String()
	case capture.Indication != event.IndicationNone:
		return capture.Indication.String()
	}
	return event.PairValue(&capture.Pair, nil, maxVerbBytes)
}

// leave queues a job and waits until it is leaving.
func (s *Session) leave(ctx context.Context, j *job) (int32, error) {
	if err := s.enqueue(ctx, j); err != nil {
		return 0, &NotSentError{What: j.what(), Err: err}
	}
	select {
	case result := <-j.left:
		return result.reference, result.err
	case <-ctx.Done():
	}
	s.mu.Lock()
	if !j.taken {
		j.cancelled = true
		s.mu.Unlock()
		return 0, &NotSentError{What: j.what(), Err: ctx.Err()}
	}
	s.mu.Unlock()
	// The sender has it: only it knows whether the request leaves.
	result := <-j.left
	return result.reference, result.err
}

func (s *Session) enqueue(ctx context.Context, j *job) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.exchange.closed {
		return ErrClosed
	}
	if err := s.admit(j); err != nil {
		return err
	}
	if !s.exchange.takes(s.connection.jobBytes + j.bytes()) {
		return ErrBehind
	}
	s.connection.queueJob(j)
	return nil
}

// bytes is what the job's own event may take in a batch.
func (j *job) bytes() int {
	n := commandBytes + len(j.command.DN)
	if j.userData != nil {
		n += len(j.userData.Bytes)
	}
	for i := range j.message.Attributes {
		n += len(j.message.Attributes[i].Bytes)
	}
	return n
}

// refusal says why a job cannot be sent now, nil if it can. It is asked when
// the job comes and once more when it is about to leave.
func (s *Session) refusal(j *job) error {
	switch {
	case s.ctx.Err() != nil:
		return ErrClosed
	case j.kind == event.RequestCapture && j.command.Verb == event.VerbNone && j.userData == nil:
		return errors.New("it is no verb of the capture contract")
	case j.command.Site != s.options.Site && j.kind == event.RequestCapture:
		return fmt.Errorf("it is for site %q, this session's is %q", j.command.Site, s.options.Site)
	case j.needsCapture && s.capture == nil:
		return ErrReadOnly
	case s.connection == nil || !s.connection.usable():
		return ErrNotConnected
	case !s.connection.linkUp && !j.asks:
		return ErrLinkDown
	case s.connection.role != event.RolePrimary && !j.asks:
		return ErrStandby
	}
	return nil
}

// admit is refusal for a job that comes: the queue must have room too.
func (s *Session) admit(j *job) error {
	if err := s.refusal(j); err != nil {
		return err
	}
	if s.connection.jobs.len() >= maxQueued {
		return ErrQueueFull
	}
	return nil
}

// unsent settles a job that does not leave.
func (s *Session) unsent(j *job, reason error) {
	failure := &NotSentError{What: j.what(), Err: reason}
	if j.left != nil {
		j.left <- leaving{err: failure}
		return
	}
	e := s.addEvent(event.KindUnsent, time.Now())
	e.DN = j.command.DN
	e.Request = event.Request{Kind: j.kind, Command: j.command.ID, Automatic: j.command.Automatic}
	e.Problem, e.Obstacle, e.Automatic = failure.Error(), ObstacleOf(reason), j.command.Automatic
	if e.Automatic || j.kind == event.RequestAddress {
		// Nobody knows it as a request: it is told of the DN, and with the reason first.
		e.Problem = reason.Error()
	}
}

// ObstacleOf says whether what kept a request from leaving passes by itself. err is
// the error of a [Session]'s method, or any other.
func ObstacleOf(err error) event.Obstacle {
	switch {
	case errors.Is(err, ErrJournal):
		return event.ObstacleJournal
	case errors.Is(err, ErrQueueFull), errors.Is(err, ErrBehind):
		return event.ObstacleRoom
	}
	return event.ObstacleNone
}

// SetWriteLock takes the sender of start, stop, pause and resume out of the
// session, or puts it back. Commands that wait are cancelled by the lock:
// they come back as event.KindUnsent. A session opened with Options.ReadOnly
// has no such sender to put back; it stays read-only.
func (s *Session) SetWriteLock(locked bool) {
	s.mu.Lock()
	defer s.unlock()
	switch {
	case locked:
		s.capture = nil
		if s.connection != nil {
			s.connection.refuseJobs()
		}
	case !s.options.ReadOnly && s.capture == nil:
		s.capture = newCaptureSender()
	}
}
