package tlibconn

import (
	"errors"
	"fmt"
	"time"

	"capdeck/tlibconn/wire"
)

const (
	// DefaultADDPTimeout is the ADDPTimeout that capdeck uses. An Options without one
	// does not poll.
	DefaultADDPTimeout = 10 * time.Second
	// DefaultADDPRemoteTimeout is the ADDPRemoteTimeout that capdeck uses.
	DefaultADDPRemoteTimeout = 10 * time.Second
	// MaxADDPTimeout is the longest timeout that ADDP can express, in whole seconds
	// (WIRE.md, ADDP: 23 bits of milliseconds).
	MaxADDPTimeout = 8388 * time.Second
)

// ADDPTrace selects which end of a connection logs the keep-alive packets.
type ADDPTrace uint8

// The settings of addp-trace (SEMANTICS.md, High availability and keep-alive).
const (
	ADDPTraceOff    ADDPTrace = iota
	ADDPTraceLocal            // here: an event.KindRemark for each packet
	ADDPTraceRemote           // at the server: bit 23 of the start packet
	ADDPTraceBoth
)

var addpTraceWords = [...]string{ADDPTraceOff: "off", ADDPTraceLocal: "local", ADDPTraceRemote: "remote", ADDPTraceBoth: "both"}

// String returns the word for the setting.
func (t ADDPTrace) String() string {
	if int(t) < len(addpTraceWords) {
		return addpTraceWords[t]
	}
	return fmt.Sprintf("ADDPTrace(%d)", uint8(t))
}

// ParseADDPTrace returns the setting for a word.
func ParseADDPTrace(word string) (ADDPTrace, error) {
	for t, known := range addpTraceWords {
		if word == known {
			return ADDPTrace(t), nil
		}
	}
	return ADDPTraceOff, fmt.Errorf("%q is not off, local, remote or both", word)
}

func (t ADDPTrace) local() bool  { return t == ADDPTraceLocal || t == ADDPTraceBoth }
func (t ADDPTrace) remote() bool { return t == ADDPTraceRemote || t == ADDPTraceBoth }

// checkADDP checks the options of the keep-alive.
func (o *Options) checkADDP() error {
	for _, d := range []struct {
		name  string
		value time.Duration
	}{{"ADDP timeout", o.ADDPTimeout}, {"ADDP remote timeout", o.ADDPRemoteTimeout}} {
		if d.value != 0 && (d.value < time.Millisecond || d.value > MaxADDPTimeout) {
			return fmt.Errorf("the %s is %s; it must be from 1 ms to %d s, or 0 to turn it off", d.name, d.value, MaxADDPTimeout/time.Second)
		}
	}
	if int(o.ADDPTrace) >= len(addpTraceWords) {
		return errors.New("the ADDP trace must be off, local, remote or both")
	}
	return nil
}

// keepAliveAct is what a keepAlive wants done.
type keepAliveAct uint8

const (
	keepAliveWait keepAliveAct = iota
	keepAlivePoll              // send a poll
	keepAliveMute              // polling was turned off: report it
	keepAliveDead              // the connection is dead
)

// keepAlive decides when to poll a silent peer, and when to end the connection (WIRE.md,
// ADDP). It has no clock and no socket: callers pass the time.
type keepAlive struct {
	timeout time.Duration // 0 means never poll
	started bool          // this connection begins with an ADDPStart
	refused bool          // the peer closed an earlier connection after the ADDPStart

	spoken bool      // the peer has sent an ADDP packet
	mute   bool      // the first poll went unanswered: no more are sent
	heard  time.Time // the last sign of life that was acted on
	polled time.Time // the poll since which the peer has been silent, or zero
	polls  uint32    // sent so far, which is the number of the next poll

	sent      time.Time     // when the last poll was sent, zero once it is answered
	roundTrip time.Duration // of the last answered poll
	told      time.Duration // the round trip last reported
	toldAt    time.Time
}

// next returns what to do at now, given that the last byte arrived at heard, and when to call
// it again at the latest; the zero time means never. stopped reports that we are not reading:
// the silence is then our own, and polls continue as our sign of life, whether or not they are
// answered.
func (k *keepAlive) next(now, heard time.Time, stopped bool) (keepAliveAct, time.Time) {
	if k.timeout == 0 || k.mute {
		return keepAliveWait, time.Time{}
	}
	if heard.After(k.heard) {
		k.heard = heard
		if k.spoken {
			k.polled = time.Time{}
		}
	}
	if k.polled.IsZero() {
		if due := k.heard.Add(k.timeout); now.Before(due) {
			return keepAliveWait, due
		}
		return k.poll(now)
	}
	late := now.Sub(k.polled.Add(k.timeout))
	switch {
	case late < 0:
		return keepAliveWait, now.Add(-late)
	case stopped:
		return k.poll(now)
	case late >= k.timeout:
		// A call this late means that our process was suspended and could not read
		// either.
		k.polled = now
		return keepAliveWait, now.Add(k.timeout)
	case !k.spoken:
		k.mute = true
		return keepAliveMute, time.Time{}
	}
	k.timeout = 0
	return keepAliveDead, time.Time{}
}

func (k *keepAlive) poll(now time.Time) (keepAliveAct, time.Time) {
	k.polled, k.sent = now, now
	k.polls++
	return keepAlivePoll, now.Add(k.timeout)
}

// number returns the number of the last poll.
func (k *keepAlive) number() uint32 { return (k.polls - 1) & wire.MaxADDPValue }

// received records a packet of the peer. After the first one, the peer's silence ends the
// connection.
func (k *keepAlive) received(packet wire.ADDP, now time.Time) {
	if !k.spoken {
		k.spoken, k.mute = true, false
		k.heard, k.polled = now, time.Time{}
	}
	if packet.Op == wire.ADDPAnswer && !k.sent.IsZero() && packet.Value == k.number() {
		k.roundTrip = now.Sub(k.sent)
		k.sent = time.Time{}
	}
}

// text returns the text of event.Link.KeepAlive.
func (k *keepAlive) text() string {
	switch {
	case k.refused:
		return "ADDP refused"
	case k.mute:
		return "ADDP no answer"
	case !k.started:
		return "ADDP off"
	case k.timeout == 0:
		return "ADDP remote only"
	}
	return ""
}

const (
	reportPause = 5 * time.Second      // minimum time between two reported round trips
	reportLeast = 2 * time.Millisecond // a smaller change is not reported
)

// news reports whether the round trip should be reported: the first one, and then each that
// differs from the last reported one by half of it.
func (k *keepAlive) news(now time.Time) bool {
	if k.roundTrip == 0 || !k.toldAt.IsZero() && now.Sub(k.toldAt) < reportPause {
		return false
	}
	change := (k.roundTrip - k.told).Abs()
	return k.toldAt.IsZero() || change >= reportLeast && 2*change >= k.told
}
