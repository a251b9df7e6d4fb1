package event

import (
	"capdeck/tlibconn/wire"
)

const (
	// MaxBatchBytes is how much memory a batch takes in bytes before it is
	// full: 32 MiB, with one message more where it is empty.
	MaxBatchBytes = 32 << 20

	eventBytes     = 256 // what an Event costs in the batch's account
	attributeBytes = 48
	leastAttribute = 7 // bytes on the wire: number, letter and an empty text
	chunkBytes     = 256 << 10
	keptChunks     = 16 // of chunkBytes each, after a reset
)

// Batch is a run of events and the memory that their slices lie in. A session
// fills one while the board reads the other; it is not safe for concurrent
// use. The zero value is an empty batch.
type Batch struct {
	// Events is the run, in order.
	Events []Event
	// Behind says that the session had to stop reading the socket before this
	// batch could be filled further: both batches were full.
	Behind bool

	used       int
	chunks     [][]byte
	chunk      int // index of the chunk that is being filled
	attributes []wire.Attribute
}

// Full reports whether the batch takes no event with a body of n bytes any
// more. An empty batch takes any message.
func (b *Batch) Full(n int) bool {
	attributes := min(n/leastAttribute, wire.MaxAttributes)
	return len(b.Events) > 0 && b.used+n+eventBytes+attributes*attributeBytes > MaxBatchBytes
}

// Bytes returns the memory that the batch's events take, in bytes.
func (b *Batch) Bytes() int { return b.used }

// Add appends an event without a message and returns it for filling. The
// pointer is valid until the next Add.
func (b *Batch) Add(kind Kind) *Event {
	n := len(b.Events)
	if n == cap(b.Events) {
		b.Events = append(b.Events, Event{})
	}
	// Reset has left the room behind zeroed.
	b.Events = b.Events[:n+1]
	b.used += eventBytes
	e := &b.Events[n]
	e.Kind = kind
	return e
}

// AddMessage copies body into the batch, decodes the copy and appends the
// event: of the given kind, or KindUndecodable with its Problem where the body
// cannot be decoded. The pointer is valid until the next Add. A well-formed
// message costs no allocation once the batch has grown.
func (b *Batch) AddMessage(kind Kind, body []byte, limits wire.Limits) *Event {
	kept := b.keep(body)
	e := b.Add(kind)
	e.Body = kept
	start := len(b.attributes)
	e.Message.Attributes = b.attributes[start:start]
	if err := e.Message.Decode(kept, limits); err != nil {
		e.Kind = KindUndecodable
		e.Problem = err.Error()
		b.used += len(e.Problem)
	}
	got := e.Message.Attributes
	b.used += attributeBytes * len(got)
	if start+len(got) <= cap(b.attributes) {
		b.attributes = b.attributes[:start+len(got)]
	} else {
		// Decode moved them to a slice of its own: grow for the next round.
		b.attributes = make([]wire.Attribute, 0, 2*cap(b.attributes)+wire.MaxAttributes)
	}
	e.Message.Attributes = got[:len(got):len(got)]
	return e
}

// keep copies body into the current chunk, or into one of its own.
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

// Reset empties the batch for another round and keeps a bounded part of its
// memory. All slices of its events become invalid.
func (b *Batch) Reset() {
	clear(b.Events)
	b.Events = b.Events[:0]
	b.attributes = b.attributes[:0]
	b.Behind = false
	b.used = 0
	b.chunk = 0
	kept := b.chunks[:0]
	for _, c := range b.chunks {
		if cap(c) == chunkBytes && len(kept) < keptChunks {
			kept = append(kept, c[:0])
		}
	}
	clear(b.chunks[len(kept):])
	b.chunks = kept
}
