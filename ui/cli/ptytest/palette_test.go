//go:build unix

package ptytest

import (
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// unseen is the palette's sentence about an enter that arrived before its frame.
const unseen = "was shown: press it again"

// carryOut presses enter in the open palette until the palette accepts it: the palette learns what is shown a little
// later than the terminal.
func (d *desk) carryOut(t *testing.T) {
	t.Helper()
	for {
		d.Send(t, "\r")
		open := true
		d.WaitFor(t, func(screen *screentest.Screen) bool {
			open = strings.Contains(screen.Text(), "> Commands (")
			return !open || strings.Contains(screen.Text(), unseen)
		}, "the palette to close")
		if !open {
			return
		}
		// Page up stays on the first line and removes the sentence.
		d.Send(t, "\x1b[5~")
		d.waitGone(t, unseen)
	}
}

// TestPalette finds commands by their names and runs them.
func TestPalette(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002", "7003")
	d := p.sitAt(t, wide, "7001-7003")
	d.waitAll(t, "3 of 3 DNs registered", "○ 3 off", ": commands")

	d.Send(t, "j:")
	d.waitAll(t, "> Commands (act on 7002)", "> start ", "! mark a row first")
	d.Send(t, "quer")
	d.waitAll(t, "> query ", " : quer")
	d.waitGone(t, "! mark a row first")
	d.carryOut(t)
	d.waitRow(t, "7002", "query confirmed")

	// The command that was used last is first, and esc changes nothing.
	d.Send(t, ":")
	d.WaitText(t, "> query ")
	d.Send(t, "xyzzy")
	d.WaitText(t, "No command matches: xyzzy")
	d.Send(t, "\x1b")
	d.waitGone(t, "Commands (")

	// The palette asks about two marked DNs as the key does.
	d.Send(t, "  :")
	d.WaitText(t, "Commands (act on 2 marked DNs)")
	d.Send(t, "start")
	d.WaitText(t, "> start ")
	d.carryOut(t)
	d.waitAll(t, "Start the capture of 2 DNs?", "[cancel]")
	d.focus(t, "start")
	d.Send(t, "y")
	d.waitRow(t, "7002", "● REC", "start confirmed")
	d.waitRow(t, "7003", "● REC", "start confirmed")
	if got := row(d.Screen, "7001"); !strings.Contains(got, "○ OFF") {
		t.Errorf("no one asked for 7001, which reads %q", got)
	}

	// A command that is typed together with its enter was never seen.
	d.Send(t, "\x1b")
	d.waitGone(t, "2 marked")
	d.Send(t, ":freeze\r")
	d.WaitText(t, "> freeze ")
	if strings.Contains(d.Screen.Text(), "FROZEN") {
		t.Error("a command was carried out that was never shown")
	}
	d.carryOut(t)
	d.WaitText(t, "FROZEN since")
	d.Send(t, ":quit")
	d.WaitText(t, "> quit ")
	d.carryOut(t)
	if code := d.WaitExit(t); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	d.isRestored(t)
}
