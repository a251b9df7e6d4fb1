package tlibconn

import (
	"errors"
	"fmt"
	"time"

	"capdeck/tlibconn/wire"
)

const (
	// DefaultADDPTimeout is the silence after which the commands of the program
	// poll their T-Server.
	DefaultADDPTimeout = 10 * time.Second
	// DefaultADDPRemoteTimeout is the silence after which they ask T-Server to
	// poll.
	DefaultADDPRemoteTimeout = 10 * time.Second
	// MaxADDPTimeout is the longest silence that ADDP can name, in whole seconds
	// (WIRE.md, ADDP: 23 bits of milliseconds).
	MaxADDPTimeout = 8388 * time.Second
)

// ADDPTrace says which end of a connection logs its keep-alive packets.
type ADDPTrace uint8

// The settings of addp-trace (SEMANTICS.md, High availability and keep-alive).
const (
	ADDPTraceOff    ADDPTrace = iota
	ADDPTraceLocal            // here: an event.KindRemark for each packet
	ADDPTraceRemote           // at the server: bit 23 of the start packet
	ADDPTraceBoth
)

var addpTraceWords = [...]string{ADDPTraceOff: "off", ADDPTraceLocal: "local", ADDPTraceRemote: "remote", ADDPTraceBoth: "both"}

// String returns the setting's word.
func (t ADDPTrace) String() string {
	if int(t) < len(addpTraceWords) {
		return addpTraceWords[t]
	}
	return fmt.Sprintf("ADDPTrace(%d)", uint8(t))
}

// ParseADDPTrace returns the setting of a word.
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

// checkADDP says what is wrong with the options of the keep-alive.
func (o *Options) checkADDP() error {
	for _, d := range []struct {
		name  string
		value time.Duration
	}{{"ADDP timeout", o.ADDPTimeout}, {"ADDP remote timeout", o.ADDPRemoteTimeout}} {
		if d.value != 0 && (d.value < time.Millisecond || d.value > MaxADDPTimeout) {
			return fmt.Errorf("an %s of %s is impossible: give 1 ms to %d s, or 0 to turn it off", d.name, d.value, MaxADDPTimeout/time.Second)
		}
	}
	if int(o.ADDPTrace) >= len(addpTraceWords) {
		return errors.New("the ADDP trace is none of off, local, remote and both")
	}
	return nil
}

// keepAliveAct is what a keepAlive asks for.
type keepAliveAct uint8

const (
	keepAliveWait keepAliveAct = iota
	keepAlivePoll              // send a poll
	keepAliveMute              // polling has been turned off: tell it
	keepAliveDead              // the connection is dead
)

// keepAlive says when to poll a silent peer, and when to give it up (WIRE.md,
// ADDP). It has no clock and no socket: times are given to it.
type keepAlive struct {
	timeout time.Duration // 0: never polls
	started bool          // an ADDPStart leaves, or has left, on this connection
	refused bool          // the peer closed an earlier connection on it

	spoken bool      // an ADDP packet came from the peer
	mute   bool      // the first poll went unanswered: no more are sent
	heard  time.Time // the last sign of life that was acted on
	polled time.Time // the poll after which all has been silence; zero: none
	polls  uint32    // sent so far: the next one's number

	sent      time.Time     // the last poll, zero once it was answered
	roundTrip time.Duration // of the last answered poll
	told      time.Duration // the round trip that was last told
	toldAt    time.Time
}

// next says what is to be done at the time now, when the last byte came at
// heard, and when to ask again at the latest; the zero time means never.
// stopped says that we are not reading: the silence is then our own, and polls
// go on as our sign of life, with no regard to their answers.
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
		// Whoever asks that late stood still itself, and could not read either.
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

// number is that of the last poll.
func (k *keepAlive) number() uint32 { return (k.polls - 1) & wire.MaxADDPValue }

// received notes a packet of the peer. From the first one on the peer's silence is
// held against it.
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

// text is the sentence of event.Link.KeepAlive.
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
	tellPause = 5 * time.Second      // between two round trips that are told
	tellLeast = 2 * time.Millisecond // a smaller change of them is not told
)

// news reports whether the round trip should be told: the first one, and then
// one that differs by a half of what was told.
func (k *keepAlive) news(now time.Time) bool {
	if k.roundTrip == 0 || !k.toldAt.IsZero() && now.Sub(k.toldAt) < tellPause {
		return false
	}
	change := (k.roundTrip - k.told).Abs()
	return k.toldAt.IsZero() || change >= tellLeast && 2*change >= k.told
}
