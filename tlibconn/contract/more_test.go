package contract

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
)

// A case whose runs differ is flaky; each run is kept.
func TestRepeat(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	pauses := 0
	p.script(t, func(verb event.Verb, state *event.Indication, _ *answer) bool {
		if verb == event.VerbPause {
			if pauses++; pauses%2 == 0 {
				*state = event.Enabled
			}
		}
		return true
	})
	p.options.Repeat = 4
	began := 0
	p.options.Began = func(_ *Case, run, of int) {
		if began++; run != began || of != 4 {
			t.Errorf("run %d of %d began as the %d.", run, of, began)
		}
	}
	p.only(t, "rec/pause/from-enabled")
	report := p.check(t)
	r := report.Results[0]
	if r.Verdict != Flaky || len(r.Runs) != 4 || r.Runs[0].Verdict != Passed || r.Runs[1].Verdict != Failed || r.Runs[1].Outcome != "enabled" {
		t.Errorf("the case is %s: %+v", r.Verdict, r.Runs)
	}
}

// Of many runs that end alike, the first ones keep their messages, and the others count them.
func TestRepeatKeepsFewLogs(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.options.Repeat, p.options.Quiet = maxLogged+2, 5*time.Millisecond
	p.only(t, "ts/echo")
	report := p.check(t)
	for i, run := range report.Results[0].Runs {
		if kept := len(run.Log) > 0; kept != (i < maxLogged) || kept == (run.LogCut > 0) {
			t.Errorf("run %d has %d messages, and %d are cut", i+1, len(run.Log), run.LogCut)
		}
	}
}

// On a live call every command names it.
func TestOnLiveCall(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	connID, err := p.server.Ring("7001", "+33123456")
	if err == nil {
		err = p.server.Answer("7001", connID)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.options.OnLiveCall = true
	p.only(t, "rec/start/from-disabled", "rec/form/conn-id", "rec/pair/utf-16", "rec/ignore/indication")
	report := p.check(t)
	if got := deviating(&report); got != "" || report.Blocked != "" {
		t.Errorf("blocked: %q, deviating:\n%s", report.Blocked, got)
	}
	for _, i := range p.journal.Intents() {
		if i.DN == "7001" && i.ConnID != connID {
			t.Errorf("%s named the call %016x instead of %016x", i.Verb, i.ConnID, connID)
		}
	}
	if len(p.server.Calls("7001")) != 1 {
		t.Error("the call was ended")
	}
}

// An indication over the limit fails the case of latencies and nothing else.
func TestMaxLatency(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	order(t, p, "delay=20ms")
	p.options.MaxLatency = time.Millisecond
	p.only(t, "rec/start/from-disabled", "rec/latency")
	report := p.check(t)
	started, measured := report.Results[0], report.Results[1]
	if started.Verdict != Passed || len(started.Runs[0].Aspects) == 0 || started.Runs[0].Aspects[0].Name != "latency" {
		t.Errorf("start is %s: %+v", started.Verdict, started.Runs[0].Aspects)
	}
	if measured.Verdict != Failed || measured.Runs[0].Outcome != "slow" {
		t.Errorf("the latency is %s: %s", measured.Verdict, measured.Runs[0].Outcome)
	}
	for _, l := range report.Latencies {
		if l.Count == 0 || l.P50 < 20*time.Millisecond || l.P95 < l.P50 || l.Max < l.P95 {
			t.Errorf("the latencies are %+v", l)
		}
	}
}

// What a run has room for is bounded, and a run with more cannot be judged.
func TestFlood(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.only(t, "rec/query/answered", "rec/unasked/quiet")
	p.options.Watch = time.Hour
	p.options.Began = func(c *Case, _, _ int) {
		if c.ID == "rec/unasked/quiet" {
			p.options.Go(func() {
				if err := p.server.Order("flood=20000"); err != nil {
					t.Error(err)
				}
			})
		}
	}
	report := p.check(t)
	r := report.Results[1]
	if r.Verdict != Blocked || r.Runs[0].Reason != errTooMuch.Error() || len(r.Runs[0].Log) > maxLog || r.Runs[0].LogCut == 0 {
		t.Errorf("the case is %s: %s, with %d messages, %d cut", r.Verdict, r.Runs[0].Reason, len(r.Runs[0].Log), r.Runs[0].LogCut)
	}
	if state := p.recorder.State("7001"); state != event.Disabled {
		t.Errorf("7001 is left %s", state)
	}
}
