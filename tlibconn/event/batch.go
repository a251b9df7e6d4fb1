package event

import (
	"capdeck/tlibconn/wire"
)

const (
	// MaxBatchBytes is how much memory a batch takes in bytes before it is
	// full: 8 MiB, with one message more where it is empty. That is some 25,000
	// messages, which the board applies in a few milliseconds; more would only wait
	// there instead of in the socket.
	MaxBatchBytes = 8 << 20

	eventBytes   = 224 // what an Event costs in the batch's account
	problemBytes = 256 // what the text of a Problem costs
	chunkBytes   = 256 << 10
	leastEvents  = 64
	mostEvents   = MaxBatchBytes / eventBytes
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

	used    int
	chunks  [][]byte
	chunk   int          // index of the chunk that is being filled
	decoded wire.Message // room for a message that has a problem
}

// Full reports whether the batch takes no event with a body of n bytes any
// more. An empty batch takes any message.
func (b *Batch) Full(n int) bool {
	return len(b.Events) > 0 && b.used+n+eventBytes+problemBytes > MaxBatchBytes
}

// Bytes returns the memory that the batch's events take, in bytes.
func (b *Batch) Bytes() int { return b.used }

// Add appends an event without a message and returns it for filling. The
// pointer is valid until the next Add.
func (b *Batch) Add(kind Kind) *Event {
	e := b.next()
	*e = Event{Kind: kind} // what an earlier round has left there
	return e
}

// next returns room for one more event, which still holds what an earlier round has
// left there.
func (b *Batch) next() *Event {
	n := len(b.Events)
	if n == cap(b.Events) {
		// Exactly as many: append would round up by a quarter.
		b.Events = append(make([]Event, 0, n+more(n)), b.Events...)
	}
	b.Events = b.Events[:n+1]
	b.used += eventBytes
	return &b.Events[n]
}

// more returns for how many events more than n there is to be room: for as many again,
// since append would move them more often, but for no more than a batch takes. What a
// session's own events take beyond that grows in smaller steps.
func more(n int) int {
	if n >= mostEvents {
		return n / 4
	}
	return max(min(n, mostEvents-n), leastEvents)
}

// AddMessage copies body into the batch and appends the event of the copy: of
// the given kind, or KindUndecodable with its Problem where the body cannot be
// decoded. The pointer is valid until the next Add. A well-formed message costs
// no allocation once the batch has grown.
func (b *Batch) AddMessage(kind Kind, body []byte, limits wire.Limits) *Event {
	e := b.Add(kind)
	e.Message = wire.NewRawMessage(b.keep(body))
	if !e.read(body, limits) && e.findProblem(&b.decoded, limits) {
		b.used += problemBytes
	}
	return e
}

// Append copies an event and the body of its message into the batch. The pointer is
// valid until the next Add.
func (b *Batch) Append(from *Event) *Event {
	e := b.next()
	*e = *from
	e.Message.Body = b.keep(from.Message.Body)
	if e.Kind == KindUndecodable {
		b.used += problemBytes
	}
	return e
}

// findProblem sets what is wrong with the event's message; false if nothing is.
// decoded is working memory.
func (e *Event) findProblem(decoded *wire.Message, limits wire.Limits) bool {
	err := decoded.Decode(e.Message.Body, limits)
	if err != nil {
		e.Kind = KindUndecodable
		e.Problem = err.Error()
	}
	return err != nil
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

// Reset empties the batch for another round and keeps its memory, less some of
// what this round did not need. All slices of its events become invalid.
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
