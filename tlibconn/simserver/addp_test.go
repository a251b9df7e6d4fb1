package simserver

import (
	"testing"
	"time"

	"capdeck/tlibconn/wire"
)

// keepAliveTrace calls next whenever it is due, with bytes that arrive at the given
// milliseconds, and returns its actions.
func keepAliveTrace(k *keepAlive, until int, bytes ...int) []string {
	start := time.Unix(1000, 0)
	at := func(ms int) time.Time { return start.Add(time.Duration(ms) * time.Millisecond) }
	var did []string
	heard, now := start, start
	for {
		act, deadline := k.next(now, heard)
		stamp := now.Sub(start).String()
		switch act {
		case keepAlivePoll:
			did = append(did, "poll "+stamp)
		case keepAliveDead:
			return append(did, "dead "+stamp)
		}
		if deadline.IsZero() || deadline.After(at(until)) {
			return did
		}
		now = deadline
		for len(bytes) > 0 && !at(bytes[0]).After(now) {
			heard, bytes = at(bytes[0]), bytes[1:]
		}
	}
}

func TestKeepAlive(t *testing.T) {
	for _, tt := range []struct {
		name  string
		value uint32
		bytes []int
		want  []string
	}{
		{"off", 0, nil, nil},
		{"off, with trace", wire.ADDPServerTrace, nil, nil},
		{"a peer that never answers", 2000, nil, []string{"poll 2s", "dead 4s"}},
		{"the trace bit is not part of the time", 2000 | wire.ADDPServerTrace, nil, []string{"poll 2s", "dead 4s"}},
		{"answers at once", 3000, []int{3001, 6002, 9003}, []string{"poll 3s", "poll 6.001s", "poll 9.002s", "poll 12.003s", "dead 15.003s"}},
		{"any byte counts", 2000, []int{1500, 3000}, []string{"poll 5s", "dead 7s"}},
		{"an answer just in time", 2000, []int{4000}, []string{"poll 2s", "poll 6s", "dead 8s"}},
		{"a byte while a poll is out", 2000, []int{2500}, []string{"poll 2s", "poll 4.5s", "dead 6.5s"}},
		{"the longest", wire.ADDPServerTrace - 1, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := &keepAlive{}
			k.start(tt.value, time.Unix(1000, 0))
			got := keepAliveTrace(k, 60_000, tt.bytes...)
			if len(got) != len(tt.want) {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Fatalf("got %q, want %q", got, tt.want)
				}
			}
		})
	}
}

// A keepAlive that is called too often repeats no action, and one that is called too
// late catches up.
func TestKeepAliveAskedAtOddTimes(t *testing.T) {
	start := time.Unix(1000, 0)
	k := &keepAlive{}
	k.start(1000, start)
	for i, tt := range []struct {
		ms   int
		want keepAliveAct
		next int
	}{
		{0, keepAliveWait, 1000},
		{999, keepAliveWait, 1000},
		{1700, keepAlivePoll, 2700},
		{1700, keepAliveWait, 2700},
		{2699, keepAliveWait, 2700},
		{9000, keepAliveDead, 0},
		{9001, keepAliveWait, 0},
	} {
		act, deadline := k.next(start.Add(time.Duration(tt.ms)*time.Millisecond), start)
		want := time.Time{}
		if tt.next > 0 {
			want = start.Add(time.Duration(tt.next) * time.Millisecond)
		}
		if act != tt.want || !deadline.Equal(want) {
			t.Errorf("%d: at %d ms: %d until %v, want %d until %v", i, tt.ms, act, deadline, tt.want, want)
		}
	}
	if k.polls != 1 {
		t.Errorf("sent %d polls", k.polls)
	}
	k.start(500, start.Add(10*time.Second))
	if act, deadline := k.next(start.Add(10*time.Second), start); act != keepAliveWait || !deadline.Equal(start.Add(10_500*time.Millisecond)) {
		t.Errorf("started again: %d until %v", act, deadline)
	}
}
