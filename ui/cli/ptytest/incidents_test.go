//go:build unix

package ptytest

import (
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
)

// TestIncidentSurvivesKill kills the board while an incident lasts. The next run lists it, shows it on the row, and
// acknowledges it; the run after that no longer lists it.
func TestIncidentSurvivesKill(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001", "7002")
	p.record(t, recorder.Options{DNs: []string{"7001", "7002"}})
	variables, _ := withState(t)
	sit := func() *desk {
		return sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001-7002", "--coverage-grace", "10m")
	}
	d := sit()
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
	call, err := p.server.Ring("7001", "7090")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.server.Answer("7001", call); err != nil {
		t.Fatal(err)
	}
	d.waitRow(t, "7001", "talking")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC")
	if err := p.recorder.Unasked("7001", event.Disabled); err != nil {
		t.Fatal(err)
	}
	d.waitRow(t, "7001", "! STOPPED UNASKED")
	d.Send(t, "i")
	d.waitAll(t, "stopped unasked", "open", "not acknowledged")
	if err := d.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	d.WaitExit(t)

	d = sit()
	d.waitRow(t, "7001", "! STOPPED UNASKED")
	d.Send(t, "K")
	d.waitAll(t, "What was the reason?", "[recorder]")
	// The dialog accepts no key before the terminal has shown it. At its first choice, left does nothing more.
	d.keepPressing(t, "\x1b[D", "[cancel]")
	d.Send(t, "\x1b[C\x1b[C\r")
	d.waitAll(t, "T-Server, note")
	d.Send(t, "a patch\r")
	d.waitAll(t, "acknowledged", ": T-Server")
	d.waitGone(t, "! STOPPED UNASKED")
	d.Send(t, "i")
	d.waitAll(t, "Every incident is acknowledged.")
	d.Send(t, "\x1b")
	d.waitGone(t, "Every incident is acknowledged.")
	d.quit(t)

	d = sit()
	d.waitAll(t, "2 of 2 DNs registered")
	d.Send(t, "i")
	d.waitAll(t, "Every incident is acknowledged.")
	d.quit(t)
}
