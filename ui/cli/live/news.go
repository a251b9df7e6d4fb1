package live

import (
	"context"
	"fmt"
	"sync"
	"time"

	"capdeck/model"
	"capdeck/model/phrase"
	"capdeck/tlibconn/journal"
	"capdeck/ui/cli/process"
)

// Sent is what the journal has recorded and the screen was not told of yet.
// It makes nobody wait. It holds no more than the screen has asked the session to
// send: what is sent comes from the screen alone.
type Sent struct {
	wake chan struct{} // holds one

	mu       sync.Mutex
	intents  []journal.Intent
	outcomes []journal.Outcome
}

func NewSent() *Sent { return &Sent{wake: make(chan struct{}, 1)} }

// Watch returns the journal with the screen told of what it records.
func (n *Sent) Watch(recorded journal.Journal) *journal.Watched {
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

func (n *Sent) add(entries func()) {
	n.mu.Lock()
	entries()
	n.mu.Unlock()
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// Take returns what the screen was not told of yet.
func (n *Sent) Take() model.Recorded {
	n.mu.Lock()
	defer n.mu.Unlock()
	news := model.Recorded{Now: time.Now(), Intents: n.intents, Outcomes: n.outcomes}
	n.intents, n.outcomes = nil, nil
	return news
}

// Tell sends to the screen what was recorded, until the context ends or nobody
// takes messages any more: while the
// screen is busy it grows into one message.
func (n *Sent) Tell(ctx context.Context, send func(model.Msg) bool) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.wake:
			if !send(n.Take()) {
				return
			}
		}
	}
}

// StateNews says that the journal's state has changed. It holds one such
// piece of news, so that the journal never waits.
type StateNews chan struct{}

func (n StateNews) Changed(journal.State) {
	select {
	case n <- struct{}{}:
	default:
	}
}

// Tell sends the state whenever it has changed, until the context
// ends. It asks for the state as it is then: news can overtake each other.
func (n StateNews) Tell(ctx context.Context, recorded Journal, send func(model.Msg) bool) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n:
			msg := model.JournalState{Now: time.Now()}
			if failed := recorded.State().Err; failed != nil {
				msg.Failed, msg.Why = true, JournalProblem(failed)
			}
			send(msg)
		}
	}
}

// TellUnknown says how many commands of earlier processes have no known
// outcome, once: what was told is recorded. send is false where nobody is left
// to be told.
func TellUnknown(recorded Journal, send func(model.Msg) bool) {
	lost, err := journal.Unknown(process.JournalDir(), time.Now())
	switch {
	case err != nil:
		send(model.Say{Now: time.Now(), Text: JournalProblem(err), IsError: true})
	case lost.Commands > 0:
		text := fmt.Sprintf("%s of an earlier run with unknown outcome: see capdeck journal --outcome unknown", phrase.Count(lost.Commands, "command", "commands"))
		if send(model.Say{Now: time.Now(), Text: text, IsError: true, Stays: true}) {
			// That it cannot be written shows in the journal's state.
			_ = recorded.Tell(lost.Processes)
		}
	}
}
