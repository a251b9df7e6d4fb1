package event

import "capdeck/tlibconn/wire"

// Run holds messages that were decoded but are not in a batch yet. Their bodies are not copied: they
// belong to the run and must stay valid until each event has been passed to [Batch.Append]. The zero
// value is an empty run. A run is not safe for concurrent use.
type Run struct {
	// Events holds the events in order.
	Events  []Event
	decoded wire.Message // working memory for undecodable messages
}

// Add appends the event of a message: of the given kind, or KindUndecodable with its Problem if the
// body cannot be decoded. It blanks the passwords in body. The pointer is valid until the next Add.
func (r *Run) Add(kind Kind, body []byte, limits wire.Limits) *Event {
	n := len(r.Events)
	if n == cap(r.Events) {
		r.Events = append(make([]Event, 0, n+leastEvents), r.Events...)
	}
	r.Events = r.Events[:n+1]
	e := &r.Events[n]
	*e = Event{Kind: kind, Message: wire.NewRawMessage(body)}
	if !e.read(body, limits) {
		e.findProblem(&r.decoded, limits)
	}
	return e
}

// Reset empties the run and keeps its memory.
func (r *Run) Reset() { r.Events = r.Events[:0] }
