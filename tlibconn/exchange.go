package tlibconn

import (
	"context"
	"time"

	"capdeck/tlibconn/event"
)

// ownBytes is how far events that no socket read brought (event.KindSent,
// KindUnsent) may fill a batch beyond event.MaxBatchBytes: they never wait
// for the consumer, who may be the one who is sending.
const ownBytes = 16 << 20

// dueBytes is how much a batch holds when a waiting consumer gets it without
// waiting for the interval. It is small enough for a processor's cache: what the
// reader has just written need not be fetched again. A batch grows beyond it
// only while the consumer is busy.
const dueBytes = 512 << 10

// exchange hands events to the consumer by two batches: one is being filled,
// the other is the consumer's (docs/ARCHITECTURE.md, How an event travels). Its
// fields are guarded by Session.mu.
type exchange struct {
	batches  [2]event.Batch
	filling  *event.Batch
	lent     *event.Batch // nil while the consumer has none
	interval time.Duration
	lastAt   time.Time // when the last batch was handed over

	waiting bool // the consumer waits in NextBatch
	anyWill bool // and any event will do to wake it
	starved bool // somebody waits for room
	closed  bool // no more events will come
	reading bool // a call of NextBatch or an iteration of Events is running
	iterate bool // Events reads the session
	batched bool // NextBatch reads the session
	ready   chan struct{}
	room    chan struct{} // closed when room was made, nil if nobody waits
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

// due says whether the batch that is being filled can be handed over now; if
// not, wait is how long until it can, 0 if an event has to come first.
func (x *exchange) due(now time.Time) (wait time.Duration, due bool) {
	if len(x.filling.Events) == 0 {
		return 0, false
	}
	wait = x.interval - now.Sub(x.lastAt)
	return wait, wait <= 0 || x.starved || x.closed || x.lastAt.IsZero()
}

// handOver gives the consumer what was filled and makes room.
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

// letGo lets those who wait for room look again.
func (x *exchange) letGo() {
	x.starved = false
	if x.room != nil {
		close(x.room)
		x.room = nil
	}
}

// notify wakes the consumer if it waits for what has happened.
func (x *exchange) notify() {
	if !x.waiting || (!x.closed && !x.starved && (!x.anyWill || len(x.filling.Events) == 0)) {
		return
	}
	select {
	case x.ready <- struct{}{}:
	default:
	}
}

// takesMore reports whether the reader may put a message of n bytes into the
// batch that is being filled, or has to wait until it was handed over.
func (x *exchange) takesMore(n int) bool {
	return !x.filling.Full(n) && (!x.waiting || x.filling.Bytes() < dueBytes)
}

// want returns a channel that is closed when room was made. The batch is
// marked Behind if it is the consumer that is waited for.
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

// behind reports whether the reader waits for a consumer that is busy. No
// answer can be read then, and the consumer may be busy waiting for one.
func (x *exchange) behind() bool { return x.starved && x.filling.Behind }

// takes reports whether the events of a sender's own doing still find room.
func (x *exchange) takes(bytes int) bool {
	return x.filling.Bytes()+bytes <= event.MaxBatchBytes+ownBytes
}

// await waits, without the lock, for a notification, for wait to pass if it is
// not 0, or for the end of ctx, whose error it returns.
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

// unread is what an iteration of Events has left in its batch.
type unread struct {
	batch *event.Batch // nil if there is none
	next  int          // index of the first event that was not yielded
}
