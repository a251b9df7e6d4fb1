//go:build unix

package ptytest

import (
	"fmt"
	"strings"
	"testing"

	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
)

// TestBulkWithCancelAndFailures starts many DNs slowly, cancels the commands that have not been sent, and filters
// the board for the failures.
func TestBulkWithCancelAndFailures(t *testing.T) {
	t.Parallel()
	dns := make([]string, 30)
	for i := range dns {
		dns[i] = fmt.Sprint(7001 + i)
	}
	p := startServer(t, simserver.Options{}, dns...)
	p.record(t, recorder.Options{DNs: dns[1:]}) // no recorder handles 7001
	d := p.sitAt(t, wide, "7001-7030", "--command-rate", "4", "--indication-timeout", "1s")
	d.waitAll(t, "30 of 30 DNs registered", "○ 29 off")
	d.Send(t, "as")
	d.waitAll(t, "Start the capture of 30 DNs?", "[cancel]")
	d.focus(t, "start")
	d.Send(t, "y")
	d.waitAll(t, "Start for 30 DNs:", " queued", " confirmed", "ctrl+x cancels those queued")
	d.Send(t, "\x18")
	d.waitAll(t, "cancelled before being sent", "start cancelled")
	d.waitAll(t, "1 unanswered", " cancelled; F shows where it was not confirmed")
	d.Send(t, "F")
	d.waitAll(t, "filter: start not confirmed (")
	d.waitRow(t, "7001", "! NO ANSWER")
	d.waitNoRow(t, "7002")
	d.Send(t, "\x1b")
	d.waitGone(t, "Start for 30 DNs")
	d.Send(t, "F")
	d.waitGone(t, "start not confirmed")
	d.Send(t, "F")
	d.waitAll(t, "filter: start not confirmed (") // the summary is closed, but its filter stays
	started := 0
	for _, frame := range p.sent(t) {
		if strings.Contains(frame, "7374617274") {
			started++
		}
	}
	if started == 0 || started > 20 {
		t.Errorf("%d of 30 starts were sent, at 4 a second and cancelled in between", started)
	}
	d.quit(t)
}

// TestWriteLock begins locked: only queries are sent until w is pressed.
func TestWriteLock(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d := p.sitAt(t, wide, "7001-7002", "--write-lock", "10m")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off", "LOCKED (w unlocks)")
	d.Send(t, "s")
	d.waitAll(t, "the write-lock is on: start is not sent")
	d.Send(t, "u")
	d.waitRow(t, "7001", "query confirmed")
	d.Send(t, "w")
	d.waitAll(t, "commands are unlocked; they lock again 10m after the last one", "locks in 10 min")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.Send(t, "w")
	d.waitAll(t, "LOCKED (w unlocks)", "commands are locked")
	d.Send(t, "r")
	d.waitAll(t, "the write-lock is on: resume is not sent")
	resumed := false
	for _, frame := range p.sent(t) {
		resumed = resumed || strings.Contains(frame, "726573756d65")
	}
	if resumed {
		t.Error("a locked board has sent resume")
	}
	d.quit(t)
}
