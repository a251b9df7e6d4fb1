package manual

import (
	"sync"

	"capdeck/tlibconn/recorder"
)

// maxKept is how many items an inbox holds of each kind. The screen takes them 20 times a second;
// beyond the limit, the oldest fates and notes are dropped, and commands are given up.
const maxKept = maxWaiting

// Inbox takes what the recorder reports, without waiting for the screen. Its methods may be called
// from any goroutine.
type Inbox struct {
	mu       sync.Mutex
	commands []recorder.Command
	fates    []recorder.Fate
	notes    []string
	dropped  int           // commands that were given up
	wake     chan struct{} // holds one: there is something
}

// NewInbox returns an empty inbox.
func NewInbox() *Inbox { return &Inbox{wake: make(chan struct{}, 1)} }

// Command takes a command that waits for an answer. It is meant for recorder.Options.Manual.
func (b *Inbox) Command(command recorder.Command) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.commands) >= maxKept {
		b.dropped++
		return
	}
	b.commands = append(b.commands, command)
	b.ring()
}

// Fate takes a fate. It is meant for recorder.Options.Fate.
func (b *Inbox) Fate(fate recorder.Fate) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fates = append(newest(b.fates), fate)
	b.ring()
}

// Note takes a sentence. It is meant for recorder.Options.Log.
func (b *Inbox) Note(sentence string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.notes = append(newest(b.notes), sentence)
	b.ring()
}

// newest drops the older half of too many items.
func newest[T any](items []T) []T {
	if len(items) < maxKept {
		return items
	}
	return append(items[:0], items[len(items)/2:]...)
}

func (b *Inbox) ring() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// contents is what an inbox held.
type contents struct {
	commands []recorder.Command
	fates    []recorder.Fate
	notes    []string
	dropped  int
}

// take empties the inbox.
func (b *Inbox) take() contents {
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := contents{b.commands, b.fates, b.notes, b.dropped}
	b.commands, b.fates, b.notes, b.dropped = nil, nil, nil, 0
	return taken
}
