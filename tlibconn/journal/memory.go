package journal

import (
	"slices"
	"sync"
)

// Memory is a journal that keeps its entries in memory, for tests that check what was recorded. It grows
// without bound. The zero value is empty and ready for use.
type Memory struct {
	mu       sync.Mutex
	intents  []Intent
	outcomes []Outcome
	writes   int
	failure  error
}

// Intent keeps a copy of entries, or returns the error of [Memory.Fail].
func (m *Memory) Intent(entries []Intent) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failure != nil {
		return m.failure
	}
	m.writes++
	m.intents = append(m.intents, entries...)
	return nil
}

// Outcome keeps a copy of entries, or returns the error of [Memory.Fail].
func (m *Memory) Outcome(entries []Outcome) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failure != nil {
		return m.failure
	}
	m.outcomes = append(m.outcomes, entries...)
	return nil
}

// Fail makes all further calls return err and record nothing, until it is called with
// nil.
func (m *Memory) Fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failure = err
}

// Intents returns a copy of the recorded intents, in order.
func (m *Memory) Intents() []Intent {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.intents)
}

// Outcomes returns a copy of the recorded outcomes, in order.
func (m *Memory) Outcomes() []Outcome {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.outcomes)
}

// Writes returns the number of successful calls of Intent, each of which stands for one write.
func (m *Memory) Writes() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.writes
}
