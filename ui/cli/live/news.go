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

// recordedNews collects what the journal has recorded until the front receives it. It never
// blocks. It holds at most the commands that the front has sent, since only the front
// sends commands.
type recordedNews struct {
	wake chan struct{} // holds one

	mu       sync.Mutex
	intents  []journal.Intent
	outcomes []journal.Outcome
}

func newRecordedNews() *recordedNews { return &recordedNews{wake: make(chan struct{}, 1)} }

// watch returns a journal that records in another one and collects what it recorded.
func (n *recordedNews) watch(recorded journal.Journal) *journal.Watched {
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

func (n *recordedNews) add(entries func()) {
	n.mu.Lock()
	entries()
	n.mu.Unlock()
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// drain returns the collected entries and removes them.
func (n *recordedNews) drain() model.Recorded {
	n.mu.Lock()
	defer n.mu.Unlock()
	news := model.Recorded{Now: time.Now(), Intents: n.intents, Outcomes: n.outcomes}
	n.intents, n.outcomes = nil, nil
	return news
}

// tell sends what was recorded until the context is cancelled or no one receives messages.
// While the front is busy, entries collect into one message.
func (n *recordedNews) tell(ctx context.Context, send func(model.Msg) bool) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.wake:
			if !send(n.drain()) {
				return
			}
		}
	}
}

// stateNews signals that the journal's state has changed. It holds one signal, so that
// the journal never waits.
type stateNews chan struct{}

func (n stateNews) changed(journal.State) {
	select {
	case n <- struct{}{}:
	default:
	}
}

// tell sends the state after each change until the context is cancelled. It asks the
// journal for the state, since changes can arrive out of order.
func (n stateNews) tell(ctx context.Context, recorded Journal, send func(model.Msg) bool) {
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

// tellUnknown reports how many commands of earlier processes have no known outcome. The
// journal records that the user has seen this, so it happens only once.
func tellUnknown(recorded Journal, send func(model.Msg) bool) {
	lost, err := journal.Unknown(process.JournalDir(), time.Now())
	switch {
	case err != nil:
		send(model.Say{Now: time.Now(), Text: JournalProblem(err), IsError: true})
	case lost.Commands > 0:
		text := fmt.Sprintf("%s of an earlier run with an unknown outcome; see capdeck journal --outcome unknown", phrase.Count(lost.Commands, "command", "commands"))
		if send(model.Say{Now: time.Now(), Text: text, IsError: true, Stays: true}) {
			// The journal's state shows a failure to write.
			_ = recorded.Tell(lost.Processes)
		}
	}
}
