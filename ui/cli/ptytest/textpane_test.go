//go:build unix

package ptytest

import (
	"os"
	"strings"
	"testing"

	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// waitLine waits until one line contains all of the texts.
func (d *desk) waitLine(t *testing.T, texts ...string) {
	t.Helper()
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		for line := range strings.Lines(screen.Text()) {
			if hasAll(line, texts...) {
				return true
			}
		}
		return false
	}, "a line with "+strings.Join(texts, " and "))
}

// sentAndAnswered starts and stops 7001, and sends a command to 7002, whose recorder does not answer.
func sentAndAnswered(t *testing.T, d *desk) {
	t.Helper()
	d.waitAll(t, "2 of 2 DNs registered")
	d.Send(t, "s")
	d.waitRow(t, "7001", "start confirmed")
	d.Send(t, "x")
	d.focus(t, "stop")
	d.Send(t, "y")
	d.waitRow(t, "7001", "stop confirmed")
	d.Send(t, "js")
	d.waitRow(t, "7002", "start accepted")
}

// TestStatisticsAndSent reads the figures of the session, and its commands in the journal.
func TestStatisticsAndSent(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001", "7002")
	p.record(t, recorder.Options{DNs: []string{"7001"}})
	variables, dir := withState(t)
	d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001,7002", "--no-query", "--indication-timeout", "1h")
	sentAndAnswered(t, d)
	d.Send(t, "S")
	d.waitAll(t, "── Statistics", "S closes", "Counted since the start at", "1 is open", "Recorder     answers")
	outcomes := func(name, sent, confirmed string) {
		t.Helper()
		d.WaitFor(t, func(screen *screentest.Screen) bool {
			for line := range strings.Lines(screen.Text()) {
				fields := strings.Fields(line)
				if len(fields) == 9 && fields[0] == name && fields[1] == sent && fields[2] == confirmed {
					return true
				}
			}
			return false
		}, name+" with "+sent+" sent and "+confirmed+" confirmed")
	}
	outcomes("all", "2", "2")
	outcomes("start", "1", "1")
	outcomes("stop", "1", "1")
	d.Send(t, "h")
	d.waitAll(t, "── Sent", "following", "h closes")
	d.waitLine(t, "start", "7001", "confirmed", "accepted after", "indication after")
	d.waitLine(t, "stop", "7001", "confirmed", "accepted after", "indication after")
	d.waitLine(t, "start", "7002", "open")
	d.Send(t, "\t")
	d.waitAll(t, "── > Sent")
	d.Send(t, "h")
	d.waitGone(t, "h closes")
	if entries := readJournal(t, dir, journal.Filter{Outcome: "confirmed"}); len(entries) != 2 {
		t.Errorf("the journal has %+v", entries)
	}
	d.Send(t, "q")
	d.waitAll(t, "waits for an answer. Quit?")
	d.focus(t, "quit")
	d.Send(t, "y")
	d.WaitExit(t)
}

// TestSentWithoutAJournal shows the same, and says that nothing is recorded.
func TestSentWithoutAJournal(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--no-journal")
	d.waitAll(t, "○ 1 off")
	d.Send(t, "sh")
	d.waitAll(t, "Sent, NOT RECORDED (no journal)")
	d.waitLine(t, "query", "automatic quer")
	d.waitLine(t, "start", "7001", "confirmed", "indication after")
	d.quit(t)
}

// TestSentStandsStill scrolls up in a small window while commands are sent.
func TestSentStandsStill(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, size{80, 16}, "7001", "--no-query")
	d.waitAll(t, "1/1 DN")
	for range 6 {
		d.Send(t, "s")
		d.waitRow(t, "7001", "start confirmed")
		d.Send(t, "u")
		d.waitRow(t, "7001", "query confirmed")
	}
	d.Send(t, "h")
	d.waitAll(t, "lines 5 to 12 of 12", "following")
	d.Send(t, "\t\x1b[A")
	d.waitAll(t, "lines 4 to 11 of 12", "1 newer below")
	d.Send(t, "s")
	d.waitAll(t, "lines 4 to 11 of 12", "2 newer below")
	d.Send(t, "G")
	d.waitAll(t, "of 13", "following")
	d.waitRow(t, "7001", "start confirmed")
	d.quit(t)
}

// TestSentTellsThatTheJournalFailed: the pane reports that nothing could be recorded.
func TestSentTellsThatTheJournalFailed(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	variables, dir := withoutJournal(t)
	d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001", "--no-query")
	d.waitAll(t, "1 of 1 DN registered")
	d.Send(t, "h")
	d.waitAll(t, "Sent, ! JOURNAL FAILED", "! JOURNAL FAILED: ")
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	d.waitAll(t, "The journal can be written again")
	d.Send(t, "s")
	d.waitLine(t, "start", "7001", "confirmed", "indication after")
	d.quit(t)
}
