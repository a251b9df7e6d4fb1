package tlibconn

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/wire"
)

func testPlanner(t *testing.T, change func(*Options)) *planner {
	t.Helper()
	options := Options{
		Addresses: []string{"a:1", "b:1"}, Go: func(func()) {},
		ReconnectMin: time.Second, ReconnectMax: 10 * time.Second, ReconnectJitter: -1,
	}
	if change != nil {
		change(&options)
	}
	completed, err := options.complete()
	if err != nil {
		t.Fatal(err)
	}
	return newPlanner(&completed, func() float64 { return 0.5 })
}

func single(o *Options) { o.Addresses = o.Addresses[:1] }

// step is one attempt: when and where it is expected, and how it ends.
type step struct {
	at      string // since the start
	address string // without the port; "" means no further attempt
	takes   time.Duration
	stands  time.Duration // how long the login lasts, 0 for no login
	err     error
	ask     bool // the user asks for a new attempt after takes
}

var (
	errRefusedThere = &ConnectError{Err: io.ErrClosedPipe}
	errClosedThere  = &LoginError{Closed: true, Err: io.EOF}
	errLost         = &LostError{Err: io.EOF}
	errGarbage      = &LostError{Err: &wire.FramingError{Reason: "garbage"}}
	errPassword     = &LoginError{Code: 119}
	errLicense      = &LoginError{Code: 40}
)

