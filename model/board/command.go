package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// CommandID is the board's number of a command, counted from 1 over the
// board's life; automatic queries take numbers from the same row.
type CommandID uint64

// Life is where a command stands (docs/ARCHITECTURE.md, commands).
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
