package ui

import (
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/wire"
)

// TestNotCapturedOnACallIsMarked checks that a capture that is off, paused or unknown is
// marked while the DN talks or holds a call, and only then, in plain text.
func TestNotCapturedOnACallIsMarked(t *testing.T) {
	w := newWindow(t, 120, 24, nil, entries("7001")...)
	w.linkUp()
	w.register("7001")
	step := func(want string, do func()) {
		t.Helper()
		w.later(3 * time.Second)
		do()
		w.flush()
		if row := w.row("7001"); !strings.Contains(row, want+" ") {
			t.Errorf("the row reads %q, want %q", row, want)
		}
	}
	step("○ OFF", func() { w.indicate("7001", "disabled", 0) })
	step("○ OFF", func() { w.call(wire.EventRinging, "7001", 7, "+4930") })
	step("○ OFF◀", func() { w.call(wire.EventEstablished, "7001", 7, "+4930") })
	step("● REC", func() { w.indicate("7001", "enabled", 7) })
	step("‖ PAUSED◀", func() { w.indicate("7001", "paused", 7) })
	step("‖ PAUSED◀", func() { w.call(wire.EventHeld, "7001", 7, "+4930") })
	step("‖ PAUSED", func() { w.call(wire.EventReleased, "7001", 7, "+4930") })
}

// TestLastCommandFades checks that the age of a command follows it after a minute.
func TestLastCommandFades(t *testing.T) {
	w := running(t, 120, 24, 3, nil)
	w.keys("s")
	for _, command := range w.leave() {
		w.accept(command)
	}
	w.indicate("7001", "enabled", 0)
	w.flush()
	w.later(59 * time.Second)
	if row := w.row("7001"); !strings.Contains(row, "start confirmed") || strings.Contains(row, " ago") {
		t.Errorf("before a minute the row reads %q", row)
	}
	w.later(12 * time.Minute)
	if row := w.row("7001"); !strings.Contains(row, "start confirmed 0 ms, 12m ago") {
		t.Errorf("later the row reads %q", row)
	}
}
