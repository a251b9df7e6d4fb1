package tlibconn

import (
	"context"
	"fmt"
	"slices"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// maxQueued is the number of requests that may wait for a slow server.
const maxQueued = 1 << 16

// Queue queues requests without waiting for any of them, for programs that follow their
// requests by events. Each request is reported by exactly one of two events: event.KindSent
// when it leaves, or event.KindUnsent with the reason. On an error (ErrClosed, ErrBehind, the
// context's) no request was accepted, and there are no events about them. The slice may be
// reused on return.
func (s *Session) Queue(ctx context.Context, requests []Request) error {
	checked := slices.Clone(requests)
	for i := range checked {
		if err := checkRequest(&checked[i].Message); err != nil && checked[i].Refused == nil {
			checked[i].Refused = err
		}
	}
	return s.queueAll(ctx, checked)
}

func (s *Session) queueAll(ctx context.Context, requests []Request) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	bytes := 0
	for i := range requests {
		bytes += requests[i].bytes()
	}
	if err := s.accepts(bytes); err != nil {
		return err
	}
	for i := range requests {
		s.queue(&job{Request: requests[i]})
	}
	return nil
}

// QueryAddresses asks T-Server for the status of DNs: RequestQueryAddress with the AddressType
// of a DN and AddressInfoDNStatus (SEMANTICS.md, Sessions and registration). It does not wait:
// each answer arrives as an event whose Request has the kind event.RequestAddress. A request
// that is not sent is reported as event.KindUnsent. On an error no request was accepted, and
// there are no events about them.
func (s *Session) QueryAddresses(ctx context.Context, dns []string) error {
	requests := make([]Request, len(dns))
	for i, dn := range dns {
		requests[i] = Request{
			Message: queryAddressMessage(s.options.EncodeDN(dn)), Kind: event.RequestAddress,
			Command: event.Command{Site: s.options.Site, DN: dn}, Name: wire.RequestQueryAddress.String() + " for DN " + dn,
		}
	}
	if err := s.queueAll(ctx, requests); err != nil {
		return fmt.Errorf("no DN was queried: %w", err)
	}
	return nil
}

// SetAllow replaces Options.Allow. Waiting requests that the new function refuses are reported
// as event.KindUnsent. nil permits all.
func (s *Session) SetAllow(allow func(*Request) error) {
	if allow == nil {
		allow = allowAll
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	s.options.Allow = allow
	if s.connection != nil {
		s.connection.refuseJobs()
	}
}

// accepts returns nil if the session accepts requests whose events may need that many bytes, and
// otherwise the reason. The caller holds the session's lock.
func (s *Session) accepts(bytes int) error {
	if s.connection != nil {
		bytes += s.connection.jobBytes
	}
	switch {
	case s.exchange.closed:
		return ErrClosed
	case !s.exchange.accepts(bytes):
		return ErrBehind
	}
	return nil
}

// queue queues a job, or reports that it is not sent.
func (s *Session) queue(j *job) {
	if err := s.admit(j); err != nil {
		s.unsent(j, err)
		return
	}
	s.connection.queueJob(j)
}

// check returns an error if a message cannot be encoded or exceeds our own limits.
func (s *Session) check(message *wire.Message) error {
	body, err := message.AppendBody(nil)
	if err != nil {
		return err
	}
	var again wire.Message
	return again.Decode(body, s.options.Limits)
}

// leave queues a job and waits until it is being sent.
func (s *Session) leave(ctx context.Context, j *job) (int32, error) {
	j.left = make(chan leaving, 1)
	if err := s.enqueue(ctx, j); err != nil {
		return 0, &NotSentError{What: j.what(), Err: err}
	}
	select {
	case result := <-j.left:
		return result.reference, result.err
	case <-ctx.Done():
	}
	if s.cancelJob(j) {
		return 0, &NotSentError{What: j.what(), Err: ctx.Err()}
	}
	// The sender has the job, and only the sender knows whether the request leaves.
	result := <-j.left
	return result.reference, result.err
}

// cancelJob cancels a job. It returns false if the sender already has it.
func (s *Session) cancelJob(j *job) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	j.cancelled = !j.taken
	return j.cancelled
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
	if !s.exchange.accepts(s.connection.jobBytes + j.bytes()) {
		return ErrBehind
	}
	s.connection.queueJob(j)
	return nil
}

// refusal returns why a job cannot be sent now, nil if it can. It is called when the job is
// queued and again when it is about to leave.
func (s *Session) refusal(j *job) error {
	if s.ctx.Err() != nil {
		return ErrClosed
	}
	if j.Refused != nil {
		return j.Refused
	}
	if !j.asksRole {
		if !s.options.CaptureCommands && carriesCaptureCommand(&j.Message) {
			return ErrCaptureCommand
		}
		if err := s.options.Allow(&j.Request); err != nil {
			return err
		}
	}
	// Queries may be sent while the link is down, and to a backup.
	asks := !j.Acts() && j.Kind == event.RequestOther
	switch {
	case s.connection == nil || !s.connection.usable():
		return ErrNotConnected
	case !s.connection.linkUp && !asks:
		return ErrLinkDown
	case s.connection.role != event.RolePrimary && !asks:
		return ErrStandby
	}
	return nil
}

// admit is refusal for a new job, for which the queue must also have room.
func (s *Session) admit(j *job) error {
	if err := s.refusal(j); err != nil {
		return err
	}
	if s.connection.jobs.len() >= maxQueued {
		return ErrQueueFull
	}
	return nil
}

// unsent settles a job that is not sent.
func (s *Session) unsent(j *job, reason error) {
	failure := &NotSentError{What: j.what(), Err: reason}
	if j.left != nil {
		j.left <- leaving{err: failure}
		return
	}
	e := s.addEvent(event.KindUnsent, time.Now())
	e.DN = j.Command.DN
	e.Request = event.Request{Kind: j.Kind, Command: j.Command.ID, Automatic: j.Command.Automatic}
	e.Problem, e.Obstacle, e.Automatic = failure.Error(), ObstacleOf(reason), j.Command.Automatic
	if e.Automatic || j.Kind == event.RequestAddress {
		// The user did not ask for this request by name, so the event gives only the
		// reason.
		e.Problem = reason.Error()
	}
}
