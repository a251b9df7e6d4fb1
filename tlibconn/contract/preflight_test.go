package contract

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// What makes it impossible to judge anything, or dangerous, is said, and nothing is changed.
func TestBlocked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		prepare func(t *testing.T, p *place)
		blocked string
		state   event.Indication
	}{
		{"silent", func(t *testing.T, p *place) { order(t, p, "silent=on") }, "no recorder: T-Server accepted the query of DN 7001, and no indication came within 200ms", event.Disabled},
		{"no recorder", func(_ *testing.T, p *place) { p.recorder.Close() }, "no recorder: T-Server accepted the query", event.Disabled},
		{"running", func(t *testing.T, p *place) { p.set(t, event.Enabled) }, "the capture of DN 7001 is enabled; a check would end it", event.Enabled},
		{"paused", func(t *testing.T, p *place) { p.set(t, event.Paused) }, "the capture of DN 7001 is paused; a check would end it", event.Paused},
		{"on a call", func(t *testing.T, p *place) {
			if _, err := p.server.Ring("7001", "+33123"); err != nil {
				t.Fatal(err)
			}
		}, "DN 7001 is on the call ", event.Disabled},
		{"rejected", func(t *testing.T, p *place) {
			if err := p.server.Order("dn=7001,error=58"); err != nil {
				t.Fatal(err)
			}
		}, "T-Server rejected query for DN 7001: error 58", event.Disabled},
		{"records calls only", func(t *testing.T, p *place) {
			p.script(t, func(verb event.Verb, state *event.Indication, a *answer) bool {
				if a.connID == 0 {
					*state = event.Disabled
				}
				return verb == event.VerbQuery
			})
		}, "records only with a call? start for DN 7001, which has no call, was not answered, and a query is", event.Disabled},
		{"wrong", func(t *testing.T, p *place) { order(t, p, "wrong=on"); p.options.OnLiveCall = true }, "", event.Disabled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			tt.prepare(t, p)
			p.options.IndicationTimeout = 200 * time.Millisecond
			p.only(t, "rec/query/answered", "rec/start/from-disabled")
			report := p.check(t)
			if !strings.HasPrefix(report.Blocked, tt.blocked) || tt.blocked != "" && report.Blocked == "" {
				t.Errorf("blocked: %q", report.Blocked)
			}
			if tt.blocked != "" && (report.Results[0].Verdict != Blocked || report.Results[1].Verdict != Blocked) {
				t.Errorf("the results are %s", deviating(&report))
			}
			if state := p.recorder.State("7001"); state != tt.state && tt.name != "records calls only" {
				t.Errorf("7001 is left %s", state)
			}
		})
	}
}

func order(t *testing.T, p *place, text string) {
	t.Helper()
	if err := p.recorder.Order(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}

func (p *place) set(t *testing.T, state event.Indication) {
	t.Helper()
	if err := p.recorder.SetState("7001", state); err != nil {
		t.Fatal(err)
	}
}

// A capture that is running is put back, if the user allows a check of it.
func TestRunningCaptureIsPutBack(t *testing.T) {
	t.Parallel()
	for _, state := range []event.Indication{event.Enabled, event.Paused} {
		p := newPlace(t)
		p.set(t, state)
		p.options.OnLiveCall = true
		p.only(t, "rec/stop/from-enabled")
		report := p.check(t)
		if got := p.recorder.State("7001"); got != state || report.Blocked != "" || len(report.Left) > 0 {
			t.Errorf("7001 was %s and is left %s: %q %q", state, got, report.Blocked, report.Left)
		}
	}
}

// A recorder of calls only is checked during a call that the check makes and ends.
func TestRecorderOfCallsOnly(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.script(t, func(_ event.Verb, state *event.Indication, a *answer) bool {
		if a.connID == 0 {
			*state = event.Disabled
			a.value(wire.TextPair(event.CaptureKey, state.String()))
		}
		return true
	})
	p.options.Calls = &caller{server: p.server}
	p.only(t, "rec/start/from-disabled", "rec/pause/from-enabled")
	report := p.check(t)
	if got := deviating(&report); got != "" || report.Blocked != "" || len(report.Notes) != 1 {
		t.Errorf("blocked: %q, notes: %q, deviating:\n%s", report.Blocked, report.Notes, got)
	}
	if calls := p.server.Calls("7001"); len(calls) > 0 {
		t.Errorf("7001 is left on %+v", calls)
	}
}

// An interrupted check puts the DN back and reports what it found until then.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.only(t, "rec/start/from-disabled", "rec/unasked/quiet", "rec/latency")
	p.options.Watch = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	p.options.Began = func(c *Case, _, _ int) {
		if c.ID == "rec/unasked/quiet" {
			cancel() // the case before left the capture running
		}
	}
	report, err := Check(ctx, p.options)
	if err != nil || report.Interrupted == "" || len(report.Left) > 0 {
		t.Errorf("interrupted: %q, left: %q, %v", report.Interrupted, report.Left, err)
	}
	if got := deviating(&report); !strings.HasPrefix(got, "skipped rec/unasked/quiet ") || strings.Count(got, "\n") != 2 {
		t.Errorf("deviating:\n%s", got)
	}
	if state := p.recorder.State("7001"); state != event.Disabled {
		t.Errorf("7001 is left %s", state)
	}
}

