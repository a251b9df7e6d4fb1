// Package journal records the requests that a session sends and their outcomes. A capture session requires a
// [Journal], and every request that acts on a DN passes through it: what T-Server received is in the journal,
// even after kill -9 (docs/ARCHITECTURE.md, Files). The package knows no session, no board and no screen.
//
// [File] is the journal on disk; [Read] reads the files of all processes. A file belongs to one process and one
// day in UTC (package dayfile). Each line is a JSON object of its own. Its kind is process (a file begins), intent,
// queries (automatic queries that leave together), outcome, failure (the journal could not be written for a while)
// or told (commands of unknown outcome were reported). Unprintable characters in texts are escaped, so that a file
// can be shown on a terminal.
//
// From the lock that a running process holds on its newest file, a reader knows whether a command is open or its
// process has ended.
package journal

import "time"

// Journal records the requests that a session sends and their outcomes. An implementation adds to each entry
// the data of the process: its ID, its start and the user. It must be safe for concurrent use, because several
// sessions can share it.
type Journal interface {
	// Intent records requests that are about to be sent. A session sends them only after
	// Intent has returned nil, so an implementation must not return nil before the operating
	// system has accepted the bytes. It uses one write for all entries of a call. On an error
	// none of the requests is sent, and the user is shown the error's text as the reason.
	// The slice must not be retained.
	Intent(entries []Intent) error
	// Outcome records how commands ended. On an error the outcomes are lost but not the
	// intents: such a command is shown as "outcome unknown". The slice must not be retained.
	Outcome(entries []Outcome) error
}

// Intent is one request that is about to be sent, or several automatic queries that leave together.
type Intent struct {
	// Time is when the request was prepared.
	Time time.Time
	// Site is the session's site, Server the host:port that receives the request.
	Site, Server string
	// Connection is the number of the connection in its session, counted from 1.
	// ReferenceIDs restart with each connection.
	Connection uint32
	// Command is the command's ID, 0 for requests without one.
	Command uint64
	// Automatic marks an entry for automatic queries that leave together: DN and ConnID
	// are empty. Round is the registration round that caused them, counted from 1.
	// Reference and Last are the ReferenceIDs of the first and the last query, and Count
	// is their number: other requests may have left between them.
	Automatic bool
	Round     uint32
	Last      int32
	Count     int
	// DN is the request's DN, as the user writes it.
	DN string
	// ConnID is the call that the request names, 0 for none.
	ConnID uint64
	// Verb is the word under the capture key, "" if the user data has none. It is cut to 64
	// bytes and not sanitised.
	Verb string
	// Reference is the request's ReferenceID; for automatic queries it is that of the first.
	Reference int32
}

// Outcome is how a command ended.
type Outcome struct {
	// Time is when the command ended.
	Time time.Time
	// Site and DN identify the DN that the command was for.
	Site, DN string
	// Command is the command's ID, as in its Intent.
	Command uint64
	// Verb is the command's word.
	Verb string
	// Outcome is the word for the state in which the command ended (docs/ARCHITECTURE.md, How
	// a command travels).
	Outcome string
	// Code and Text are the server's error, 0 and "" if there was none. Text comes from the
	// network and is not sanitised.
	Code int32
	Text string
	// Why is a sentence about why the command was cancelled or how it was lost, "" if the
	// outcome needs no explanation. It is not sanitised.
	Why string
	// ToAccepted and ToIndication are the times from sending to the EventACK and to the
	// indication, 0 if there was none.
	ToAccepted, ToIndication time.Duration
}

// None is a journal that records nothing, for sessions whose user asked for no journal and for sessions that
// send no commands. The zero value is ready for use.
type None struct{}

// Intent does nothing and returns nil.
func (None) Intent([]Intent) error { return nil }

// Outcome does nothing and returns nil.
func (None) Outcome([]Outcome) error { return nil }
