package tlibconn

import (
	"context"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

const (
	maxQueued    = 1 << 16 // requests that wait for a slow server
	requestBytes = 1 << 10 // what a request may take in a batch, without its texts
)

// job is one request on its way to the sender.
type job struct {
	Request
	asksRole  bool // asked by the session itself
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

// takes returns why no requests are accepted whose events may need that many
// bytes, nil if they are. The session's lock is held.
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

// queue puts a job behind those that wait, or reports that it is not sent.
func (s *Session) queue(j *job) {
	if err := s.admit(j); err != nil {
		s.unsent(j, err)
		return
	}
	s.connection.queueJob(j)
}

// check returns why a message cannot be encoded or exceeds our own limits, nil if
// it is neither.
func (s *Session) check(message *wire.Message) error {
	body, err := message.AppendBody(nil)
	if err != nil {
		return err
	}
	var again wire.Message
	return again.Decode(body, s.options.Limits)
}

// leave queues a job and waits until it is leaving.
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
	// The sender has it: only it knows whether the request leaves.
	result := <-j.left
	return result.reference, result.err
}

// cancelJob keeps a job from leaving; false says that the sender has it already.
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
	if !s.exchange.takes(s.connection.jobBytes + j.bytes()) {
		return ErrBehind
	}
	s.connection.queueJob(j)
	return nil
}

// bytes is what the request's own event may take in a batch.
func (r *Request) bytes() int {
	n := requestBytes + len(r.Command.DN)
	for i := range r.Message.Attributes {
		n += len(r.Message.Attributes[i].Bytes)
	}
	return n
}

// refusal returns why a job cannot be sent now, nil if it can. It is asked when
// the job comes and once more when it is about to leave.
func (s *Session) refusal(j *job) error {
	if s.ctx.Err() != nil {
		return ErrClosed
	}
	if j.Refused != nil {
		return j.Refused
	}
	if !j.asksRole {
		if err := s.options.Allow(&j.Request); err != nil {
			return err
		}
	}
	// What only asks may be sent while the link is down, and to a backup.
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
	e.DN = j.Command.DN
	e.Request = event.Request{Kind: j.Kind, Command: j.Command.ID, Automatic: j.Command.Automatic}
	e.Problem, e.Obstacle, e.Automatic = failure.Error(), ObstacleOf(reason), j.Command.Automatic
	if e.Automatic || j.Kind == event.RequestAddress {
		// No one knows it as a request: the event is about the DN, with the reason first.
		e.Problem = reason.Error()
	}
}