// A lost connection ends the check; the DN is put back over a new one.
func TestLostConnection(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.only(t, "rec/start/from-disabled", "rec/restart", "rec/latency")
	p.options.Calls = &dropper{p}
	report := p.check(t)
	if report.Interrupted == "" || len(report.Left) > 0 {
		t.Errorf("interrupted: %q, left: %q", report.Interrupted, report.Left)
	}
	if state := p.recorder.State("7001"); state != event.Disabled {
		t.Errorf("7001 is left %s", state)
	}
}

// dropper ends all connections of the check in place of a step.
type dropper struct{ p *place }

func (d *dropper) Can(step Step) bool { return step == StepRestart }

func (d *dropper) Make(context.Context, Step, string) error {
	for _, client := range d.p.server.Clients() {
		if client.Application != "recorder" {
			_ = d.p.server.Disconnect(client.ID) // it may be gone
		}
	}
	return nil
}

// What keeps a check from running at all is an error that says why.
func TestCannotRun(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	unknown := p.options
	unknown.DN = "9999"
	unknown.UnknownDN = ""
	var refused *RefusedError
	if _, err := Check(t.Context(), unknown); !errors.As(err, &refused) || refused.DN != "9999" {
		t.Errorf("an unknown DN: %v", err)
	}
	away := p.options
	away.Session.Session.Addresses = []string{"127.0.0.1:1"}
	var connect *tlibconn.ConnectError
	if _, err := Check(t.Context(), away); !errors.As(err, &connect) {
		t.Errorf("no T-Server: %v", err)
	}
	same := p.options
	same.SecondDN = same.DN
	if _, err := Check(t.Context(), same); err == nil || err.Error() != "the second DN is the DN under test, 7001" {
		t.Errorf("the same DN twice: %v", err)
	}
}

// A recorder that loses the first query and the first start is judged by the cases all the same.
func TestFirstCommandsLost(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.options.IndicationTimeout = 200 * time.Millisecond
	seen := map[event.Verb]int{}
	p.script(t, func(verb event.Verb, state *event.Indication, _ *answer) bool {
		if seen[verb]++; seen[verb] > 1 || verb != event.VerbQuery && verb != event.VerbStart {
			return true
		}
		if verb == event.VerbStart {
			*state = event.Disabled
		}
		return false
	})
	p.only(t, "rec/start/from-disabled", "rec/pause/from-enabled")
	report := p.check(t)
	if got := deviating(&report); got != "" || report.Blocked != "" || len(report.Left) > 0 {
		t.Errorf("blocked: %q, left: %q, deviating:\n%s", report.Blocked, report.Left, got)
	}
	want := "query number 1 for DN 7001 went unanswered before the first case\nstart number 1 for DN 7001 went unanswered before the first case"
	if got := strings.Join(report.Notes, "\n"); got != want {
		t.Errorf("notes:\n%s", got)
	}
}

// Cases that are all skipped do not touch the DN.
func TestAllSkipped(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.options.SecondDN = ""
	p.only(t, "rec/form/dn", "rec/form/conn-id", "rec/restart")
	report := p.check(t)
	if got := deviating(&report); strings.Count(got, "skipped rec/") != 3 || report.Blocked != "" || report.Interrupted != "" {
		t.Errorf("deviating:\n%s", got)
	}
	if sent := p.journal.Intents(); len(sent) > 0 {
		t.Errorf("sent: %+v", sent)
	}
}

// Without a recorder T-Server's own cases are judged, by queries only.
func TestTServerAlone(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.recorder.Close()
	p.options.IndicationTimeout = 200 * time.Millisecond
	p.only(t, "ts/*", "rec/latency")
	report := p.check(t)
	verdicts := map[string]Verdict{}
	for _, r := range report.Results {
		verdicts[r.Case] = r.Verdict
	}
	for _, c := range p.options.Cases {
		want := Blocked
		if c.ID == "ts/ack" || strings.HasPrefix(c.ID, "ts/error/") {
			want = Passed
		}
		if verdicts[c.ID] != want {
			t.Errorf("%s is %s", c.ID, verdicts[c.ID])
		}
	}
	for _, i := range p.journal.Intents() {
		if i.Verb != event.VerbQuery.String() {
			t.Errorf("%s was sent", i.Verb)
		}
	}
	if !strings.HasPrefix(report.Blocked, "no recorder") {
		t.Errorf("blocked: %q", report.Blocked)
	}
}
