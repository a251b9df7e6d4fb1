package live

import (
	"errors"
	"fmt"
	"syscall"

	"capdeck/tlibconn/journal"
	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/textfile"
)

// Journal is the journal of a process. The program closes it before it exits.
type Journal interface {
	journal.Journal
	// State reports whether commands can be recorded.
	State() journal.State
	// Tell records that the user has seen the unknown outcomes of these processes.
	Tell(processes []journal.Process) error
	// Close returns an error if entries were lost.
	Close() error
}

// Unrecorded is the journal of --no-journal.
type Unrecorded struct{ journal.None }

// State returns the state of a journal without problems.
func (Unrecorded) State() journal.State { return journal.State{} }

// Tell does nothing and returns nil.
func (Unrecorded) Tell([]journal.Process) error { return nil }

// Close does nothing and returns nil.
func (Unrecorded) Close() error { return nil }

// openJournal opens the journal of this process. It calls changed, which may be nil, when
// the journal's state changes. The journal never contains a secret. program marks the entries,
// "" does not.
func openJournal(program string, given *flags.Journal, guard *crash.Guard, changed func(journal.State), secrets ...string) (Journal, error) {
	options := journal.Options{
		Dir: process.JournalDir(), User: process.UserName(), Program: program, Secrets: secrets, Changed: changed, Go: guard.Go,
	}
	if given.Always() {
		options.Sync = journal.SyncAlways
	}
	if given.None {
		return Unrecorded{}, nil
	}
	file, err := journal.Open(options)
	if err != nil {
		return nil, fmt.Errorf("the journal cannot be opened: %w", err)
	}
	return file, nil
}

// Close closes the journal after its session and returns the error of the session, which
// may be nil, with what the journal lost. The exit code is that of the session.
func Close(session error, recorded Journal) error { return joined(session, recorded.Close()) }

// joined returns the error of a session, which may be nil, with one about what was lost.
func joined(session, err error) error {
	switch {
	case err == nil:
		return session
	case session == nil:
		return err
	case session.Error() == "":
		return &exit.Error{Code: exit.CodeOf(session), Err: err}
	}
	return fmt.Errorf("%w; %w", session, err)
}

// JournalProblem returns why the journal cannot be written or read, and what to do about
// it.
func JournalProblem(err error) string {
	text := textfile.InWords(err)
	var errno syscall.Errno
	if errors.As(err, &errno) {
		text += fmt.Sprintf("; correct that, or name another folder with %s", process.StateVariable)
	}
	return text
}