func TestPlanner(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Options)
		steps  []step
	}{
		{"the pauses double up to the longest", single, []step{
			{at: "0s", address: "a", err: errRefusedThere},
			{at: "1s", address: "a", err: errRefusedThere},
			{at: "3s", address: "a", err: errRefusedThere},
			{at: "7s", address: "a", err: errRefusedThere},
			{at: "15s", address: "a", err: errRefusedThere},
			{at: "25s", address: "a", err: errRefusedThere, takes: 5 * time.Second},
			{at: "40s", address: "a"},
		}},
		{"jitter shortens each pause", func(o *Options) {
			single(o)
			o.ReconnectJitter = 0.5
		}, []step{
			{at: "0s", address: "a", err: errRefusedThere},
			{at: "750ms", address: "a", err: errRefusedThere},
			{at: "2.25s", address: "a"},
		}},
		{"the longest is the shortest where that is longer", func(o *Options) {
			single(o)
			o.ReconnectMin, o.ReconnectMax = time.Minute, 0
		}, []step{
			{at: "0s", address: "a", err: errRefusedThere},
			{at: "1m0s", address: "a", err: errRefusedThere},
			{at: "2m0s", address: "a"},
		}},
		{"a pause is cut to the longest", func(o *Options) {
			single(o)
			o.ReconnectMax = 3 * time.Second
		}, []step{
			{at: "0s", address: "a", err: errRefusedThere},
			{at: "1s", address: "a", err: errRefusedThere},
			{at: "3s", address: "a", err: errRefusedThere},
			{at: "6s", address: "a"},
		}},
		{"at once after a loss", single, []step{
			{at: "0s", address: "a", stands: time.Hour, err: errLost},
			{at: "1h0m0s", address: "a", err: errRefusedThere},
			{at: "1h0m1s", address: "a", stands: 10 * time.Second, err: errLost},
			{at: "1h0m11s", address: "a", err: errRefusedThere},
			{at: "1h0m12s", address: "a"},
		}},
		{"logins that do not stand are met with growing pauses", single, []step{
			{at: "0s", address: "a", stands: time.Second, err: errLost},
			{at: "1s", address: "a", stands: time.Second, err: errLost},
			{at: "3s", address: "a", stands: time.Second, err: errLost},
			{at: "6s", address: "a", stands: time.Second, err: errLost},
			{at: "11s", address: "a", stands: 10 * time.Second, err: errLost},
			{at: "21s", address: "a", stands: time.Second, err: errLost},
			{at: "22s", address: "a"},
		}},
		{"two addresses in turn", nil, []step{
			{at: "0s", address: "a", err: errRefusedThere},
			{at: "3.6s", address: "b", err: errRefusedThere},
			{at: "5.6s", address: "a", err: errRefusedThere},
			{at: "9.6s", address: "b", err: errRefusedThere},
			{at: "17.6s", address: "a"},
		}},
		{"a loss, then the other after the switchover wait", nil, []step{
			{at: "0s", address: "a", stands: time.Hour, err: errLost},
			{at: "1h0m0s", address: "a", err: errRefusedThere},
			{at: "1h0m3.6s", address: "b", stands: time.Hour, err: errLost},
			{at: "2h0m3.6s", address: "b", err: errRefusedThere, takes: 10 * time.Second},
			{at: "2h0m14.6s", address: "a"},
		}},
		{"the switchover wait counts from the loss", func(o *Options) { o.SwitchoverWait = time.Minute }, []step{
			{at: "0s", address: "a", stands: time.Hour, err: errLost},
			{at: "1h0m0s", address: "a", err: errRefusedThere, takes: 4 * time.Second},
			{at: "1h1m0s", address: "b"},
		}},
		{"a refused login is left alone for a minute", single, []step{
			{at: "0s", address: "a", err: errLicense},
			{at: "1m0s", address: "a", stands: time.Hour, err: errLost},
			{at: "1h1m0s", address: "a"},
		}},
		{"a closed one only when it is the third in a row", single, []step{
			{at: "0s", address: "a", err: errClosedThere},
			{at: "1s", address: "a", err: errRefusedThere},
			{at: "3s", address: "a", err: errClosedThere},
			{at: "7s", address: "a", err: errClosedThere},
			{at: "1m7s", address: "a", stands: time.Hour, err: errLost},
			{at: "1h1m7s", address: "a", err: errClosedThere},
			{at: "1h1m8s", address: "a"},
		}},
		{"the other address is tried while one waits", nil, []step{
			{at: "0s", address: "a", err: errLicense},
			{at: "3.6s", address: "b", err: errRefusedThere},
			{at: "5.6s", address: "b", err: errRefusedThere},
			{at: "9.6s", address: "b", err: errRefusedThere},
			{at: "17.6s", address: "b", err: errRefusedThere},
			{at: "27.6s", address: "b", err: errRefusedThere},
			{at: "37.6s", address: "b", err: errRefusedThere},
			{at: "47.6s", address: "b", err: errRefusedThere},
			{at: "57.6s", address: "b", err: errRefusedThere},
			{at: "1m7.6s", address: "a"},
		}},
		{"a bad password is not tried again", single, []step{
			{at: "0s", address: "a", err: errPassword},
			{},
			{at: "1h0m0s", address: "a", ask: true, takes: time.Hour},
		}},
		{"but the other address is", nil, []step{
			{at: "0s", address: "a", err: errPassword},
			{at: "3.6s", address: "b", err: errRefusedThere},
			{at: "5.6s", address: "b", err: errPassword},
			{},
			{at: "1m5.6s", address: "a", ask: true, takes: time.Minute},
		}},
		{"three framing errors in a row", single, []step{
			{at: "0s", address: "a", err: errGarbage},
			{at: "1s", address: "a", err: errGarbage},
			{at: "3s", address: "a", err: errGarbage},
			{at: "33s", address: "a", err: errGarbage},
			{at: "1m3s", address: "a", err: errLost},
			{at: "1m13s", address: "a", err: errGarbage},
			{at: "1m23s", address: "a"},
		}},
		{"a refused connection does not part framing errors, a long login does", single, []step{
			{at: "0s", address: "a", err: errGarbage},
			{at: "1s", address: "a", err: errGarbage},
			{at: "3s", address: "a", err: errRefusedThere},
			{at: "7s", address: "a", stands: time.Minute, err: errGarbage},
			{at: "1m7s", address: "a", err: errGarbage},
			{at: "1m8s", address: "a", err: errRefusedThere},
			{at: "1m10s", address: "a", err: errGarbage},
			{at: "1m40s", address: "a"},
		}},
		{"no reconnect: each address once", func(o *Options) { o.NoReconnect = true }, []step{
			{at: "0s", address: "a", err: errClosedThere},
			{at: "3.6s", address: "b", err: errRefusedThere},
			{},
			{at: "4.6s", address: "a", ask: true, takes: time.Second},
		}},
		{"no reconnect: not after a loss", func(o *Options) { o.NoReconnect = true }, []step{
			{at: "0s", address: "a", stands: time.Second, err: errLost},
			{},
		}},
		{"asked for while it waits for the other", nil, []step{
			{at: "0s", address: "a", err: errClosedThere},
			{at: "1s", address: "b", ask: true, takes: time.Second, err: errRefusedThere},
			{at: "4.6s", address: "a"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := testPlanner(t, tt.change)
			start := time.Unix(1_000_000, 0)
			now := start
			for i, s := range tt.steps {
				if s.ask {
					now = now.Add(s.takes)
					p.asked(now)
					s.takes = 0
				}
				address, at, ok := p.next()
				at = later(now, at)
				if !ok {
					at = start
				}
				got := fmt.Sprintf("%s %s", at.Sub(start), strings.TrimSuffix(address, ":1"))
				if want := s.at + " " + s.address; got != want && (ok || s.address != "") {
					t.Fatalf("attempt %d is made at %s, want %s", i+1, got, want)
				}
				if s.err == nil {
					continue
				}
				p.attemptAt(address)
				var since time.Time
				now = at.Add(s.takes)
				if s.stands > 0 {
					since, now = now, now.Add(s.stands)
				}
				p.ended(address, since, s.err, now)
			}
		})
	}
}

