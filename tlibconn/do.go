package tlibconn

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// Do sends a request and returns its answer: the message with the request's ReferenceID and
// the type with which T-Server answers such a request. For requests whose answer is not known,
// it is the first message with the ReferenceID that can be an answer. The answer is a copy and
// may be kept; the same message also arrives as an event.
//
// The session adds the ReferenceID, so request must have none. Do does not change request,
// which may be reused on return. Requests that act on a call or a DN are sent only while the
// link is up. Queries (RequestQueryServer and the other RequestQuery messages) are also sent
// while the link is down, and to a backup. Do refuses RequestRegisterClient, because the
// session logs in by itself, and any event. It also refuses user data with a command of the
// screen-capture contract (start, stop, pause, resume or query), which only package capture
// sends.
//
// The errors are *NotSentError if the request was not sent, *AnswerError if the answer is an
// EventError (the answer is returned too), *LostError if the connection ended first,
// *wire.MessageError if the answer cannot be decoded, the context's error, and ErrBehind if so
// many events are unread that the answer cannot be read. In that case the caller may be the
// consumer that has to read them.
func (s *Session) Do(ctx context.Context, request wire.Message) (wire.Message, error) {
	j, err := s.newRequest(&request)
	if err != nil {
		return wire.Message{}, err
	}
	j.answer = make(chan wireAnswer, 1)
	if _, err := s.leave(ctx, j); err != nil {
		return wire.Message{}, err
	}
	select {
	case answer := <-j.answer:
		if errors.Is(answer.err, ErrBehind) {
			return wire.Message{}, fmt.Errorf("did not wait for the answer to %s: %w", request.Type, answer.err)
		}
		return answer.message, answer.err
	case <-ctx.Done():
		return wire.Message{}, fmt.Errorf("waiting for the answer to %s: %w", request.Type, ctx.Err())
	}
}

// Send sends a request as [Session.Do] does, but does not wait for the answer: it returns the
// request's ReferenceID as soon as the request leaves. The answer arrives as an event whose
// Request has that ReferenceID and the kind event.RequestCapture for a RequestSendEvent, or
// event.RequestOther for others. The error is a *NotSentError.
func (s *Session) Send(ctx context.Context, request wire.Message) (reference int32, err error) {
	j, err := s.newRequest(&request)
	if err != nil {
		return 0, err
	}
	return s.leave(ctx, j)
}

// SendRequest sends a request as [Session.Send] does. The events of the request and the errors
// about it carry the kind, the command and the name that the caller sets.
func (s *Session) SendRequest(ctx context.Context, request Request) (reference int32, err error) {
	j := &job{Request: request}
	j.Message.Attributes = slices.Clone(request.Message.Attributes)
	if err := s.prepare(j); err != nil {
		return 0, err
	}
	return s.leave(ctx, j)
}

// newRequest returns a job for a caller's message.
func (s *Session) newRequest(request *wire.Message) (*job, error) {
	j := &job{Request: Request{Message: *request, Kind: event.RequestOther}}
	if request.Type == wire.RequestSendEvent {
		j.Kind = event.RequestCapture
	}
	j.Message.Attributes = slices.Clone(request.Attributes)
	if dn, ok := request.Text(wire.AttributeThisDN); ok {
		j.Command.DN = string(dn)
	}
	return j, s.prepare(j)
}

// prepare checks the job's message and makes room for its ReferenceID.
func (s *Session) prepare(j *job) error {
	err := checkRequest(&j.Message)
	j.setReference(0)
	if err == nil {
		err = s.check(&j.Message)
	}
	if err != nil {
		return &NotSentError{What: j.what(), Err: err}
	}
	return nil
}

func checkRequest(request *wire.Message) error {
	switch {
	case request.Type == wire.RequestRegisterClient:
		return errors.New("the session logs in by itself")
	case strings.HasPrefix(request.Type.String(), "Event"):
		return errors.New("it is an event; only T-Server sends events")
	case request.Find(wire.AttributeReferenceID) != nil:
		return errors.New("the session sets the ReferenceID; leave it out")
	}
	return nil
}
