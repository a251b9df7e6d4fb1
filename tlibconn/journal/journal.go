// Package journal is the border between a session and the record of what it
// sent. A session takes a [Journal] as a required option, and no request that
// acts on a DN goes round it: what T-Server received is in the journal, even
// after kill -9 (docs/ARCHITECTURE.md, Files).
//
// [File] is the journal on disk, [Read] reads what the files of all processes
// hold. A file belongs to one process and one day in UTC, so that its name
// means the same wherever it is read and no hour comes twice. Its name is
// 2026-11-23-PID.jsonl; a process that finds the name taken, because its id was
// in use before on that day, adds -2, -3 and so on, and so never writes into a
// file that it has not made. Each line is a JSON object that stands by itself,
// of the kind process (a file begins), intent, queries (automatic queries that
// leave together), outcome, failure (the journal could not be written for a while) or
// told (commands of unknown outcome were reported). In texts everything that is
// not printable is escaped, so that a file can be shown on a terminal.
//
// A living process holds a lock (flock) on its newest file. That is how a
// reader tells a command that is open from one whose process is gone: the
// operating system drops the lock whatever ends the process, and it tells
// processes apart where their ids cannot, in containers that share a directory.
package journal

import "time"

// Journal records what leaves a session and what became of it. An
// implementation adds to each entry what is the same for the whole process:
// its id, its start and the user. It must be safe for concurrent use: several
// sessions can share one.
type Journal interface {
	// Intent records requests that are about to leave. A session sends them
	// only after Intent returned nil, so an implementation returns when the
	// operating system has the bytes: one write for all entries of a call. On
	// an error none of the requests leaves; the error's text is shown to
	// the user as the reason. The slice is the caller's again on return.
	Intent(entries []Intent) error
	// Outcome records how commands ended. An error loses the outcomes, not the
	// intents: such a command reads "outcome unknown". The slice is the
	// caller's again on return.
	Outcome(entries []Outcome) error
}

// Intent is one request that is about to leave, or several automatic queries that
// leave together.
type Intent struct {
	// Time is when the request was made ready to leave.
	Time time.Time
	// Site is the session's site, Server the host:port that gets the request.
	Site, Server string
	// Connection is the number of the connection in its session, counted from
	// 1: ReferenceIDs begin anew with each.
	Connection uint32
	// Command is the board's number of the command, 0 for requests that no
	// board asked for.
	Command uint64
	// Automatic marks the one entry that stands for automatic queries that leave
	// together: DN and ConnID are empty. Round is the registration round that they
	// came after, counted from 1. Reference and Last are the ReferenceIDs of the
	// first and the last of them, Count is how many they are: other requests may
	// have left between.
	Automatic bool
	Round     uint32
	Last      int32
	Count     int
	// DN is the request's DN, as the user writes it.
	DN string
	// ConnID is the call that the request names, 0 for none.
	ConnID uint64
	// Verb is the word under the capture key, "" if the user data has none. It
	// is cut to 64 bytes and not sanitised.
	Verb string
	// Reference is the request's ReferenceID, of automatic queries the first one's.
	Reference int32
}

// Outcome is how a command ended.
type Outcome struct {
	// Time is when the command ended.
	Time time.Time
	// Site and DN say which row it was for.
	Site, DN string
	// Command is the board's number of the command, as in its Intent.
	Command uint64
	// Verb is the command's word.
	Verb string
	// Outcome is the state in which the command ended, in words
	// (docs/ARCHITECTURE.md, How a command travels).
	Outcome string
	// Code and Text are the server's error, 0 and "" if there was none. Text
	// comes from the network and is not sanitised.
	Code int32
	Text string
	// Why is a sentence on why the command was cancelled or how it was lost, ""
	// where the outcome says it all. It is not sanitised.
	Why string
	// ToAccepted and ToIndication are the times from sending to the EventACK
	// and to the indication, 0 where there was none.
	ToAccepted, ToIndication time.Duration
}

// None is the journal that records nothing: for sessions whose user asked for
// no journal, and for those that send no commands. The zero value is ready.
type None struct{}

// Intent does nothing and returns nil.
func (None) Intent([]Intent) error { return nil }

// Outcome does nothing and returns nil.
func (None) Outcome([]Outcome) error { return nil }
