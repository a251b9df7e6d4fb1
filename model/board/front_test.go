package board

import (
	"testing"
	"unsafe"

	"capdeck/tlibconn/event"
)

// TestFrontOfARow checks that an indication touches six cache lines, and that fetch reads
// these.
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
