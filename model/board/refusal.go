package board

import (
	"fmt"

	"capdeck/tlibconn/event"
)

// RefusalReason says why a command was not taken.
type RefusalReason uint8

// The reasons of a refusal. The board gives all but RefusedReadOnly,
// RefusedWriteLocked and RefusedRepeated, which are for a caller that refuses
// before it asks the board.
const (
	RefusedUnknownDN     RefusalReason = iota + 1 // the DN is not on the board
	RefusedNoVerb                                 // there is nothing to ask
	RefusedNotConnected                           // no login stands
	RefusedLinkDown                               // no link to the switch: error 54
	RefusedNotRegistered                          // the DN's registration is not held
	RefusedTooMany                                // MaxOpenCommands of the DN are open
	RefusedReadOnly                               // started with --read-only
	RefusedWriteLocked                            // the write-lock is on
	RefusedStandby                                // the server is the backup of a pair
	RefusedRepeated                               // the same command was sent last and has no outcome yet
)

var refusalWords = [...]string{
	RefusedUnknownDN:     "the DN is not on the board; register it first",
	RefusedNoVerb:        "it says no command",
	RefusedNotConnected:  "there is no login at T-Server; wait for the connection",
	RefusedLinkDown:      "T-Server has no connection to the switch (54); wait for LINK UP",
	RefusedNotRegistered: "the DN's registration is not held",
	RefusedTooMany:       "too many commands for this DN wait for their outcome; wait for one to end",
	RefusedReadOnly:      "capdeck is read-only here",
	RefusedWriteLocked:   "the write-lock is on",
	RefusedStandby:       "T-Server is a backup; wait until it is primary",
	RefusedRepeated:      "the same command still waits for its outcome",
}

// codeNoSwitch is T-Server's code for a link that is down (SEMANTICS.md, Error
// codes).
const codeNoSwitch = 54

// Refusal is the error of a command that was not taken: a sentence, and its
// reason.
type Refusal struct {
	// Key and Verb say which command.
	Key  Key
	Verb event.Verb
	// Reason says why.
	Reason RefusalReason
	// Code is T-Server's code for the reason (54), 0 where it has none.
	Code int32
}

// NewRefusal returns the refusal of a command.
func NewRefusal(key Key, verb event.Verb, reason RefusalReason) *Refusal {
	r := &Refusal{Key: key, Verb: verb, Reason: reason}
	if reason == RefusedLinkDown {
		r.Code = codeNoSwitch
	}
	return r
}

// Why returns the reason alone, as a part of a sentence.
func (r *Refusal) Why() string {
	if int(r.Reason) < len(refusalWords) {
		return refusalWords[r.Reason]
	}
	return ""
}

// Error returns the whole sentence. The DN in it is not sanitised.
func (r *Refusal) Error() string {
	verb := r.Verb.String()
	if verb == "" {
		verb = "the command"
	}
	return fmt.Sprintf("%s for DN %s was not sent: %s", verb, r.Key.DN, r.Why())
}
