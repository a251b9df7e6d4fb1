// Package index holds a hash table from the 64-bit hash of a name to a pointer. It
// knows no DN and no row: the caller compares the candidates that have the hash.
// It must not be used for anything but the board's rows unless that is measured, since a
// map is simpler: with 10,000 DNs in shuffled order a map costs 1.9 times the time of an
// applied indication (docs/PERFORMANCE.md).
package index

import "iter"

// Table is an open-addressing hash table, at most half full, whose slots hold the hash
// beside the pointer. A lookup touches the slot, and then only what the caller compares:
// with many DNs the time goes into fetching memory. The zero value is an empty table.
type Table[T any] struct {
	slots []slot[T] // the length is a power of two, or 0
	count int
}

type slot[T any] struct {
	hash  uint64
	value *T // nil in a free slot
}

const leastSlots = 16

// Len returns the number of values in the table.
func (t *Table[T]) Len() int { return t.count }

// First returns the first value with the hash, and the place at which Next goes on. It
// returns nil if there is none.
func (t *Table[T]) First(hash uint64) (value *T, place uint64) { return t.Next(hash, hash) }

// Next returns the next value with the hash, searching from a place that First or Next
// returned. It returns nil if there is none. Add and Remove make places invalid.
func (t *Table[T]) Next(hash, place uint64) (value *T, next uint64) {
	mask := uint64(len(t.slots)) - 1
	for ; len(t.slots) > 0; place++ {
		s := &t.slots[place&mask]
		if s.value == nil {
			return nil, place
		}
		if s.hash == hash {
			return s.value, place + 1
		}
	}
	return nil, place
}

// All returns an iterator over the values, in no particular order. The table must not
// change meanwhile.
func (t *Table[T]) All() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for i := range t.slots {
			if v := t.slots[i].value; v != nil && !yield(v) {
				return
			}
		}
	}
}

// Add adds a value under the hash. The caller makes sure that the value is not in the
// table yet.
func (t *Table[T]) Add(hash uint64, value *T) {
	if 2*(t.count+1) > len(t.slots) {
		old := t.slots
		t.slots = make([]slot[T], max(leastSlots, 2*len(old)))
		for _, s := range old {
			if s.value != nil {
				t.put(s)
			}
		}
	}
	t.put(slot[T]{hash, value})
	t.count++
}

func (t *Table[T]) put(s slot[T]) {
	mask := uint64(len(t.slots)) - 1
	at := s.hash & mask
	for t.slots[at].value != nil {
		at = (at + 1) & mask
	}
	t.slots[at] = s
}

// Remove removes a value that was added under the hash. It does nothing if the value is
// not in the table. The values behind it move up, so that no search ends at the gap.
func (t *Table[T]) Remove(hash uint64, value *T) {
	if t.count == 0 {
		return
	}
	mask := uint64(len(t.slots)) - 1
	at := hash & mask
	for t.slots[at].value != value {
		if t.slots[at].value == nil {
			return
		}
		at = (at + 1) & mask
	}
	t.slots[at] = slot[T]{}
	t.count--
	for at = (at + 1) & mask; t.slots[at].value != nil; at = (at + 1) & mask {
		s := t.slots[at]
		t.slots[at] = slot[T]{}
		t.put(s)
	}
}
