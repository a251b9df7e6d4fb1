package cli

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/journal"
	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/textfile"
)

// records is a journal that is closed at the end of the program.
type records interface {
	journal.Journal
	// State says whether commands can be recorded.
	State() journal.State
	// Tell records that the user was told of these processes' unknown outcomes.
	Tell(processes []journal.Process) error
	Close() error
}

// noRecords is the journal of --no-journal.
type noRecords struct{ journal.None }

// State says that all is well.
func (noRecords) State() journal.State { return journal.State{} }

// Tell does nothing and returns nil.
func (noRecords) Tell([]journal.Process) error { return nil }

// Close does nothing and returns nil.
func (noRecords) Close() error { return nil }

// siteName is the site of the one T-Server that a board has.
const siteName = "default"

// openSession returns the options of a session and the journal that it needs, which is to be
// closed after the session. changed, which may be nil, is told of the journal's state: a
// journal that cannot be written is no error here. The guard and the journal learn the
// password, so that neither a crash report nor a line of the journal contains it.
func openSession(given *flags.Session, streams process.Streams, changed func(journal.State)) (capture.Options, records, error) {
	options, secret, err := given.Options(streams)
	if err != nil {
		return capture.Options{}, nil, err
	}
	streams.Guard.AddSecret(secret)
	recorded, err := openJournal(&given.Safety.Journal, streams.Guard, changed, secret)
	if err != nil {
		return capture.Options{}, nil, err
	}
	options.Session.Site, options.Session.Go = siteName, streams.Guard.Go
	given.TLS.Warn(streams.Err)
	return options, recorded, nil
}

func boardEntries(entries []dnfile.Entry) []board.Entry {
	rows := make([]board.Entry, len(entries))
	for i, entry := range entries {
		rows[i] = board.Entry{Key: board.Key{Site: siteName, DN: entry.DN}, Label: entry.Label, Team: entry.Team}
	}
	return rows
}

// openJournal opens the journal of this process. changed, which may be nil, is told of
// its state. No secret gets into the journal.
func openJournal(given *flags.Journal, guard *crash.Guard, changed func(journal.State), secrets ...string) (records, error) {
	options := journal.Options{
		Dir: process.JournalDir(), User: process.UserName(), Secrets: secrets, Changed: changed, Go: guard.Go,
	}
	if given.Always() {
		options.Sync = journal.SyncAlways
	}
	if given.None {
		return noRecords{}, nil
	}
	file, err := journal.Open(options)
	if err != nil {
		return nil, fmt.Errorf("the journal cannot be opened: %w", err)
	}
	return file, nil
}

// closeBehind closes the journal behind a session that ended with an error or
// without, and adds what is lost. The exit code is the session's.
func closeBehind(session error, recorded records) error {
	err := recorded.Close()
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

// journalNews says that the journal's state has changed. It holds one such
// piece of news, so that the journal never waits.
type journalNews chan struct{}

func (n journalNews) changed(journal.State) {
	select {
	case n <- struct{}{}:
	default:
	}
}

// tell sends the state whenever it has changed, until the context
// ends. It asks for the state as it is then: news can overtake each other.
func (n journalNews) tell(ctx context.Context, recorded records, send func(model.Msg) bool) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n:
			msg := model.JournalState{Now: time.Now()}
			if failed := recorded.State().Err; failed != nil {
				msg.Failed, msg.Why = true, journalProblem(failed)
			}
			send(msg)
		}
	}
}

// tellUnknown says how many commands of earlier processes have no known
// outcome, once: what was told is recorded. send is false where nobody is left
// to be told.
func tellUnknown(recorded records, send func(model.Msg) bool) {
	lost, err := journal.Unknown(process.JournalDir(), time.Now())
	switch {
	case err != nil:
		send(model.Say{Now: time.Now(), Text: journalProblem(err), IsError: true})
	case lost.Commands > 0:
		text := fmt.Sprintf("%s of an earlier run with unknown outcome: see capdeck journal --outcome unknown", phrase.Count(lost.Commands, "command", "commands"))
		if send(model.Say{Now: time.Now(), Text: text, IsError: true, Stays: true}) {
			// That it cannot be written shows in the journal's state.
			_ = recorded.Tell(lost.Processes)
		}
	}
}

// outcomesOf makes the journal's entries of commands that have ended.
func outcomesOf(commands []board.Command) []journal.Outcome {
	outcomes := make([]journal.Outcome, len(commands))
	for i := range commands {
		c := &commands[i]
		outcomes[i] = journal.Outcome{
			Time: c.Ended, Site: c.Key.Site, DN: c.Key.DN, Command: uint64(c.ID), Verb: c.Verb.String(),
			Outcome: c.Life.String(), Code: c.Code, Text: c.Text, Why: c.Why,
			ToAccepted: between(c.Sent, c.Accepted), ToIndication: between(c.Sent, c.Indicated),
		}
		if c.NoACK && c.Why == "" {
			outcomes[i].Why = "no EventACK came"
		}
	}
	return outcomes
}

// between returns the time from sent to an answer, 0 if none came.
func between(sent, answered time.Time) time.Duration {
	if sent.IsZero() || answered.IsZero() {
		return 0
	}
	return answered.Sub(sent)
}

// journalProblem says why the journal cannot be written or read, and what to do.
func journalProblem(err error) string {
	text := textfile.InWords(err)
	var errno syscall.Errno
	if errors.As(err, &errno) {
		text += fmt.Sprintf("; mend that, or name another folder by %s", process.StateVariable)
	}
	return text
}
