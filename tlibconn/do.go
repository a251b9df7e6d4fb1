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
// comes as an event whose Request has that ReferenceID and the kind
// event.RequestOther. The error is a *NotSentError.
func (s *Session) Send(ctx context.Context, request wire.Message) (reference int32, err error) {
	j, err := s.newRequest(&request)
	if err != nil {
		return 0, err
	}
	return s.leave(ctx, j)
}

// newRequest returns the job of a caller's request.
func (s *Session) newRequest(request *wire.Message) (*job, error) {
	j := &job{kind: event.RequestOther, message: *request, asks: onlyAsks(request.Type), left: make(chan leaving, 1)}
	// One more, for the ReferenceID.
	j.message.Attributes = append(slices.Clone(request.Attributes), wire.IntAttribute(wire.AttributeReferenceID, 0))
	if dn, ok := request.Text(wire.AttributeThisDN); ok {
		j.command.DN = string(dn)
	}
	if err := s.checkRequest(request); err != nil {
		return nil, &NotSentError{What: j.what(), Err: err}
	}
	if err := s.check(&j.message); err != nil {
		return nil, &NotSentError{What: j.what(), Err: err}
	}
	return j, nil
}

func (s *Session) checkRequest(request *wire.Message) error {
	switch {
	case request.Type == wire.RequestRegisterClient:
		return errors.New("the session logs in by itself")
	case strings.HasPrefix(request.Type.String(), "Event"):
		return errors.New("it is an event, and only T-Server sends those")
	case request.Find(wire.AttributeReferenceID) != nil:
		return errors.New("the ReferenceID is the session's to choose")
	case carriesCaptureCommand(request):
		return ErrCaptureCommand
	case s.options.ReadOnly && !onlyAsks(request.Type):
		return ErrReadOnly
	}
	return nil
}

// carriesCaptureCommand reports whether a pair of the request's user data is a
// command of the contract (SEMANTICS.md, The screen-capture contract).
func carriesCaptureCommand(request *wire.Message) bool {
	list, ok := request.List(wire.AttributeUserData)
	if !ok {
		return false
	}
	for pairs := list.Pairs(); pairs.Next(); {
		if string(pairs.Pair.Key) != event.CaptureKey {
			continue
		}
		if text, isText := event.PairText(&pairs.Pair); isText && event.ParseVerb(string(text)) != event.VerbNone {
			return true
		}
	}
	return false
}
