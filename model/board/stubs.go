package board

import (
	"time"

	"capdeck/tlibconn/event"
)

type command struct {
	Command
	automatic bool
}
type (
	commandFault struct{}
	alias        struct{}
	deadlines    []*Row
)

func (b *Board) changed(r *Row)               {}
func (b *Board) forget(now time.Time, r *Row) {}

// Apply takes one event of a session. Nothing of it is kept. An event of a
// connection that is gone, an answer of an older registration round and a
// message for a DN that is not on the board change no row. An EventUserEvent
// for a known DN allocates nothing, once the DN has been heard.
func (b *Board) Apply(e *event.Event) {}

// Expire does all that the passing of time until now makes due: commands that
// waited long enough, captures that became stale, queries that are to be
// repeated. Nothing happens twice, and calling it late changes no outcome.
func (b *Board) Expire(now time.Time) {}

// NextDeadline returns when Expire or NextQueries next has something to do; ok
// is false if never. It may be in the past, and there may turn out to be nothing
// to do.
func (b *Board) NextDeadline() (at time.Time, ok bool) { return }

// Queue takes a command in at time now; by says on whose behalf, for the
// journal. It is to be taken out with Release at once. The error is a *Refusal:
// nothing was queued.
func (b *Board) Queue(now time.Time, key Key, verb event.Verb, by string) (CommandID, error) {
	return 0, nil
}

// Release takes up to max queued commands out, oldest first, to be sent now; 0
// means all. The ConnID is chosen here. They count as sent when their KindSent
// event comes.
func (b *Board) Release(now time.Time, max int) []event.Command { return nil }

// Waiting returns how many commands are queued and not released.
func (b *Board) Waiting() int { return len(b.queue) }

// Cancel ends a command that was not released, for the reason why. It is false
// where the command has left, has ended or is not known.
func (b *Board) Cancel(now time.Time, id CommandID, why string) bool { return false }

// CancelAll ends all commands that were not released and returns how many.
func (b *Board) CancelAll(now time.Time, why string) int { return 0 }

// Command returns an open command by its number.
func (b *Board) Command(id CommandID) (c Command, ok bool) { return }

// TakeOutcomes returns the commands that have ended since the last call, in the
// order in which they ended: each exactly once. Automatic queries are not among
// them.
func (b *Board) TakeOutcomes() []Command { return nil }

// NextQueries returns the automatic queries that are to be sent now: at most
// as many as Options.QueryRate allows, those for visible rows first.
func (b *Board) NextQueries(now time.Time, visible []Key) []event.Command { return nil }

// CommandText returns a command's state in words, as the board's screen shows
// it: "start confirmed 84 ms", "stop accepted, waiting 3 s", "query ! NO ANSWER in
// 5 s". It may hold text from the network and is not sanitised.
func CommandText(c Command, now time.Time) string { return "" }

// Text returns the words of a T-Server error code, "" for an unknown one
// (SEMANTICS.md, Error codes).
func ErrorText(code int32) string { return "" }

// RefusalReason says why a command was not taken.
type RefusalReason uint8

// The reasons of a refusal.
const (
	RefusedUnknownDN     RefusalReason = iota + 1 // the DN is not on the board
	RefusedNotConnected                           // no login stands
	RefusedLinkDown                               // no link to the switch: error 54
	RefusedNotRegistered                          // the DN's registration is not held
	RefusedTooMany                                // MaxOpenCommands of the DN are open
	RefusedNoVerb                                 // there is nothing to ask
)

// Refusal is the error of Queue: a sentence, and its reason.
type Refusal struct {
	Key    Key
	Verb   event.Verb
	Reason RefusalReason
	// Code is T-Server's code for the reason (54), 0 where it has none.
	Code int32
	why  string
}

// Error returns the sentence.
func (r *Refusal) Error() string { return r.why }
