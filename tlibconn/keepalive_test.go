package tlibconn

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"capdeck/tlibconn/wire"
)

// happening is what happens at a time, in milliseconds: a byte or an ADDP packet arrives from the peer, or the
// reader stops or continues.
type happening struct {
	at     int
	packet wire.ADDP
	stop   bool
	resume bool
}

// play passes happenings to a keepAlive, which it calls at each of them and at each deadline, and returns what
// the keepAlive does.
func play(k *keepAlive, until int, happenings ...happening) []string {
	start := time.Unix(1000, 0)
	at := func(ms int) time.Time { return start.Add(time.Duration(ms) * time.Millisecond) }
	k.heard = start
	var did []string
	heard, now, stopped := start, start, false
	for {
		act, deadline := k.next(now, heard, stopped)
		stamp := now.Sub(start).String()
		switch act {
		case keepAlivePoll:
			did = append(did, fmt.Sprint("poll ", k.number(), " ", stamp))
		case keepAliveMute:
			did = append(did, "mute "+stamp)
		case keepAliveDead:
			return append(did, "dead "+stamp)
		}
		switch {
		case len(happenings) > 0 && (deadline.IsZero() || at(happenings[0].at).Before(deadline)):
			h := happenings[0]
			happenings = happenings[1:]
			now = at(h.at)
			if !h.stop {
				heard = now
			}
			stopped = h.stop || stopped && !h.resume
			if h.packet.Op != 0 {
				k.received(h.packet, now)
			}
		case deadline.IsZero() || deadline.After(at(until)):
			return did
		default:
			now = deadline
		}
	}
}

func answerAt(ms int, number uint32) happening {
	return happening{at: ms, packet: wire.ADDP{Op: wire.ADDPAnswer, Value: number}}
}

