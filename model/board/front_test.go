package board

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"unsafe"

	"capdeck/tlibconn/event"
)

// TestFrontOfARow holds what an indication touches to six cache lines, and
// these to what fetch reads.
func TestFrontOfARow(t *testing.T) {
	const line = 64
	r := newRow(new(site), Key{DN: "7001"}, "7001", 0)
	front := uintptr(unsafe.Pointer(r)) % line
	if front != 0 || unsafe.Sizeof(*r) > 6*line {
		t.Errorf("a row of %d bytes begins %d bytes behind the start of a cache line", unsafe.Sizeof(*r), front)
	}
	for i, fields := range [][]uintptr{
		{unsafe.Offsetof(r.rowBack), unsafe.Offsetof(r.callLeft) + unsafe.Sizeof(r.callLeft) - 1},
		{unsafe.Offsetof(r.capture), unsafe.Offsetof(r.capture) + unsafe.Sizeof(r.capture) - 1},
		{unsafe.Offsetof(r.registration), unsafe.Offsetof(r.shown), unsafe.Offsetof(r.onCall), unsafe.Offsetof(r.explains)},
		{unsafe.Offsetof(r.byCall), unsafe.Offsetof(r.oneCall) + unsafe.Sizeof(r.oneCall) - 1},
		{unsafe.Offsetof(r.lastCommand), unsafe.Offsetof(r.left), unsafe.Offsetof(r.version)},
		{unsafe.Offsetof(r.open), unsafe.Offsetof(r.echoes)},
	} {
		for _, offset := range fields {
			if got := (front + offset) / line; got != uintptr(i) {
				t.Errorf("what is at %d bytes of a row is in cache line %d, not %d", offset, got, i)
			}
		}
	}
}

// TestIndexIsAMap plays random histories on an index and on a map.
func TestIndexIsAMap(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var x index
	if r := x.guess(7); r != nil {
		t.Fatalf("an empty index guesses %v", r)
	}
	want := map[string]*Row{}
	for step := range 20_000 {
		// Some DNs are longer than what stands in front of a row.
		dn := fmt.Sprint("7", random.IntN(300))
		if len(dn)%2 == 0 {
			dn += "-a-rather-long-name"[:random.IntN(2)*19]
		}
		switch r := want[dn]; {
		case r == nil:
			r = newRow(nil, Key{DN: dn}, dn, 0)
			x.add(r)
			want[dn] = r
		case random.IntN(2) == 0:
			x.remove(r)
			delete(want, dn)
		}
		other := fmt.Sprint("7", random.IntN(400))
		if got := x.named(other); got != want[other] {
			t.Fatalf("step %d: DN %s is found as %v, want %v", step, other, got, want[other])
		}
		// No two of these DNs have one hash.
		if got := x.guess(event.HashDN(other)); got != want[other] {
			t.Fatalf("step %d: DN %s is guessed as %v, want %v", step, other, got, want[other])
		}
		if x.len() != len(want) || 2*x.len() > len(x.slots) {
			t.Fatalf("step %d: %d rows in %d slots, want %d", step, x.len(), len(x.slots), len(want))
		}
	}
	for dn, r := range want {
		if got := x.named(dn); got != r {
			t.Errorf("DN %s is found as %v, want %v", dn, got, r)
		}
	}
}

// TestIndexTellsCollisionsApart gives many DNs one hash.
func TestIndexTellsCollisionsApart(t *testing.T) {
	x := index{slots: make([]slot, 8)}
	rows := make([]*Row, 4)
	for i := range rows {
		rows[i] = newRow(nil, Key{DN: fmt.Sprint(i)}, fmt.Sprint(i), 0)
		x.put(slot{hash: 7, row: rows[i]})
	}
	for i, r := range rows {
		if got := x.find(7, []byte(fmt.Sprint(i))); got != r {
			t.Errorf("DN %d is found as %v", i, got)
		}
	}
	if got := x.find(7, []byte("4")); got != nil {
		t.Errorf("a DN that is not there is found as %s", got.key.DN)
	}
}

// TestApplyAllIsApply applies one history one by one and all at once.
func TestApplyAllIsApply(t *testing.T) {
	one, events := loadedBoard(t, 500, Options{})
	all, _ := loadedBoard(t, 500, Options{})
	events = append(events, event.Event{Kind: event.KindMessage, Site: "nobody", Connection: 1})
	for i := range events {
		one.Apply(&events[i])
	}
	all.ApplyAll(events)
	if one.Counters() != all.Counters() || one.Version() != all.Version() || one.Diagnostics() != all.Diagnostics() {
		t.Errorf("one by one %+v, all at once %+v", one.Counters(), all.Counters())
	}
	for i, r := range one.Rows() {
		if got := all.Rows()[i]; got.Capture() != r.Capture() || got.Version() != r.Version() {
			t.Errorf("DN %s has %+v one by one, %+v all at once", r.Key().DN, r.Capture(), got.Capture())
		}
	}
}

// TestIndexIsHalfFull: a table grows when it would be more than half full, not before.
func TestIndexIsHalfFull(t *testing.T) {
	var x index
	for i := range leastSlots/2 + 1 {
		want := leastSlots
		if i == leastSlots/2 {
			want *= 2
		}
		dn := fmt.Sprint("7", i)
		if x.add(newRow(nil, Key{DN: dn}, dn, 0)); len(x.slots) != want {
			t.Fatalf("%d rows stand in %d slots, want %d", x.len(), len(x.slots), want)
		}
	}
}
