package journal

import "time"

// The values of Entry.Outcome for commands without an outcome.
const (
	// OutcomeOpen: the process is running; the outcome may still follow.
	OutcomeOpen = "open"
	// OutcomeUnknown: the process has ended.
	OutcomeUnknown = "outcome unknown"
)

// Process identifies a process that sent commands: its ID, and its start in UTC to the microsecond, which
// distinguishes it from others that had the same ID.
type Process struct {
	PID   int
	Start time.Time
}

// Entry is one command in the journal, or several automatic queries that left together.
type Entry struct {
	// Process and User identify the sender. Program is the command that sent it if it is not
	// one for daily work, such as check; "" for all others.
	Process Process
	User    string
	Program string
	// Intent is what was sent and when. If Recorded is false, the journal has only the
	// outcome, for example of a command that was cancelled before it left. Intent.Time is
	// then when it ended, and Server, Connection, ConnID and Reference are empty.
	Intent   Intent
	Recorded bool
	// Outcome is how the command ended. If the journal has no outcome, its Outcome is
	// OutcomeOpen or OutcomeUnknown and its Time is zero. For automatic queries its
	// Outcome is always "".
	Outcome Outcome

	place place // where the reader found it
}

// AppendJSON appends the entry as one JSON object without a newline. Its members are those of the lines of
// a file (see the package documentation); "ended" is the time of the outcome. Text is escaped so that it is
// safe to print.
func (e *Entry) AppendJSON(dst []byte) []byte {
	dst = append(dst, `{"kind":"`...)
	kind := kindIntent
	switch {
	case e.Intent.Automatic:
		kind = kindQueries
	case !e.Recorded:
		kind = kindOutcome
	}
	dst = append(dst, kind...)
	dst = append(dst, '"')
	dst = appendTime(dst, "time", e.Intent.Time)
	dst = appendNumber(dst, "pid", int64(e.Process.PID))
	dst = appendTime(dst, "start", e.Process.Start)
	dst = appendString(dst, "user", e.User, maxTextSize)
	dst = appendOptional(dst, "program", e.Program)
	if e.Recorded {
		dst = appendNumber(dst, "session", int64(e.Intent.Connection))
	}
	if e.Intent.Automatic {
		dst = appendNumber(dst, "round", int64(e.Intent.Round))
	} else {
		dst = appendUnsigned(dst, "command", e.Intent.Command)
	}
	dst = appendString(dst, "site", e.Intent.Site, maxTextSize)
	dst = appendOptional(dst, "server", e.Intent.Server)
	dst = appendDN(dst, e.Intent.DN)
	dst = appendConnID(dst, e.Intent.ConnID)
	dst = appendString(dst, "verb", e.Intent.Verb, maxVerbSize)
	if e.Recorded {
		dst = appendReferences(dst, &e.Intent)
	}
	dst = appendResult(dst, &e.Outcome)
	if !e.Outcome.Time.IsZero() {
		dst = appendTime(dst, "ended", e.Outcome.Time)
	}
	return append(dst, '}')
}

// Filter selects entries. The zero value selects all; each field that is set narrows the selection.
type Filter struct {
	// From and To bound the entry's time: From is inclusive, To is exclusive.
	From, To time.Time
	// DNs are the DNs to select.
	DNs []string
	// Verb, Outcome and User are the verb, the outcome and the user to select. The outcome
	// "unknown" also means OutcomeUnknown.
	Verb, Outcome, User string
}

// Problem is something that a reader of the journal should know: a malformed line, or a time in which the
// journal could not be written.
type Problem struct {
	// File is the file's path, and Line the line's number, counted from 1, or 0 for the whole
	// file.
	File string
	Line int
	// Text is a sentence. It can contain text from the file, which is escaped.
	Text string
	// Damage reports that something written cannot be read. A torn last line, which a
	// process leaves when it ends during a write, is not damage: none of its requests was
	// sent.
	Damage bool
}
