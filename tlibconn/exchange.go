package tlibconn

import (
	"context"
	"time"

	"capdeck/tlibconn/event"
)

// ownBytes is how far the session's own events (event.KindSent, KindUnsent) may fill a batch
// beyond event.MaxBatchBytes. They never wait for the consumer, which may be the sender.
const ownBytes = 16 << 20

// dueBytes is the size at which a waiting consumer receives a batch regardless of the
// interval. It is small enough for a processor's cache, so that what the reader has just
// written need not be fetched again. A batch grows beyond it only while the consumer is busy.
const dueBytes = 512 << 10

// exchange passes events to the consumer in two batches: one is being filled while the
// consumer reads the other (docs/ARCHITECTURE.md, How an event travels). Session.mu guards
// its fields.
type exchange struct {
	batches  [2]event.Batch
	filling  *event.Batch
	lent     *event.Batch // nil while the consumer has none
	interval time.Duration
	lastAt   time.Time // when the last batch was handed over

	waiting bool // the consumer waits in NextBatch
	anyWill bool // any event wakes the waiting consumer
	starved bool // someone waits for room
	closed  bool // no more events will follow
	reading bool // a call of NextBatch or an iteration of Events is running
	iterate bool // Events reads the session
	batched bool // NextBatch reads the session
	ready   chan struct{}
	room    chan struct{} // closed when there is room, nil if no one waits
}

func (x *exchange) init(interval time.Duration) {
	x.filling = &x.batches[0]
	x.interval = interval
	x.ready = make(chan struct{}, 1)
}

// giveBack takes the consumer's batch back.
func (x *exchange) giveBack() {
	if x.lent != nil {
		x.lent.Reset()
		x.lent = nil
	}
}

// due reports whether the batch that is being filled can be handed over now. If not, wait is
// the time until it can, or 0 if there is no event yet.
func (x *exchange) due(now time.Time) (wait time.Duration, due bool) {
	if len(x.filling.Events) == 0 {
		return 0, false
	}
	wait = x.interval - now.Sub(x.lastAt)
	return wait, wait <= 0 || x.starved || x.closed || x.lastAt.IsZero()
}

// handOver gives the filled batch to the consumer and makes room.
func (x *exchange) handOver(now time.Time) *event.Batch {
	x.lent = x.filling
	x.filling = &x.batches[0]
	if x.lent == x.filling {
		x.filling = &x.batches[1]
	}
	x.lastAt = now
	x.letGo()
	return x.lent
}

// letGo wakes everyone who waits for room.
func (x *exchange) letGo() {
	x.starved = false
	if x.room != nil {
		close(x.room)
		x.room = nil
	}
}

// notify wakes the consumer if it waits for what happened.
func (x *exchange) notify() {
	if !x.waiting || (!x.closed && !x.starved && (!x.anyWill || len(x.filling.Events) == 0)) {
		return
	}
	select {
	case x.ready <- struct{}{}:
	default:
	}
}

// acceptsMore reports whether the reader may add a message of n bytes to the batch that is being
// filled. If not, it must wait until the batch is handed over.
func (x *exchange) acceptsMore(n int) bool {
	return !x.filling.Full(n) && (!x.waiting || x.filling.Bytes() < dueBytes)
}

// want returns a channel that is closed when there is room. It marks the batch as Behind if
// the consumer is busy.
func (x *exchange) want() <-chan struct{} {
	if !x.waiting {
		x.filling.Behind = true
	}
	x.starved = true
	if x.room == nil {
		x.room = make(chan struct{})
	}
	return x.room
}

// behind reports whether the reader waits for a busy consumer. No answer can be read then, and
// the consumer may be busy waiting for one.
func (x *exchange) behind() bool { return x.starved && x.filling.Behind }

// accepts reports whether there is room for the session's own events of that size.
func (x *exchange) accepts(bytes int) bool {
	return x.filling.Bytes()+bytes <= event.MaxBatchBytes+ownBytes
}

// await waits, without the lock, for a notification, for wait to pass if it is not 0, or for
// ctx to end. It returns ctx's error.
func (x *exchange) await(ctx context.Context, wait time.Duration) error {
	var passed <-chan time.Time
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		passed = timer.C
	}
	select {
	case <-x.ready:
	case <-passed:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// unread is the rest of the batch that an iteration of Events was reading.
type unread struct {
	batch *event.Batch // nil if there is none
	next  int          // index of the first event not yet yielded
}