func TestKeepAlive(t *testing.T) {
	accepted := happening{at: 0, packet: wire.ADDP{Op: wire.ADDPAccepted, Value: 9}}
	poll := happening{at: 7000, packet: wire.ADDP{Op: wire.ADDPPoll}}
	for _, tt := range []struct {
		name    string
		timeout time.Duration
		come    []happening
		want    []string
	}{
		{"off", 0, []happening{accepted}, nil},
		{"off, though the peer polls", 0, []happening{poll}, nil},
		{
			"answers at once, then none", 3 * time.Second,
			[]happening{answerAt(3000, 0), answerAt(6000, 1), answerAt(9000, 2)},
			[]string{"poll 0 3s", "poll 1 6s", "poll 2 9s", "poll 3 12s", "dead 15s"},
		},
		{"accepts, never answers", 2 * time.Second, []happening{accepted}, []string{"poll 0 2s", "dead 4s"}},
		{"never speaks ADDP", 2 * time.Second, nil, []string{"poll 0 2s", "mute 4s"}},
		{
			"sends, but never speaks ADDP", 2 * time.Second,
			[]happening{{at: 1500}, {at: 3600}, {at: 4000}},
			[]string{"poll 0 3.5s", "mute 5.5s"},
		},
		{
			"speaks ADDP after all", 2 * time.Second,
			[]happening{poll},
			[]string{"poll 0 2s", "mute 4s", "poll 1 9s", "dead 11s"},
		},
		{
			"any byte is a sign of life", 2 * time.Second,
			[]happening{accepted, {at: 1500}, {at: 4000}, {at: 7900}},
			[]string{"poll 0 3.5s", "poll 1 6s", "poll 2 9.9s", "dead 11.9s"},
		},
		{
			"an answer in the last moment", 2 * time.Second,
			[]happening{accepted, answerAt(3999, 0)},
			[]string{"poll 0 2s", "poll 1 5.999s", "dead 7.999s"},
		},
		{
			"an answer to another poll is a sign of life", 2 * time.Second,
			[]happening{accepted, answerAt(3000, 77)},
			[]string{"poll 0 2s", "poll 1 5s", "dead 7s"},
		},
		{
			"a stopped reader's silence is its own", 2 * time.Second,
			[]happening{accepted, {at: 1000, stop: true}, {at: 9500, resume: true}},
			[]string{"poll 0 2s", "poll 1 4s", "poll 2 6s", "poll 3 8s", "poll 4 11.5s", "dead 13.5s"},
		},
		{
			"nor is it held against a peer that has not spoken", 2 * time.Second,
			[]happening{{at: 1000, stop: true}, answerAt(9500, 0), {at: 9501, resume: true}},
			[]string{"poll 0 2s", "poll 1 4s", "poll 2 6s", "poll 3 8s", "poll 4 11.501s", "dead 13.501s"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := &keepAlive{timeout: tt.timeout, started: true}
			if got := play(k, 60_000, tt.come...); !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// A call that is a whole timeout late means that our side was suspended: the machine slept, or the process was
// stopped.
func TestKeepAliveAskedTooLate(t *testing.T) {
	start := time.Unix(1000, 0)
	k := &keepAlive{timeout: time.Second, started: true, spoken: true, heard: start}
	for i, tt := range []struct {
		ms   int
		want keepAliveAct
		next int
	}{
		{0, keepAliveWait, 1000},
		{999, keepAliveWait, 1000},
		{70_000, keepAlivePoll, 71_000},
		{70_500, keepAliveWait, 71_000},
		{72_000, keepAliveWait, 73_000},
		{73_999, keepAliveDead, 0},
		{74_000, keepAliveWait, 0},
	} {
		act, deadline := k.next(start.Add(time.Duration(tt.ms)*time.Millisecond), start, false)
		want := time.Time{}
		if tt.next > 0 {
			want = start.Add(time.Duration(tt.next) * time.Millisecond)
		}
		if act != tt.want || !deadline.Equal(want) {
			t.Errorf("%d: at %d ms: %d until %v, want %d until %v", i, tt.ms, act, deadline, tt.want, want)
		}
	}
}

func TestPollNumbersBeginAnew(t *testing.T) {
	k := &keepAlive{timeout: time.Second, polls: wire.MaxADDPValue}
	now := time.Unix(1000, 0)
	for _, want := range []uint32{wire.MaxADDPValue, 0, 1} {
		if k.poll(now); k.number() != want {
			t.Errorf("poll %d, want %d", k.number(), want)
		}
	}
}

func TestRoundTripIsToldSparingly(t *testing.T) {
	start := time.Unix(1000, 0)
	k := &keepAlive{timeout: time.Second, started: true}
	for i, tt := range []struct {
		at    int // seconds
		trip  time.Duration
		value uint32
		want  bool
	}{
		{1, 20 * time.Millisecond, 0, true},
		{2, 80 * time.Millisecond, 1, false}, // too soon
		{7, 80 * time.Millisecond, 2, true},
		{20, 90 * time.Millisecond, 3, false}, // too similar
		{30, 30 * time.Millisecond, 4, true},
		{40, 900 * time.Microsecond, 9, false}, // no answer to the last poll
		{50, 900 * time.Microsecond, 6, true},
		{60, 2 * time.Millisecond, 7, false}, // small change
	} {
		sent := start.Add(time.Duration(tt.at) * time.Second)
		k.poll(sent)
		k.received(wire.ADDP{Op: wire.ADDPAnswer, Value: tt.value}, sent.Add(tt.trip))
		// The same answer again is ignored.
		k.received(wire.ADDP{Op: wire.ADDPAnswer, Value: tt.value}, sent.Add(time.Minute))
		if got := k.news(sent.Add(tt.trip)); got != tt.want {
			t.Errorf("%d: reported %t, round trip %s after %s", i, got, k.roundTrip, k.told)
		}
		if tt.want {
			k.told, k.toldAt = k.roundTrip, sent.Add(tt.trip)
			if k.roundTrip != tt.trip {
				t.Errorf("%d: round trip %s, want %s", i, k.roundTrip, tt.trip)
			}
		}
	}
}

func TestADDPOptions(t *testing.T) {
	for word, want := range map[string]ADDPTrace{"off": ADDPTraceOff, "local": ADDPTraceLocal, "remote": ADDPTraceRemote, "both": ADDPTraceBoth} {
		if got, err := ParseADDPTrace(word); err != nil || got != want || got.String() != word {
			t.Errorf("%s is %s, %v", word, got, err)
		}
	}
	if _, err := ParseADDPTrace("Local"); err == nil {
		t.Error("Local is accepted")
	}
	for _, tt := range []struct {
		options Options
		ok      bool
	}{
		{Options{}, true},
		{Options{ADDPTimeout: MaxADDPTimeout, ADDPRemoteTimeout: MaxADDPTimeout, ADDPTrace: ADDPTraceBoth}, true},
		{Options{ADDPTimeout: MaxADDPTimeout + 1}, false},
		{Options{ADDPTimeout: -time.Second}, false},
		{Options{ADDPRemoteTimeout: MaxADDPTimeout + time.Millisecond}, false},
		{Options{ADDPRemoteTimeout: time.Microsecond}, false},
		{Options{ADDPTrace: 4}, false},
	} {
		if err := tt.options.checkADDP(); (err == nil) != tt.ok {
			t.Errorf("%+v: %v", tt.options, err)
		}
	}
}
