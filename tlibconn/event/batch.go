package event

import (
	"capdeck/tlibconn/wire"
)

const (
	// MaxBatchBytes is the memory that a full batch uses, in bytes; an empty batch
	// accepts one message of any size. 8 MiB are about 25,000 messages, which the board
	// applies in a few milliseconds. More would only wait in the batch instead of in the
	// socket.
	MaxBatchBytes = 8 << 20

	eventBytes   = 224 // counted for an Event
	problemBytes = 256 // counted for the text of a Problem
	chunkBytes   = 256 << 10
	leastEvents  = 64
	mostEvents   = MaxBatchBytes / eventBytes
)

// Batch is a sequence of events and the memory of their slices. A session fills one batch while
// its consumer reads another. A batch is not safe for concurrent use. The zero value is an empty
// batch.
type Batch struct {
	// Events holds the events in order.
	Events []Event
	// Behind reports that the session had to stop reading the socket because both
	// batches were full.
	Behind bool

	used    int
	chunks  [][]byte
	chunk   int          // index of the chunk being filled
	decoded wire.Message // working memory for undecodable messages
}

// Full reports whether the batch has no room for an event with a body of n bytes. An empty batch
// accepts any message.
func (b *Batch) Full(n int) bool {
	return len(b.Events) > 0 && b.used+n+eventBytes+problemBytes > MaxBatchBytes
}

// Bytes returns the memory that the batch's events use, in bytes.
func (b *Batch) Bytes() int { return b.used }

// Add appends an event without a message and returns it for the caller to fill. The pointer is
// valid until the next Add.
func (b *Batch) Add(kind Kind) *Event {
	e := b.next()
	*e = Event{Kind: kind} // clears what an earlier round left there
	return e
}

// next returns a pointer to one more event, which still holds what an earlier round left there.
func (b *Batch) next() *Event {
	n := len(b.Events)
	if n == cap(b.Events) {
		// Allocate exactly: append would round up by a quarter.
		b.Events = append(make([]Event, 0, n+more(n)), b.Events...)
	}
	b.Events = b.Events[:n+1]
	b.used += eventBytes
	return &b.Events[n]
}

// more returns by how many events a batch of n events grows: by as many again, because append
// would move them more often, but not beyond the size of a full batch. The session's own events,
// which may exceed it, grow in smaller steps.
func more(n int) int {
	if n >= mostEvents {
		return n / 4
	}
	return max(min(n, mostEvents-n), leastEvents)
}

// AddMessage copies body into the batch and appends an event for it: of the given kind, or
// KindUndecodable with its Problem if the body cannot be decoded. The pointer is valid until the
// next Add. A well-formed message needs no allocation once the batch has grown.
func (b *Batch) AddMessage(kind Kind, body []byte, limits wire.Limits) *Event {
	e := b.Add(kind)
	e.Message = wire.NewRawMessage(b.keep(body))
	if !e.read(e.Message.Body, limits) {
		b.report(e, problemOf(e.Message.Body, &b.decoded, limits))
	}
	return e
}

// AppendDecoded copies a message and its body into the batch as an event of the kind KindMessage, or
// KindUndecodable if it has a Problem. The pointer is valid until the next Add.
func (b *Batch) AppendDecoded(from *Decoded) *Event {
	e := b.next()
	*e = Event{
		Kind: KindMessage, Time: from.Time, reading: from.reading,
		Message: wire.RawMessage{Type: from.Message.Type, Body: b.keep(from.Message.Body)},
	}
	b.report(e, from.Problem)
	return e
}

// report makes the event undecodable if there is a problem.
func (b *Batch) report(e *Event, problem string) {
	if problem != "" {
		e.Kind, e.Problem = KindUndecodable, problem
		b.used += problemBytes
	}
}

// Append copies an event and the body of its message into the batch. The pointer is valid until
// the next Add.
func (b *Batch) Append(from *Event) *Event {
	e := b.next()
	*e = *from
	e.Message.Body = b.keep(from.Message.Body)
	if e.Kind == KindUndecodable {
		b.used += problemBytes
	}
	return e
}

// problemOf returns why a body cannot be decoded, "" if it can. decoded is working memory.
func problemOf(body []byte, decoded *wire.Message, limits wire.Limits) string {
	if err := decoded.Decode(body, limits); err != nil {
		return err.Error()
	}
	return ""
}

// keep copies body into the current chunk, or into a new one.
func (b *Batch) keep(body []byte) []byte {
	b.used += len(body)
	for {
		if b.chunk == len(b.chunks) {
			b.chunks = append(b.chunks, make([]byte, 0, max(chunkBytes, len(body))))
		}
		c := b.chunks[b.chunk]
		if len(c)+len(body) <= cap(c) {
			start := len(c)
			c = append(c, body...)
			b.chunks[b.chunk] = c
			return c[start:len(c):len(c)]
		}
		b.chunk++
	}
}

// Reset empties the batch for another round. It keeps the memory, except for some that this round
// did not need. All slices of the events become invalid.
func (b *Batch) Reset() {
	b.Events = b.Events[:0]
	b.Behind = false
	b.used = 0
	most := max(b.chunk+1, len(b.chunks)-1)
	kept := b.chunks[:0]
	for _, c := range b.chunks {
		if cap(c) == chunkBytes && len(kept) < most {
			kept = append(kept, c[:0])
		}
	}
	clear(b.chunks[len(kept):])
	b.chunks = kept
	b.chunk = 0
}
