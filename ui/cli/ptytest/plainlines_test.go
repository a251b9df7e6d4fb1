//go:build unix

package ptytest

import (
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
)

// TestKeepGoingAtATerminal: the flag has no effect at a terminal, and capdeck says so.
func TestKeepGoingAtATerminal(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--plain", "--keep-going")
	d.WaitText(t, "--keep-going has no effect at a terminal, only with lines from a pipe.")
	d.leavePlain(t)
}

// TestPlainLinesThatAreNotWhole: a pasted line that the terminal cut off, and a line that ctrl+d ended, are not run,
// and the board continues.
func TestPlainLinesThatAreNotWhole(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d := p.sitAt(t, wide, "7001,7002", "--plain")
	d.WaitText(t, "2 DNs, 2 registered: 0 recording, 0 paused, 2 off, 0 unknown.")
	d.Send(t, "start 7001"+strings.Repeat(",7001", 1200)+",7002\n")
	d.WaitText(t, "Line 1 is not carried out, because a terminal passes on only 4095 bytes of a line")
	d.Send(t, "filter tem:night\n")
	d.WaitText(t, `The filter is not changed: unknown filter field "tem"`)
	d.Send(t, "start shown\n")
	d.WaitText(t, `start is not sent: "filter tem:night" was refused earlier`)
	d.Send(t, "start 7002\n")
	d.waitAll(t, "7002: recording, was off", "start confirmed in ")
	d.Send(t, "stop 700\x04\x04\x04")
	d.WaitText(t, "Line 5 is not carried out, because it has no line end")
	if code := d.WaitExit(t); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	for _, dn := range []string{"7001: recording", "7002: off"} {
		if strings.Contains(d.Screen.Text(), dn) {
			t.Errorf("the screen shows %q", dn)
		}
	}
}
