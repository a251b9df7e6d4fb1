package tlibconn

import (
	"context"
	"errors"
	"iter"
	"time"

	"capdeck/tlibconn/event"
)

// NextBatch releases the previous batch, waits until there are events and until
// Options.BatchInterval has passed since the last batch, and returns them. It returns a batch
// of half a MiB at once. The batch and all slices of its events are valid until the next
// call.
//
// It returns ErrClosed after Close when no events are left, and the context's error if ctx
// ends first; the previous batch is released in either case. It returns ErrConsumer on a
// session that [Session.Events] reads, and if another call is running.
func (s *Session) NextBatch(ctx context.Context) (*event.Batch, error) {
	if err := s.startReading(false); err != nil {
		return nil, err
	}
	defer s.stopReading()
	return s.nextBatch(ctx)
}

// Events returns an iterator over the session's events, for programs that need no batches. It
// yields each event as it arrives, regardless of Options.BatchInterval. The slices of an event
// are valid until the next iteration. Copy what you keep.
//
// The loop ends without an error when the session is closed and all events were read. After a
// loop that was left early, another loop continues where the first one stopped. The only error
// is ErrConsumer, on a session that [Session.NextBatch] reads, and if another loop is running.
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

// startReading makes the caller the consumer, or returns ErrConsumer if there is another.
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

// tryBatch returns a batch if one is due. Otherwise the consumer must wait: until wait has
// passed, or for an event if wait is 0.
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
