package index

import (
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"testing"
)

type named struct{ name string }

// find is what a user of the table does.
func find(table *Table[named], hash uint64, name string) *named {
	value, place := table.First(hash)
	for value != nil && value.name != name {
		value, place = table.Next(hash, place)
	}
	return value
}

// TestTableIsAMap plays random histories on a table and on a map.
func TestTableIsAMap(t *testing.T) {
	random, seed := rand.New(rand.NewPCG(3, 4)), maphash.MakeSeed()
	hash := func(name string) uint64 { return maphash.String(seed, name) }
	var table Table[named]
	if v, _ := table.First(7); v != nil {
		t.Fatalf("an empty table finds %v", v)
	}
	table.Remove(7, new(named))
	want := map[string]*named{}
	for step := range 20_000 {
		name := fmt.Sprint("7", random.IntN(300))
		switch v := want[name]; {
		case v == nil:
			v = &named{name}
			table.Add(hash(name), v)
			want[name] = v
		case random.IntN(2) == 0:
			table.Remove(hash(name), v)
			table.Remove(hash(name), v)
			delete(want, name)
		}
		other := fmt.Sprint("7", random.IntN(400))
		if got := find(&table, hash(other), other); got != want[other] {
			t.Fatalf("step %d: %s is found as %v, want %v", step, other, got, want[other])
		}
		if table.Len() != len(want) || 2*table.Len() > len(table.slots) {
			t.Fatalf("step %d: %d values in %d slots, want %d", step, table.Len(), len(table.slots), len(want))
		}
	}
	for v := range table.All() {
		if want[v.name] != v {
			t.Errorf("%s is listed as %v, want %v", v.name, v, want[v.name])
		}
		delete(want, v.name)
	}
	if len(want) > 0 {
		t.Errorf("the list leaves out %d values", len(want))
	}
}

// TestCollisions gives many values one hash, one of them at the end of the slots.
func TestCollisions(t *testing.T) {
	for _, hash := range []uint64{7, leastSlots - 1} {
		var table Table[named]
		values := make([]*named, 4)
		for i := range values {
			values[i] = &named{fmt.Sprint(i)}
			table.Add(hash, values[i])
		}
		for i, v := range values {
			if got := find(&table, hash, fmt.Sprint(i)); got != v {
				t.Errorf("%d is found as %v", i, got)
			}
		}
		if got := find(&table, hash, "4"); got != nil {
			t.Errorf("a name that is not there is found as %s", got.name)
		}
	}
}

// TestAllEnds: the iterator ends when its user does.
func TestAllEnds(t *testing.T) {
	var table Table[named]
	table.Add(1, new(named))
	table.Add(2, new(named))
	count := 0
	for range table.All() {
		count++
		break
	}
	if count != 1 {
		t.Errorf("%d values were listed after the first", count)
	}
}

// TestHalfFull: a table grows when it would be more than half full, not before.
func TestHalfFull(t *testing.T) {
	var table Table[named]
	for i := range leastSlots/2 + 1 {
		want := leastSlots
		if i == leastSlots/2 {
			want *= 2
		}
		if table.Add(uint64(i)<<7, new(named)); len(table.slots) != want {
			t.Fatalf("%d values are in %d slots, want %d", table.Len(), len(table.slots), want)
		}
	}
}
