package messages

import (
	"iter"
	"maps"
	"slices"
)

// Snapshot is a Log as it was at one point in time. Another goroutine may read it while
// the log changes.
type Snapshot struct{ log Log }

// Snapshot returns the log as it is now. Bodies are not copied: the log does not reuse
// their memory, so that a snapshot keeps up to MaxBytes alive in addition to the log
// while it is referenced.
func (l *Log) Snapshot() *Snapshot {
	for i := range l.lent {
		l.lent[i] = l.chunks[i] != nil
	}
	frozen := *l
	frozen.entries, frozen.texts = slices.Clone(l.entries), maps.Clone(l.texts)
	frozen.chunks, frozen.lent = slices.Clone(l.chunks), nil
	return &Snapshot{frozen}
}

// Len returns how many entries the snapshot holds.
func (s *Snapshot) Len() int { return int(s.log.next - s.log.first) }

// Entries returns the entries, oldest first. The caller must not change their bodies.
func (s *Snapshot) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for n := s.log.first; n < s.log.next; n++ {
			if entry, ok := s.log.At(n); ok && !yield(entry) {
				return
			}
		}
	}
}
