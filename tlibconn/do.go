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

// Do sends a request and waits for its answer: the message with the request's
// ReferenceID that T-Server is known to answer it with, or for other requests
// the first one that can be an answer. The answer is a copy and may be kept; the
// same message also comes as an event.
//
// The session chooses the ReferenceID and adds it, so request must have none. It
// is not changed and may be reused on return. Requests that act on a call or a
// DN are sent only while the link is up; those that only ask (RequestQueryServer
// and the other RequestQuery messages) also while it is down and to a backup.
// RequestRegisterClient is refused, because the session logs in by itself. So is
// user data with a command of the screen-capture contract (start, stop, pause,
// resume or query), which only package capture sends, and any event.
//
// The errors are *NotSentError if the request did not leave, *AnswerError if the
// answer is an EventError (the answer is returned too), *LostError if the
// connection ended first, *wire.MessageError if the answer cannot be decoded, the
// context's error, and ErrBehind if so many events are unread that the answer
// cannot be read: the caller may be the one who has to read them.
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
			return wire.Message{}, fmt.Errorf("the answer to %s was not waited for: %w", request.Type, answer.err)
		}
		return answer.message, answer.err
	case <-ctx.Done():
		return wire.Message{}, fmt.Errorf("waiting for the answer to %s: %w", request.Type, ctx.Err())
	}
}

// Send sends a request as [Session.Do] does, but does not wait for the answer:
// it returns the request's ReferenceID as soon as the request leaves. The answer
// comes as an event whose Request has that ReferenceID, and the kind
// event.RequestCapture for a RequestSendEvent, event.RequestOther for others. The
// error is a *NotSentError.
func (s *Session) Send(ctx context.Context, request wire.Message) (reference int32, err error) {
	j, err := s.newRequest(&request)
	if err != nil {
		return 0, err
	}
	return s.leave(ctx, j)
}

// SendRequest is [Session.Send] for a request with a kind, a command and a name of
// its own, which the events of the request and the errors about it have.
func (s *Session) SendRequest(ctx context.Context, request Request) (reference int32, err error) {
	j := &job{Request: request}
	j.Message.Attributes = slices.Clone(request.Message.Attributes)
	if err := s.prepare(j); err != nil {
		return 0, err
	}
	return s.leave(ctx, j)
}

// newRequest returns the job of a caller's message.
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

// prepare checks a caller's message, which is the job's own, and makes room for
// its ReferenceID.
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
		return errors.New("it is an event, and only T-Server sends those")
	case request.Find(wire.AttributeReferenceID) != nil:
		return errors.New("the ReferenceID is the session's to choose")
	}
	return nil
}
