package incidents

import (
	"time"

	"capdeck/model/board"
)

// Kind is the kind of an incident.
type Kind uint8

// The kinds of incidents. Their words, which files and metrics use, are Kind.String.
const (
	StoppedUnasked    Kind = iota + 1 // a capture stopped during a call although no client asked for it
	StoppedByOther                    // another client stopped a capture during a call
	NotCaptured                       // a gap: on a call and not captured for longer than the grace
	PausedTooLong                     // paused for longer than the limit, or when the call ended
	CapturedAfterCall                 // captured without a call for longer than allowed
	RecorderSilent                    // the recorder of a site or of a team did not answer
	Conflict                          // two indications contradicted each other
	Rejected                          // a command was rejected
	LinkLost                          // the link to the switch was lost
	JournalFailed                     // the journal could not be written
)

var kindWords = [...]string{
	StoppedUnasked: "stopped-unasked", StoppedByOther: "stopped-by-other", NotCaptured: "not-captured",
	PausedTooLong: "paused-too-long", CapturedAfterCall: "captured-after-call", RecorderSilent: "recorder-silent",
	Conflict: "conflict", Rejected: "rejected", LinkLost: "link-lost", JournalFailed: "journal-failed",
}

// Kinds returns all kinds in their order.
func Kinds() []Kind {
	kinds := make([]Kind, 0, len(kindWords)-1)
	for k := StoppedUnasked; int(k) < len(kindWords); k++ {
		kinds = append(kinds, k)
	}
	return kinds
}

// ParseKind returns the kind with this word; ok is false if there is none.
func ParseKind(word string) (kind Kind, ok bool) {
	for _, k := range Kinds() {
		if k.String() == word {
			return k, true
		}
	}
	return 0, false
}

// String returns the word for the kind that files and metrics use, "" for none.
func (k Kind) String() string {
	if int(k) < len(kindWords) {
		return kindWords[k]
	}
	return ""
}

// Severity is how bad an incident is.
type Severity uint8

// The severities, in their order.
const (
	Minor Severity = iota + 1
	Major
)

// String returns the word for the severity that files use, "" for none.
func (s Severity) String() string {
	switch s {
	case Minor:
		return "minor"
	case Major:
		return "major"
	}
	return ""
}

// Reason is why an incident happened, in the words of the person who acknowledges it.
type Reason uint8

// The reasons. The zero value means that the incident is not acknowledged.
const (
	ReasonRecorder Reason = iota + 1
	ReasonServer          // T-Server
	ReasonNetwork
	ReasonConfiguration
	ReasonMaintenance
	ReasonTest
	ReasonFalseAlarm
)

var reasonWords = [...]string{
	ReasonRecorder: "recorder", ReasonServer: "T-Server", ReasonNetwork: "network", ReasonConfiguration: "configuration",
	ReasonMaintenance: "maintenance", ReasonTest: "test", ReasonFalseAlarm: "false alarm",
}

// Reasons returns all reasons in their order.
func Reasons() []Reason {
	reasons := make([]Reason, 0, len(reasonWords)-1)
	for r := ReasonRecorder; int(r) < len(reasonWords); r++ {
		reasons = append(reasons, r)
	}
	return reasons
}

// ParseReason returns the reason with this word; ok is false if there is none.
func ParseReason(word string) (reason Reason, ok bool) {
	for _, r := range Reasons() {
		if r.String() == word {
			return r, true
		}
	}
	return 0, false
}

// String returns the reason as people and files write it, "" for none.
func (r Reason) String() string {
	if int(r) < len(reasonWords) {
		return reasonWords[r]
	}
	return ""
}

// Incident is one thing that went wrong.
type Incident struct {
	// ID identifies the incident for ever: it is unique across processes and sites.
	ID string
	// Kind and Severity are what it is.
	Kind     Kind
	Severity Severity
	// Key is the DN; only the site is set if it is about the link, the recorder or the
	// journal. Team is the team of the DN, or whose recorder is silent. Label and Agent are
	// those when it was raised. None is sanitised.
	Key                board.Key
	Team, Label, Agent string
	// ConnID is the call, 0 for none; Other the other party.
	ConnID uint64
	Other  string
	// Began is when it began, Raised when it was raised, Cleared when it was over, zero while
	// it lasts.
	Began, Raised, Cleared time.Time
	// AtLeast reports that it may have begun before Began. Latest is when the same began last:
	// Began unless Count is above 1.
	AtLeast bool
	Latest  time.Time
	// Cause says more: an error code and text, a cause of a gap; a short sentence, or "".
	// It may come from the network and is not sanitised.
	Cause string
	// EndNotSeen reports that nobody saw when it was over: capdeck ended, or the DN was not
	// watched. Cleared is then the time at which that was decided.
	EndNotSeen bool
	// Count is how often the same has happened since it was raised, from 1.
	Count int
	// Reason, Note, By and Acknowledged are the acknowledgement: the reason, a text, who
	// and when. Reason is 0 until then.
	Reason       Reason
	Note, By     string
	Acknowledged time.Time
}

// IsOpen reports whether it lasts, as far as is known.
func (i *Incident) IsOpen() bool { return i.Cleared.IsZero() }

// IsAcknowledged reports whether a person has acknowledged it.
func (i *Incident) IsAcknowledged() bool { return i.Reason != 0 }

// Lasted returns how long it lasted, until now if it still lasts. It is never negative.
func (i *Incident) Lasted(now time.Time) time.Duration {
	if !i.IsOpen() {
		now = i.Cleared
	}
	return max(now.Sub(i.Began), 0)
}

// EntryKind is what an Entry says about its incident.
type EntryKind uint8

// The kinds of entries.
const (
	EntryRaised EntryKind = iota + 1
	EntryCleared
	EntryAcknowledged
	EntryRepeated // the same happened again while it lasted: Count
)

// Entry is a line for the incident log on disk: what happened to an incident, with the
// whole incident as it is after that.
type Entry struct {
	Kind     EntryKind
	At       time.Time
	Incident Incident
}
