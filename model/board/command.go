package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// CommandID is the board's number of a command, counted from 1 over the board's life.
// Automatic queries are numbered in the same sequence.
type CommandID uint64

// Life is the state of a command (docs/ARCHITECTURE.md, How a command travels).
type Life uint8

// The states of a command. LifeQueued, LifeSent and LifeAccepted are open; the others are
// outcomes. The zero value is no command.
const (
	LifeNone Life = iota
	// LifeQueued: not sent yet.
	LifeQueued
	// LifeSent: the request has left. If Indicated is set, only its ACK is missing.
	LifeSent
	// LifeAccepted: EventACK arrived.
	LifeAccepted
	// LifeCancelled: it was never sent and never will be; Command.Why says why.
	LifeCancelled
	// LifeRejected: EventError arrived; Code and Text hold the error.
	LifeRejected
	// LifeConfirmed: the indication that it asks for arrived; NoACK is set if the ACK did not.
	LifeConfirmed
	// LifeSuperseded: not confirmed in time, and a newer start, stop, pause or resume was sent
	// for the DN.
	LifeSuperseded
	// LifeContradicted: not confirmed in time, and the last indication was not the one that it
	// asks for.
	LifeContradicted
	// LifeUnanswered: accepted, but no indication arrived in time, or the connection was lost
	// first (Why).
	LifeUnanswered
	// LifeLost: no answer arrived in time, or the connection was lost before one (Why). It is
	// never sent again by itself.
	LifeLost
	// LifeSeen: another client's command, about which nothing more is known.
	LifeSeen
)

var lifeWords = [...]string{
	LifeNone: "", LifeQueued: "queued", LifeSent: "sent", LifeAccepted: "accepted", LifeCancelled: "cancelled",
	LifeRejected: "rejected", LifeConfirmed: "confirmed", LifeSuperseded: "superseded", LifeContradicted: "contradicted",
	LifeUnanswered: "unanswered", LifeLost: "lost", LifeSeen: "seen",
}

// String returns the word that journal and JSON use.
func (l Life) String() string {
	if int(l) < len(lifeWords) {
		return lifeWords[l]
	}
	return ""
}

// Ended reports whether the command has an outcome.
func (l Life) Ended() bool { return l >= LifeCancelled }

// Failed reports whether the command's outcome is a fault of its DN until an indication
// clears it.
func (l Life) Failed() bool {
	switch l {
	case LifeRejected, LifeContradicted, LifeUnanswered, LifeLost:
		return true
	case LifeNone, LifeQueued, LifeSent, LifeAccepted, LifeCancelled, LifeConfirmed, LifeSuperseded, LifeSeen:
	}
	return false
}

// Who is the sender of a command.
type Who uint8

// The senders of a command. The zero value is WhoUs.
const (
	// WhoUs: sent from this board.
	WhoUs Who = iota
	// WhoOther: another client's.
	WhoOther
	// WhoUsOrOther: ours was sent, and an event arrived that is its echo or another client's
	// command; it is not known yet whether this server echoes.
	WhoUsOrOther
)

// Command is a snapshot of a command. It does not change when the command does.
type Command struct {
	// ID is the board's number of the command; 0 for another client's command.
	ID CommandID
	// Key is the row that it is for.
	Key Key
	// Verb is the requested action.
	Verb event.Verb
	// Who is the sender. By is the value that Queue was given.
	Who Who
	By  string
	// Life is its state.
	Life Life
	// Queued, Sent, Accepted and Indicated are the times when it was queued, when the request
	// left (for another client's command: when it was seen), when the ACK arrived, and when
	// the indication that it asks for arrived. Each is zero if that did not happen.
	Queued, Sent, Accepted, Indicated time.Time
	// Ended is when the outcome was decided, zero while it is open.
	Ended time.Time
	// Indication is the one that confirmed the command or, for a contradicted command, the
	// last one that was seen.
	Indication event.Indication
	// NoACK reports that a confirmed command's ACK never arrived.
	NoACK bool
	// Code and Text are the error of a rejected command: the server's text, or that of the
	// code if it has none. Text comes from the network and is not sanitised.
	Code int32
	Text string
	// Why is the reason why the command was cancelled or lost, as a sentence; "" if Life is
	// enough.
	Why string
	// ConnID is the call that the request named, 0 for none.
	ConnID uint64
	// Late is the indication that arrived after the end, LateAfter the time from sending to
	// it; IndicationNone if none arrived.
	Late      event.Indication
	LateAfter time.Duration
	// Timeout is the time that the command waits, or waited, for its indication.
	Timeout time.Duration
}

// command is a Command with the data that the board needs to decide its outcome.
type command struct {
	Command
	row       *Row // nil for another client's command
	automatic bool
	round     uint32 // the QueryRound of an automatic query
	inRound   bool   // it is counted in that round
	probe     bool   // it is counted in asking.probing
	released  time.Time
	connID    uint64           // ConnID, by the call's present ConnID
	newerAt   time.Time        // when a newer start, stop, pause or resume was first sent
	seen      event.Indication // the last one that did not close the command
	seenAt    time.Time
	echoes    int       // EventUserEvents that may be its echo
	echoAt    time.Time // when the first of them arrived
	echoRival bool      // they do not show whether the server echoes
}

// isSent reports whether the request has left and the outcome is open.
func (c *command) isSent() bool { return c.Life == LifeSent || c.Life == LifeAccepted }

// sawOther reports whether the last indication was not the one asked for.
func (c *command) sawOther() bool {
	return c.Verb != event.VerbQuery && c.seen != event.IndicationNone && c.seen != c.Verb.Asks()
}

// agree reports whether two present ConnIDs do not disagree: they are equal, or one is
// missing.
func agree(a, b uint64) bool { return a == b || a == 0 || b == 0 }

// end returns when the command ends if nothing more arrives, and how. The time is zero if
// it does not wait for a time. It depends only on what has arrived, so the outcome is the
// same whenever Expire is called.
func (c *command) end(o *Options) (time.Time, Life) {
	if c.Life == LifeQueued {
		if c.released.IsZero() {
			return time.Time{}, LifeNone
		}
		return c.released.Add(o.RequestTimeout), LifeLost
	}
	if !c.Accepted.IsZero() {
		at := c.Accepted.Add(o.IndicationTimeout)
		switch {
		case !c.newerAt.IsZero():
			return at, LifeSuperseded
		case c.sawOther():
			return at, LifeContradicted
		}
		return at, LifeUnanswered
	}
	indication, request := c.Sent.Add(o.IndicationTimeout), c.Sent.Add(o.RequestTimeout)
	if !c.Indicated.IsZero() {
		return request, LifeConfirmed
	}
	return c.endUnacknowledged(indication, request)
}

// endUnacknowledged decides the end of a command that got neither ACK nor indication; the
// two timeouts end at the given times. If nothing was seen, it waits for its ACK until the
// request timeout: a command without any answer is LifeLost, not LifeUnanswered.
func (c *command) endUnacknowledged(indication, request time.Time) (time.Time, Life) {
	other := c.sawOther()
	switch {
	case request.Before(indication) && !other:
		return request, LifeLost
	case !c.newerAt.IsZero() && !c.newerAt.After(indication):
		return indication, LifeSuperseded
	case other && c.seenAt.After(indication):
		return request, LifeContradicted
	case other:
		return indication, LifeContradicted
	}
	return request, LifeLost
}
