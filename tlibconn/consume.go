package tlibconn

import (
	"context"
	"errors"
	"iter"
	"time"

	"capdeck/tlibconn/event"
)

// NextBatch gives the previous batch back, waits until there are events and
// until Options.BatchInterval has passed since the last batch, and returns them;
// a batch of half a MiB is returned at once. The batch and all slices of its
// events are valid until the next call.
//
// It returns ErrClosed after Close when nothing is left, and the context's error
// if ctx ends first; the previous batch is given back all the same. It returns
// ErrConsumer on a session that [Session.Events] reads, and to a second call at
// the same time.
func (s *Session) NextBatch(ctx context.Context) (*event.Batch, error) {
	if err := s.startReading(false); err != nil {
		return nil, err
	}
	defer s.stopReading()
	return s.nextBatch(ctx)
}

// Events returns an iterator over the session's events, for programs that need
// no batches: it yields each event as it comes, without Options.BatchInterval.
// The slices of an event are valid until the loop's next step. Copy what you
// keep.
//
// The loop ends without an error when the session is closed and everything was
// read. A loop that was left early can be followed by another one, which
// continues where the first one stopped. The only error is ErrConsumer, for a
// session that [Session.NextBatch] reads, and for a second loop at the same time.
func (s *Session) Events() iter.Seq2[event.Event, error] {
	return func(yield func(event.Event, error) bool) {
		if err := s.startReading(true); err != nil {
			yield(event.Event{}, err)
			return
		}
		defer s.stopReading()
		for {
			for left := &s.unread; left.batch != nil && left.next < len(left.batch.Events); {
				e := left.batch.Events[left.next]
				left.next++
				if !yield(e, nil) {
					return
				}
			}
			s.unread = unread{}
			batch, err := s.nextBatch(context.Background())
			if err != nil {
				if !errors.Is(err, ErrClosed) {
					yield(event.Event{}, err)
				}
				return
			}
			s.unread = unread{batch: batch}
		}
	}
}

// startReading makes the caller the consumer, unless there is another one.
func (s *Session) startReading(iterate bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := &s.exchange
	if x.reading || iterate && x.batched || !iterate && x.iterate {
		return ErrConsumer
	}
	x.reading = true
	if iterate {
		x.iterate, x.interval = true, 0
	} else {
		x.batched = true
	}
	return nil
}

func (s *Session) stopReading() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exchange.reading = false
}

func (s *Session) nextBatch(ctx context.Context) (*event.Batch, error) {
	s.giveBatchBack()
	for {
		batch, wait, err := s.tryBatch()
		if batch != nil || err != nil {
			return batch, err
		}
		if err := s.exchange.await(ctx, wait); err != nil {
			s.stopWaiting()
			return nil, err
		}
	}
}

func (s *Session) giveBatchBack() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exchange.giveBack()
}

// tryBatch returns a batch if one is due; if none is, the consumer waits from now
// on: until wait has passed, or for an event if it is 0.
func (s *Session) tryBatch() (batch *event.Batch, wait time.Duration, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := &s.exchange
	x.waiting = false
	now := time.Now()
	wait, due := x.due(now)
	switch {
	case due:
		if c := s.connection; c != nil && c.held {
			c.wakeSender()
		}
		return x.handOver(now), 0, nil
	case x.closed:
		return nil, 0, ErrClosed
	}
	x.waiting, x.anyWill = true, wait == 0
	return nil, wait, nil
}

// stopWaiting ends the consumer's wait without a batch.
func (s *Session) stopWaiting() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exchange.waiting = false
	s.exchange.letGo()
}