func TestPlannerCountsAttempts(t *testing.T) {
	p := testPlanner(t, nil)
	now := time.Unix(1_000_000, 0)
	for want := range 3 {
		if got := p.attemptAt("a:1"); got != want+1 {
			t.Errorf("attempt %d is counted as %d", want+1, got)
		}
		p.ended("a:1", time.Time{}, errRefusedThere, now)
	}
	p.ended("a:1", now, errLost, now)
	if got := p.attemptAt("b:1"); got != 1 {
		t.Errorf("the first attempt after a login is counted as %d", got)
	}
}

func TestPlannerSaysWhyItWaits(t *testing.T) {
	p := testPlanner(t, func(o *Options) { o.FramingWait = 7 * time.Second })
	for n := range 5 {
		p.ended("a:1", time.Time{}, errGarbage, time.Time{})
		want := ""
		if n >= 2 {
			want = fmt.Sprintf("; %d framing errors in a row, so it is not tried again for 7s", n+1)
		}
		if got := p.remark("a:1", errGarbage); got != want {
			t.Errorf("after %d framing errors the remark is %q, want %q", n+1, got, want)
		}
		if got := p.remark("b:1", errGarbage) + p.remark("a:1", errRefusedThere); got != "" {
			t.Errorf("for another address or error the remark is %q", got)
		}
	}
}

// Pauses are random and within their bounds.
func TestPauseBounds(t *testing.T) {
	for _, random := range []float64{0, 0.25, 0.999999} {
		p := testPlanner(t, func(o *Options) { o.ReconnectJitter = 0 })
		p.random = func() float64 { return random }
		for n := range 100 {
			whole := min(time.Second<<min(n, 10), 10*time.Second)
			if got := p.pause(); got > whole || got < whole-time.Duration(DefaultReconnectJitter*float64(whole)) {
				t.Errorf("pause %d is %s, want up to %s", n+1, got, whole)
			}
		}
	}
	if errors.Is(errLost, io.EOF) != true {
		t.Error("a loss hides its cause")
	}
}
