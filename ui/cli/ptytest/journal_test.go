//go:build unix

package ptytest

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
)

// withState returns a new state directory, the variable that names it, and the place of the journal in it.
func withState(t *testing.T) (variables []string, dir string) {
	t.Helper()
	state := t.TempDir()
	return []string{"XDG_STATE_HOME=" + state, "CAPDECK_NO_EVIDENCE=false"}, filepath.Join(state, "capdeck", "journal")
}

// withoutJournal is withState with a file in place of the journal's folder: nothing can be recorded until the file
// is removed.
func withoutJournal(t *testing.T) (variables []string, dir string) {
	t.Helper()
	variables, dir = withState(t)
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return variables, dir
}

func readJournal(t *testing.T, dir string, filter journal.Filter) []journal.Entry {
	t.Helper()
	entries, problems, err := journal.Read(dir, filter)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range problems {
		if problem.Damage {
			t.Errorf("%+v", problem)
		}
	}
	return entries
}

// TestJournalOfTheBoard: commands sent by keys are in the journal with their outcomes, and so are the automatic
// queries; those that are sent together are one line.
func TestJournalOfTheBoard(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	variables, dir := withState(t)
	d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001,7002")
	d.waitAll(t, "○ 2 off")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.quit(t)
	entries := readJournal(t, dir, journal.Filter{})
	last := entries[len(entries)-1]
	if got := last.Intent.Verb + " " + last.Intent.DN + " " + last.Outcome.Outcome; got != "start 7001 confirmed" {
		t.Errorf("the last line of the journal is %q", got)
	}
	queries := 0
	for _, e := range entries[:len(entries)-1] {
		if !e.Intent.Automatic || e.Intent.Verb != "query" {
			t.Errorf("the journal has %s of %s in front of it", e.Intent.Verb, e.Intent.DN)
		}
		queries += e.Intent.Count
	}
	if queries != 2 {
		t.Errorf("the journal has %d automatic queries, want one for each DN", queries)
	}
}

// TestJournalOfAKilledBoard kills the board while it waits for the recorder.
func TestJournalOfAKilledBoard(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	p.record(t, recorder.Options{DNs: []string{"7001"}, Behaviour: recorder.Behaviour{Silent: true}})
	variables, dir := withState(t)
	d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001", "--no-query", "--indication-timeout", "1h")
	d.waitAll(t, "1 of 1 DN registered")
	d.Send(t, "s")
	d.waitRow(t, "7001", "start accepted")
	if open := readJournal(t, dir, journal.Filter{Outcome: journal.OutcomeOpen}); len(open) != 1 {
		t.Errorf("while the board lives, the open commands are %+v", open)
	}
	if err := d.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	d.WaitExit(t)
	unknown := readJournal(t, dir, journal.Filter{Outcome: journal.OutcomeUnknown})
	if len(unknown) != 1 || unknown[0].Intent.Verb != "start" || unknown[0].Intent.DN != "7001" {
		t.Errorf("when the board is gone, what is unknown is %+v", unknown)
	}
	// The next start says so, and the one after it does not.
	next := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001", "--no-query")
	next.waitAll(t, "1 of 1 DN registered", "1 command of an earlier run with an unknown outcome")
	next.quit(t)
	last := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001", "--no-query")
	last.waitAll(t, "1 of 1 DN registered")
	last.Send(t, "u")
	last.waitRow(t, "7001", "query accepted")
	last.waitGone(t, "unknown outcome")
	last.Send(t, "q")
	last.waitAll(t, "waits for an answer. Quit?")
	last.focus(t, "quit")
	last.Send(t, "y")
	last.WaitExit(t)
}

// TestJournalHasAnOutcomeAtTheEnd ends the board while it waits for the recorder, with its key and with a signal.
func TestJournalHasAnOutcomeAtTheEnd(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, why string
		end       func(t *testing.T, d *desk)
	}{
		{"key", "capdeck was quit", func(t *testing.T, d *desk) {
			d.Send(t, "q")
			d.waitAll(t, "waits for an answer. Quit?")
			d.focus(t, "quit")
			d.Send(t, "y")
		}},
		{"signal", "capdeck exited", func(t *testing.T, d *desk) { d.Signal(t, syscall.SIGTERM) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := startServer(t, simserver.Options{}, "7001")
			p.record(t, recorder.Options{DNs: []string{"7001"}, Behaviour: recorder.Behaviour{Silent: true}})
			variables, dir := withState(t)
			d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001", "--no-query", "--indication-timeout", "1h")
			d.waitAll(t, "1 of 1 DN registered")
			d.Send(t, "s")
			d.waitRow(t, "7001", "start accepted")
			test.end(t, d)
			d.WaitExit(t)
			entries := readJournal(t, dir, journal.Filter{})
			if len(entries) != 1 || entries[0].Outcome.Outcome != "unanswered" || entries[0].Outcome.Why != test.why {
				t.Errorf("the journal has %+v", entries)
			}
		})
	}
}

// TestJournalFailed: no command is sent while none can be recorded. The screen says why, and sending works again
// once the journal does.
func TestJournalFailed(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	variables, dir := withoutJournal(t)
	d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001", "--no-query")
	d.waitAll(t, "1 of 1 DN registered", "JOURNAL FAILED", "is a file, not a folder")
	d.Send(t, "s")
	d.waitAll(t, "start is not sent, because the journal cannot be written")
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	d.waitGone(t, "JOURNAL FAILED")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.quit(t)
	if entries := readJournal(t, dir, journal.Filter{}); len(entries) != 1 || entries[0].Outcome.Outcome != "confirmed" {
		t.Errorf("the journal has %+v", entries)
	}
}
