//go:build unix

package ptytest

import (
	"bytes"
	"testing"
)

// TestDemo follows the first minute of a new user.
func TestDemo(t *testing.T) {
	t.Parallel()
	d := sit(t, wide, "--demo")
	d.waitAll(t, "LINK UP", "59 of 60 DNs registered")
	d.waitRow(t, "7001", "○ OFF")
	d.waitRow(t, "7012", "! REFUSED 59 DN is not configured in CME")

	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.hasShown(t, "start accepted")

	d.Send(t, "p")
	d.waitAll(t, "Pause the capture of 1 DN?", "[cancel]")
	d.focus(t, "pause")
	d.Send(t, "\x1b[D")
	d.WaitText(t, "[cancel]")
	d.Send(t, "\r")
	d.waitGone(t, "Pause the capture")
	d.waitRow(t, "7001", "● REC", "start confirmed")

	d.Send(t, "p")
	d.WaitText(t, "Pause the capture of 1 DN?")
	d.focus(t, "pause")
	d.Send(t, "\r")
	d.waitRow(t, "7001", "‖ PAUSED", "pause confirmed")
	d.hasShown(t, "pause accepted")

	d.Send(t, "r")
	d.waitRow(t, "7001", "● REC", "resume confirmed")

	d.Send(t, "x")
	d.WaitText(t, "Stop the capture of 1 DN?")
	d.focus(t, "stop")
	d.Send(t, "y")
	d.waitRow(t, "7001", "○ OFF", "stop confirmed")

	d.Send(t, "u")
	d.waitRow(t, "7001", "○ OFF", "query confirmed")
	if bytes.Contains(d.Raw(), []byte("CONFLICT")) {
		t.Error("the answers to the automatic query and to the first command are no conflict")
	}
	// The DN without a recorder, once its query has gone unanswered.
	d.waitRow(t, "7007", "~ ? UNKNOWN", "! NO ANSWER")
	d.quit(t)
}

// TestDemoQuits: quitting asks before it gives up commands that wait for an answer.
func TestDemoQuits(t *testing.T) {
	t.Parallel()
	d := sit(t, wide, "--demo", "--no-query")
	d.waitAll(t, "LINK UP", "59 of 60 DNs registered")
	d.Send(t, "jjjjjj")
	d.WaitText(t, ">  7007")
	d.Send(t, "sq")
	d.waitAll(t, "1 command waits for an answer. Quit?", "[stay]")
	d.focus(t, "quit")
	d.Send(t, "\x1b")
	d.waitGone(t, "Quit?")
	d.Send(t, "q")
	d.WaitText(t, "Quit?")
	d.focus(t, "quit")
	d.Send(t, "y")
	if code := d.WaitExit(t); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	d.isRestored(t)
}
