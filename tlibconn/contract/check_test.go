package contract

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/tlibtest"
)

// place is a simulated T-Server with a recorder, and the options of a check of both.
type place struct {
	server   *simserver.Server
	recorder *recorder.Recorder
	options  Options
	journal  *journal.Memory
}

// newPlace starts a T-Server and a recorder of 7001 and 7002. The server also knows 7003,
// which is not recorded.
func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{server: tlibtest.NewServer("7001", "7002", "7003"), journal: &journal.Memory{}}
	t.Cleanup(func() { p.server.Close() })
	var running sync.WaitGroup
	start := func(f func()) { running.Go(f) }
	var err error
	p.recorder, err = recorder.Start(t.Context(), recorder.Options{Addresses: []string{p.server.Addr()}, DNs: []string{"7001", "7002"}, Go: start})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.recorder.Close(); running.Wait() })
	p.options = Options{
		Session: capture.Options{Session: tlibconn.Options{Site: "default", Addresses: []string{p.server.Addr()}}},
		Journal: p.journal, Go: start, Program: "test", DN: "7001", SecondDN: "7002", UnknownDN: "9999", Cases: Cases(),
		RequestTimeout: time.Second, IndicationTimeout: time.Second, Quiet: 40 * time.Millisecond, Watch: 60 * time.Millisecond,
	}
	return p
}

// check runs the check, which must be able to run.
func (p *place) check(t *testing.T) Report {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), tlibtest.Hang)
	defer cancel()
	report, err := Check(ctx, p.options)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// only selects cases.
func (p *place) only(t *testing.T, patterns ...string) {
	t.Helper()
	var err error
	if p.options.Cases, err = Select(Cases(), patterns); err != nil {
		t.Fatal(err)
	}
}

// deviating returns the results that are not passed, as lines.
func deviating(report *Report) string {
	var out strings.Builder
	for _, r := range report.Results {
		if r.Verdict != Passed {
			out.WriteString(string(r.Verdict) + " " + r.Case + " " + r.Runs[0].Outcome + ": " + r.Runs[0].Reason + "\n")
		}
	}
	return out.String()
}

// Our own recorder keeps the contract, and the check leaves the DN as it was.
func TestCheckPasses(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	report := p.check(t)
	for _, r := range report.Results {
		if r.Case == "rec/form/conn-id" && r.Verdict == Skipped {
			continue // no one makes a call
		}
		if r.Class == Required && r.Verdict != Passed {
			t.Errorf("%s is %s: %s", r.Case, r.Verdict, r.Runs[0].Reason)
		}
	}
	if report.Blocked != "" || report.Interrupted != "" || len(report.Left) > 0 || len(report.Results) != len(Cases()) {
		t.Errorf("the report is %+v", report)
	}
	if state := p.recorder.State("7001"); state != event.Disabled {
		t.Errorf("7001 is left %s", state)
	}
}

// Our own recorder does all that a good one does.
func TestEveryClassPasses(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.options.Calls = &caller{server: p.server, recorder: p.recorder}
	report := p.check(t)
	for _, r := range report.Results {
		if r.Class == Observed && r.Verdict == Noted {
			t.Log(r.Case, r.Runs[0].Outcome)
		} else if r.Verdict != Passed {
			t.Errorf("%s is %s: %s %s", r.Case, r.Verdict, r.Runs[0].Outcome, r.Runs[0].Reason)
		}
		if len(r.Runs[0].Aspects) > 0 {
			t.Errorf("%s: %+v", r.Case, r.Runs[0].Aspects)
		}
	}
	if calls := p.server.Calls("7001"); len(calls) > 0 {
		t.Errorf("7001 is left on %+v", calls)
	}
}

// caller makes calls with the methods of the simulated T-Server.
type caller struct {
	server   *simserver.Server
	recorder *recorder.Recorder
	connID   uint64
}

func (c *caller) Can(Step) bool { return true }

func (c *caller) Make(ctx context.Context, step Step, dn string) error {
	var err error
	switch step {
	case StepCall:
		if c.connID, err = c.server.Ring(dn, "+33123456"); err == nil {
			err = c.server.Answer(dn, c.connID)
		}
	case StepHold:
		err = c.server.Hold(dn, c.connID)
	case StepTransfer:
		_ = c.server.Retrieve(dn, c.connID) // it may not be held
		err = c.server.SingleStepTransfer(dn, c.connID, "7003")
	case StepRelease:
		err = c.server.Release(dn, c.connID)
	case StepRestart:
		err = c.recorder.Restart(ctx)
	}
	return err
}
