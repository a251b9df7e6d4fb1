package tlibconn

import (
	"math"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// maxOpen is how many newer requests of its connection may follow before an unanswered one is
// forgotten. Its answer then matches no request.
const maxOpen = 1 << 16

// openRequest is a request that waits for its answer.
type openRequest struct {
	request      event.Request
	dn           string // "" for requests without a DN
	message      wire.MessageType
	registration *registration // nil unless the request is a registration
	answer       chan wireAnswer
	asksRole     bool // the session itself acts on the answer
}

// requests matches answers to the open requests of one connection by
// ReferenceID (WIRE.md, Session 3).
type requests struct {
	last int32
	open map[int32]openRequest
}

// next returns the next ReferenceID. They count from 1 and restart after the largest.
func (r *requests) next() int32 {
	if r.last == math.MaxInt32 {
		r.last = 0
	}
	r.last++
	return r.last
}

// add opens a request and forgets the one that is maxOpen older.
func (r *requests) add(o openRequest) {
	old := int64(o.request.Reference) - maxOpen
	if old <= 0 {
		old += math.MaxInt32
	}
	if forgotten, ok := r.open[int32(old)]; ok {
		delete(r.open, int32(old))
		forgotten.fail(errForgotten)
	}
	r.open[o.request.Reference] = o
}

// settle removes and returns the request that a message answers. Only types that can answer it
// do: a ReferenceID in any other message belongs to another client.
func (r *requests) settle(m *wire.RawMessage) (openRequest, bool) {
	reference, ok := m.Int(wire.AttributeReferenceID)
	if !ok {
		return openRequest{}, false
	}
	o, ok := r.open[reference]
	if !ok || !o.answeredBy(m.Type) {
		return openRequest{}, false
	}
	delete(r.open, reference)
	return o, true
}

// abandon settles every request with an error.
func (r *requests) abandon(err error) {
	for _, o := range r.open {
		o.fail(err)
	}
	clear(r.open)
}

// dismiss releases the callers that wait for answers; the requests stay open.
func (r *requests) dismiss(err error) {
	for reference, o := range r.open {
		if o.answer != nil {
			o.fail(err)
			o.answer = nil
			r.open[reference] = o
		}
	}
}

func (o *openRequest) answeredBy(t wire.MessageType) bool {
	if t == wire.EventError {
		return true
	}
	if answer, known := answerTo(o.message); known {
		return t == answer
	}
	return canAnswer(t)
}

func (o *openRequest) fail(err error) {
	if o.answer != nil {
		o.answer <- wireAnswer{err: err}
	}
}

// reply gives a waiting caller its own copy of the answer.
func (o *openRequest) reply(body []byte, limits wire.Limits) {
	if o.answer == nil {
		return
	}
	kept := append([]byte(nil), body...)
	var m wire.Message
	err := m.Decode(kept, limits)
	if m.Type == wire.EventError {
		raw := wire.NewRawMessage(kept)
		code, text := serverError(&raw)
		err = &AnswerError{Request: o.message, Code: code, Text: text}
	}
	o.answer <- wireAnswer{message: m, err: err}
}

// serverError reads an EventError (WIRE.md, Session 5).
func serverError(m *wire.RawMessage) (code int32, text string) {
	code, _ = m.Int(wire.AttributeErrorCode)
	message, _ := m.Text(wire.AttributeErrorMessage)
	return code, string(message)
}
