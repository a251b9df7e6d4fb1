package model

import (
	"iter"
	"maps"
	"slices"
)

// LogSnapshot is the message log as it was at one moment. It may be read by
// another goroutine while the log goes on.
type LogSnapshot struct{ log Log }

// Snapshot takes the log down. Its bodies are not copied: the memory that they
// lie in is not used again, so that a snapshot that is kept holds on to up to
// MaxLogBytes beside the log.
func (l *Log) Snapshot() *LogSnapshot {
	for i := range l.lent {
		l.lent[i] = l.chunks[i] != nil
	}
	taken := *l
	taken.entries, taken.texts = slices.Clone(l.entries), maps.Clone(l.texts)
	taken.chunks, taken.lent = slices.Clone(l.chunks), nil
	return &LogSnapshot{taken}
}

// Len returns how many entries the snapshot holds.
func (s *LogSnapshot) Len() int { return int(s.log.next - s.log.first) }

// Entries returns the entries, oldest first. Their bodies are never to be
// changed.
func (s *LogSnapshot) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for n := s.log.first; n < s.log.next; n++ {
			if entry, ok := s.log.At(n); ok && !yield(entry) {
				return
			}
		}
	}
}
