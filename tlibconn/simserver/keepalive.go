package simserver

import (
	"time"

	"capdeck/tlibconn/wire"
)

// ADDPMode says how the server plays its end of the keep-alive (WIRE.md, ADDP).
type ADDPMode uint8

// The ways to play it.
const (
	// ADDPOn: accepts, answers polls, and polls as the client wishes.
	ADDPOn ADDPMode = iota
	// ADDPOff: takes no notice of any ADDP packet.
	ADDPOff
	// ADDPSilent: accepts, and then neither answers a poll nor polls.
	ADDPSilent
	// ADDPClose: closes the connection on the client's start before its login,
	// as a server that knows no ADDP does.
	ADDPClose
)

// keepAliveAct is what a keepAlive asks for.
type keepAliveAct uint8

const (
	keepAliveWait keepAliveAct = iota
	keepAlivePoll              // send a poll
	keepAliveDead              // the client is gone: close the connection
)

// keepAlive says when the server polls a silent client, and when it gives it up
// (WIRE.md, ADDP). It has no clock and no socket.
type keepAlive struct {
	timeout time.Duration // the client's wish; 0: never
	trace   bool          // the client asked the server to log ADDP
	heard   time.Time     // the last sign of life that was acted on
	polled  time.Time     // the unanswered poll; zero where there is none
	polls   uint32        // sent so far: the next one's number
}

// start takes the value of the client's start packet.
func (k *keepAlive) start(value uint32, now time.Time) {
	k.timeout = time.Duration(value&(wire.ADDPServerTrace-1)) * time.Millisecond
	k.trace = value&wire.ADDPServerTrace != 0
	k.heard, k.polled = now, time.Time{}
}

// next says what is to be done at the time now, when the last byte came at
// heard, and when to ask again at the latest; the zero time means never.
func (k *keepAlive) next(now, heard time.Time) (keepAliveAct, time.Time) {
	if k.timeout == 0 {
		return keepAliveWait, time.Time{}
	}
	if heard.After(k.heard) {
		k.heard, k.polled = heard, time.Time{}
	}
	since, act := k.heard, keepAlivePoll
	if !k.polled.IsZero() {
		since, act = k.polled, keepAliveDead
	}
	if due := since.Add(k.timeout); now.Before(due) {
		return keepAliveWait, due
	}
	if act == keepAliveDead {
		k.timeout = 0
		return keepAliveDead, time.Time{}
	}
	k.polled = now
	k.polls++
	return keepAlivePoll, now.Add(k.timeout)
}
