package recorder

import (
	"strings"
	"time"

	"capdeck/tlibconn/event"
)

// Outcome is how a command or an indication ended.
type Outcome uint8

// The outcomes.
const (
	// OutcomeAccepted: T-Server answered the indication by EventACK.
	OutcomeAccepted Outcome = iota + 1
	// OutcomeRejected: T-Server answered by EventError.
	OutcomeRejected
	// OutcomeUnanswered: the indication was sent, and no answer came within Options.AnswerTimeout or before
	// the connection ended.
	OutcomeUnanswered
	// OutcomeUnsent: the indication was not sent and never will be.
	OutcomeUnsent
	// OutcomeIgnored: the recorder ignored the command, because of Behaviour.Silent.
	OutcomeIgnored
)

var outcomeWords = [...]string{
	OutcomeAccepted: "accepted", OutcomeRejected: "rejected", OutcomeUnanswered: "unanswered", OutcomeUnsent: "not sent", OutcomeIgnored: "ignored",
}

// String returns the outcome as a word or two, "" for the zero value.
func (o Outcome) String() string {
	if int(o) < len(outcomeWords) {
		return outcomeWords[o]
	}
	return ""
}

// Faults is a set of the faults of a Behaviour that occurred.
type Faults uint8

// The faults. FaultConnID stands for any other choice than ConnIDSame.
const (
	FaultSilent Faults = 1 << iota
	FaultLate
	FaultConnID
	FaultTwice
	FaultWrong
)

// Words returns the faults as the words of an order, in a fixed order.
func (f Faults) Words() []string {
	var words []string
	for bit, word := range [...]string{"silent", "late", "conn-id", "twice", "wrong"} {
		if f&(1<<bit) != 0 {
			words = append(words, word)
		}
	}
	return words
}

// String returns the words, separated by commas.
func (f Faults) String() string { return strings.Join(f.Words(), ",") }

// Fate is what became of one command or one indication. With Twice, a command has two fates.
type Fate struct {
	// Command is the command. Its ID is 0 for an indication that no command asked for.
	Command Command
	// DN is the DN of both.
	DN string
	// Indication is what was sent, or would have been, event.IndicationNone for OutcomeIgnored. ConnID is the call that it
	// names, 0 for none.
	Indication event.Indication
	ConnID     uint64
	// Faults are those that occurred.
	Faults Faults
	// Outcome is how it ended.
	Outcome Outcome
	// Code and Text are those of the EventError; Text comes from the network and is not sanitised.
	Code int32
	Text string
	// Reason is a clause about why the indication was not sent or not answered, "" for other outcomes.
	Reason string
	// Sent is when the indication was sent, zero if it was not. Ended is when the outcome became known.
	Sent, Ended time.Time
}

// Counts holds the counts of a Recorder over all its sessions.
type Counts struct {
	// Commands counts the commands received, Verbs the same by verb.
	Commands uint64
	Verbs    [event.VerbQuery + 1]uint64
	// Indications counts the indications sent.
	Indications uint64
	// Acknowledged and Rejected count T-Server's answers to them, Unanswered those without one
	// (OutcomeUnanswered).
	Acknowledged, Rejected, Unanswered uint64
	// Unsent counts the indications that could not be sent, Ignored the commands that Behaviour.Silent ignored.
	Unsent, Ignored uint64
	// Late, ConnID, Twice and Wrong count the commands and unasked indications for which these faults of a Behaviour occurred.
	Late, ConnID, Twice, Wrong uint64
}

func (c *Counts) addFaults(faults Faults) {
	for _, count := range [...]struct {
		fault Faults
		of    *uint64
	}{{FaultLate, &c.Late}, {FaultConnID, &c.ConnID}, {FaultTwice, &c.Twice}, {FaultWrong, &c.Wrong}} {
		if faults&count.fault != 0 {
			*count.of++
		}
	}
}

func (c *Counts) addOutcome(outcome Outcome) {
	switch outcome {
	case OutcomeAccepted:
		c.Acknowledged++
	case OutcomeRejected:
		c.Rejected++
	case OutcomeUnanswered:
		c.Unanswered++
	case OutcomeUnsent:
		c.Unsent++
	case OutcomeIgnored:
		c.Ignored++
	}
}

// end records how an indication or a command ended. The caller holds the mutex and calls deliver after it has
// released it.
func (r *Recorder) end(i *indication, outcome Outcome, reason string) {
	r.ended(Fate{
		Command: i.command, DN: i.dn, Indication: i.value, ConnID: i.connID, Faults: i.faults,
		Outcome: outcome, Reason: reason, Sent: i.sent,
	})
}

func (r *Recorder) ended(fate Fate) {
	r.counts.addOutcome(fate.Outcome)
	if r.options.Fate != nil {
		fate.Ended = r.options.Now()
		r.fates = append(r.fates, fate)
	}
}

// deliver calls Options.Fate for the fates that were recorded, in their order. The caller holds no mutex.
func (r *Recorder) deliver() {
	if r.options.Fate == nil {
		return
	}
	r.delivering.Lock()
	defer r.delivering.Unlock()
	r.mu.Lock()
	fates := r.fates
	r.fates = nil
	r.mu.Unlock()
	for i := range fates {
		r.options.Fate(fates[i])
	}
}
