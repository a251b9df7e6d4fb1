package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// CommandID is the board's number of a command, counted from 1 over the
// board's life; automatic queries take numbers from the same row.
type CommandID uint64

// Life is where a command stands (docs/ARCHITECTURE.md, How a command travels).
type Life uint8

// The life of a command. LifeQueued, LifeSent and LifeAccepted are open; the
// others are its end. The zero value is no command.
const (
	LifeNone Life = iota
	// LifeQueued: not sent yet.
	LifeQueued
	// LifeSent: the request has left. With Indicated set only its ACK is
	// missing.
	LifeSent
	// LifeAccepted: EventACK came.
	LifeAccepted
	// LifeCancelled: it was never sent and never will be; Command.Why says why.
	LifeCancelled
	// LifeRejected: EventError came; Code and Text say why.
	LifeRejected
	// LifeConfirmed: the indication that it asks for came; NoACK is set where
	// the ACK did not.
	LifeConfirmed
	// LifeSuperseded: not confirmed in time, and a newer start, stop, pause or
	// resume was sent for the DN meanwhile.
	LifeSuperseded
	// LifeContradicted: not confirmed in time, and another indication than the
	// one asked for was seen last.
	LifeContradicted
	// LifeUnanswered: accepted, but no indication came in time, or the
	// connection broke first (Why).
	LifeUnanswered
	// LifeLost: no answer at all came in time, or the connection broke before
	// one (Why). It is never sent again by itself.
	LifeLost
	// LifeSeen: another client's command, of which no more is known.
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

// Ended reports whether the command's outcome stands.
func (l Life) Ended() bool { return l >= LifeCancelled }

// Failed reports whether the command's outcome is a fault of its DN, as long as no
// indication takes it away.
func (l Life) Failed() bool {
	switch l {
	case LifeRejected, LifeContradicted, LifeUnanswered, LifeLost:
		return true
	case LifeNone, LifeQueued, LifeSent, LifeAccepted, LifeCancelled, LifeConfirmed, LifeSuperseded, LifeSeen:
	}
	return false
}

// Who says whose command it is.
type Who uint8

// Whose a command is. The zero value is WhoUs.
const (
	// WhoUs: sent from this board.
	WhoUs Who = iota
	// WhoOther: another client's.
	WhoOther
	// WhoUsOrOther: ours was sent, and an event came that is its echo or
	// another client's command; whether this server echoes is not known yet.
	WhoUsOrOther
)

// Command is a command as it stands: a value, which does not change when the
// command does.
type Command struct {
	// ID is the board's number; 0 for another client's command.
	ID CommandID
	// Key is the row it is for.
	Key Key
	// Verb is what was asked.
	Verb event.Verb
	// Who says whose it is, By what Queue was given.
	Who Who
	By  string
	// Life is where it stands.
	Life Life
	// Queued, Sent, Accepted and Indicated are when it was queued, when the
	// request left (for another client's: when it was seen), when the ACK and
	// when the indication it asks for came; zero for what did not happen.
	Queued, Sent, Accepted, Indicated time.Time
	// Ended is when the outcome was decided, zero while it is open.
	Ended time.Time
	// Indication is the one that confirmed the command, or, for a contradicted
	// one, the one that was seen last.
	Indication event.Indication
	// NoACK says that a confirmed command's ACK never came.
	NoACK bool
	// Code and Text are the error of a rejected command: the server's text,
	// else the code's. Text comes from the network and is not sanitised.
	Code int32
	Text string
	// Why is a sentence on why the command was cancelled, or how it was lost;
	// "" where the life says it all.
	Why string
	// ConnID is the call that the request named, 0 for none.
	ConnID uint64
	// Late is the indication that came after the end, LateAfter how long after
	// sending; IndicationNone if none came.
	Late      event.Indication
	LateAfter time.Duration
	// Timeout is how long the command waited or waits for its indication.
	Timeout time.Duration
}

// command is a Command with what the board needs to decide its outcome.
type command struct {
	Command
	row       *Row // nil for another client's
	automatic bool
	round     uint32 // QueryRound of an automatic query
	inRound   bool   // it counts in that round
	probe     bool   // it counts in asking.probing
	released  time.Time
	connID    uint64           // ConnID by the call's present name
	newerAt   time.Time        // when a newer start, stop, pause or resume was first sent
	seen      event.Indication // the last one that did not close the command
	seenAt    time.Time
	echoes    int       // EventUserEvents that may be its echo
	echoAt    time.Time // when the first came
	echoRival bool      // they say nothing about whether the server echoes
}

// isSent reports whether the request has left and the outcome is open.
func (c *command) isSent() bool { return c.Life == LifeSent || c.Life == LifeAccepted }

// sawOther reports whether the last indication seen was not the one asked for.
func (c *command) sawOther() bool {
	return c.Verb != event.VerbQuery && c.seen != event.IndicationNone && c.seen != c.Verb.Asks()
}

// agree reports whether two ConnIDs, by their present names, do not disagree:
// they are equal, or one is missing.
func agree(a, b uint64) bool { return a == b || a == 0 || b == 0 }

// end returns when the command ends if nothing further comes, and how. The time
// is zero where it waits for no time. It depends on nothing but what came until
// now, so that the outcome is the same whenever Expire is called.
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

// endUnacknowledged decides for a command that got neither ACK nor indication,
// whose two timeouts end at the given times. With nothing seen it waits for its
// ACK until the request-timeout: no answer at all is LifeLost, not
// LifeUnanswered.
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
