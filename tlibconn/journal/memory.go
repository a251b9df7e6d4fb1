package journal

import (
	"slices"
	"sync"
)

// Memory is a journal that keeps its entries, for tests that ask what was
// recorded. It grows without bound. The zero value is empty and ready.
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

// Fail makes all further calls return err and record nothing; nil ends that.
func (m *Memory) Fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failure = err
}

// Intents returns a copy of what Intent kept, in order.
func (m *Memory) Intents() []Intent {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.intents)
}

// Outcomes returns a copy of what Outcome kept, in order.
func (m *Memory) Outcomes() []Outcome {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.outcomes)
}

// Writes returns how often Intent was called with success: each call stands
// for one write.
func (m *Memory) Writes() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.writes
}
