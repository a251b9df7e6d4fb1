package simserver

import (
	"time"

	"capdeck/tlibconn/wire"
)

// ADDPMode selects how the server uses the keep-alive (WIRE.md, ADDP).
type ADDPMode uint8

// The modes of the keep-alive.
const (
	// ADDPOn accepts ADDP, answers polls, and polls as the client requested.
	ADDPOn ADDPMode = iota
	// ADDPOff ignores all ADDP packets.
	ADDPOff
	// ADDPSilent accepts ADDP, and then neither answers polls nor sends any.
	ADDPSilent
	// ADDPClose closes the connection when the client starts ADDP before its login,
	// as a server without ADDP does.
	ADDPClose
)

// keepAliveAct is the action that a keepAlive requests.
type keepAliveAct uint8

const (
	keepAliveWait keepAliveAct = iota
	keepAlivePoll              // send a poll
	keepAliveDead              // the client is gone: close the connection
)

// keepAlive decides when the server polls a silent client and when it gives the client
// up (WIRE.md, ADDP). It has no clock and no socket.
type keepAlive struct {
	timeout time.Duration // the timeout that the client requested; 0 means never
	trace   bool          // the client asked the server to log ADDP
	heard   time.Time     // the last sign of life that was acted on
	polled  time.Time     // time of the unanswered poll; zero if there is none
	polls   uint32        // polls sent so far, which is the number of the next one
}

// start sets the timeout from the value of the client's start packet.
func (k *keepAlive) start(value uint32, now time.Time) {
	k.timeout = time.Duration(value&(wire.ADDPServerTrace-1)) * time.Millisecond
	k.trace = value&wire.ADDPServerTrace != 0
	k.heard, k.polled = now, time.Time{}
}

// next returns what to do at the time now if the last byte arrived at heard, and the
// time at which to call next again at the latest. The zero time means never.
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
