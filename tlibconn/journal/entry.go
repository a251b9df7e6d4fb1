package journal

import "time"

// What Entry.Outcome says of commands that have no outcome.
const (
	// OutcomeOpen: the process lives, the outcome may still come.
	OutcomeOpen = "open"
	// OutcomeUnknown: the process is gone.
	OutcomeUnknown = "outcome unknown"
)

// Process is a process that sent commands: its id, and its start in UTC to the
// microsecond, which tells it from others that had the id.
type Process struct {
	PID   int
	Start time.Time
}

// Entry is one command, or several automatic queries that left together, as the
// journal has it.
type Entry struct {
	// Process and User are who sent it.
	Process Process
	User    string
	// Intent says what was sent and when. Where Recorded is false the journal
	// has only the outcome, as for a command that was cancelled before it left:
	// Intent.Time is then when it ended, and Server, Connection, ConnID and
	// Reference are empty.
	Intent   Intent
	Recorded bool
	// Outcome is how it ended; its Outcome is OutcomeOpen or OutcomeUnknown, and
	// its Time zero, where the journal has no outcome. Automatic queries have none
	// ever: "".
	Outcome Outcome

	place place // as the reader found it
}

// AppendJSON appends the entry as one JSON object without an end of line. Its
// members are those of the lines of a file (see the package documentation);
// "ended" is the time of the outcome. Text is escaped so that it is safe to
// print.
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

// Filter says which entries are wanted. The zero value wants all; each member
// that is set narrows that.
type Filter struct {
	// From and To bound the entry's time: From is in, To is not.
	From, To time.Time
	// DNs are the wanted DNs.
	DNs []string
	// Verb, Outcome and User are the wanted word, state and user. "unknown"
	// stands for OutcomeUnknown too.
	Verb, Outcome, User string
}

// Problem is something that a reader of the journal should know: a line that
// makes no sense, or a time in which the journal could not be written.
type Problem struct {
	// File is the file's path, Line the line's number from 1, 0 for the file as a
	// whole.
	File string
	Line int
	// Text is a sentence. It can repeat text from the file, escaped.
	Text string
	// Damage says that something which was written cannot be read. A last line
	// that is torn, as a process leaves it that ends in the middle of a write, is
	// no damage: none of its requests has left.
	Damage bool
}
