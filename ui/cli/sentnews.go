package cli

import (
	"context"
	"sync"
	"time"

	"capdeck/model"
	"capdeck/tlibconn/journal"
)

// sentNews is what the journal has recorded and the screen was not told of yet.
// It makes nobody wait. It holds no more than the screen has asked the session to
// send: what is sent comes from the screen alone.
type sentNews struct {
	wake chan struct{} // holds one

	mu       sync.Mutex
	intents  []journal.Intent
	outcomes []journal.Outcome
}

func newSentNews() *sentNews { return &sentNews{wake: make(chan struct{}, 1)} }

// watch returns the journal with the screen told of what it records.
func (n *sentNews) watch(recorded journal.Journal) *journal.Watched {
	return &journal.Watched{
		Journal: recorded,
		Intents: func(entries []journal.Intent) {
			n.add(func() { n.intents = append(n.intents, entries...) })
		},
		Outcomes: func(entries []journal.Outcome) {
			n.add(func() { n.outcomes = append(n.outcomes, entries...) })
		},
	}
}

func (n *sentNews) add(entries func()) {
	n.mu.Lock()
	entries()
	n.mu.Unlock()
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// take returns what the screen was not told of yet.
func (n *sentNews) take() model.Recorded {
	n.mu.Lock()
	defer n.mu.Unlock()
	news := model.Recorded{Now: time.Now(), Intents: n.intents, Outcomes: n.outcomes}
	n.intents, n.outcomes = nil, nil
	return news
}

// tell sends to the screen what was recorded, until the context ends or nobody
// takes messages any more: while the
// screen is busy it grows into one message.
func (n *sentNews) tell(ctx context.Context, send func(model.Msg) bool) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.wake:
			if !send(n.take()) {
				return
			}
		}
	}
}
