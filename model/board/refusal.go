package board

import (
	"fmt"

	"capdeck/tlibconn/event"
)

// RefusalReason is why a command was refused.
type RefusalReason uint8

// The reasons of a refusal. The board gives all but RefusedRepeated, which is for a caller
// that refuses a command before it asks the board.
const (
	RefusedUnknownDN     RefusalReason = iota + 1 // the DN is not on the board
	RefusedNoVerb                                 // the command has no verb
	RefusedNotConnected                           // not logged in
	RefusedLinkDown                               // no link to the switch: error 54
	RefusedNotRegistered                          // the registration is not held
	RefusedTooMany                                // MaxOpenCommands of the DN are open
	RefusedStandby                                // the server is the backup of a pair
	RefusedRepeated                               // the same command was sent last and has no outcome yet
)

var refusalWords = [...]string{
	RefusedUnknownDN:     "the DN is not on the board; register it first",
	RefusedNoVerb:        "the command has no verb",
	RefusedNotConnected:  "capdeck is not logged in; wait for the connection",
	RefusedLinkDown:      "T-Server has no link to the switch (error 54); wait for LINK UP",
	RefusedNotRegistered: "the DN is not registered",
	RefusedTooMany:       "too many commands for this DN are open; wait for one to end",
	RefusedStandby:       "T-Server is a backup; wait until it is primary",
	RefusedRepeated:      "the same command is still waiting for its outcome",
}

// codeNoSwitch is T-Server's error code for a lost link to the switch (SEMANTICS.md, Error
// codes).
const codeNoSwitch = 54

// Refusal is the error of a refused command: a sentence and its reason.
type Refusal struct {
	// Key and Verb identify the command.
	Key  Key
	Verb event.Verb
	// Reason is why it was refused.
	Reason RefusalReason
	// Code is T-Server's code for the reason (54), 0 if it has none.
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

// Why returns the reason alone, as part of a sentence.
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
