package contract

import (
	"context"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
)

// restarter restarts T-Server in place of a step.
type restarter struct {
	p    *place
	down time.Duration
}

func (r *restarter) Can(step Step) bool { return step == StepRestart }

func (r *restarter) Make(context.Context, Step, string) error {
	r.p.server.Restart(r.down)
	return nil
}

// A T-Server that restarts is waited for: the DN is put back when it and the recorder are there
// again.
func TestServerRestarts(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.only(t, "rec/start/from-disabled", "rec/restart", "rec/latency")
	p.options.Calls = &restarter{p, 700 * time.Millisecond}
	report := p.check(t)
	if !strings.HasPrefix(report.Interrupted, "the link to T-Server was lost") || len(report.Left) > 0 {
		t.Errorf("interrupted: %q, left: %q", report.Interrupted, report.Left)
	}
	if state := p.recorder.State("7001"); state != event.Disabled {
		t.Errorf("7001 is left %s", state)
	}
}

// The same is true of a scenario, with all its DNs.
func TestServerRestartsInScenario(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	report := p.play(t, "- send: start\n  dn: agent\n- expect: enabled\n  dn: agent\n- send: start\n  dn: other\n- expect: enabled\n  dn: other\n- fault: restart 700ms\n- expect: paused\n  dn: agent\n")
	if !strings.HasPrefix(report.Interrupted, "the link to T-Server was lost") || len(report.Left) > 0 {
		t.Errorf("interrupted: %q, left: %q", report.Interrupted, report.Left)
	}
	for _, dn := range []string{"7001", "7002"} {
		if state := p.recorder.State(dn); state != event.Disabled {
			t.Errorf("%s is left %s", dn, state)
		}
	}
}

// While the recorder is silent, an interrupted check says that it puts the DN back, and gives up
// when it is told to. What it then says has no words of Go.
func TestGiveUp(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.only(t, "rec/start/from-disabled", "rec/unasked/quiet", "rec/latency")
	p.options.Watch = time.Hour
	ctx, cancel := context.WithTimeout(t.Context(), tlibtest.Hang)
	defer cancel()
	p.options.Began = func(c *Case, _, _ int) {
		if c.ID == "rec/unasked/quiet" {
			order(t, p, "silent=on") // the case before left the capture running
			cancel()
		}
	}
	giveUp, said := make(chan struct{}), ""
	p.options.GiveUp = giveUp
	p.options.PuttingBack = func(interrupted string, most time.Duration) {
		if said = interrupted; most > RestoreTimeout || most < RestoreTimeout/2 {
			t.Errorf("it takes at most %s", most)
		}
		close(giveUp)
	}
	report, err := Check(ctx, p.options)
	if err != nil || said != "the check was interrupted" || report.Interrupted != said {
		t.Errorf("said: %q, interrupted: %q, %v", said, report.Interrupted, err)
	}
	const want = "DN 7001 was disabled when the check began, and was not put back, because the waiting was ended: no recorder answers; it was last known to be enabled"
	if len(report.Left) != 1 || report.Left[0] != want {
		t.Errorf("left: %q", report.Left)
	}
}

// A check that is interrupted before its first case is not blocked.
func TestInterruptedEarly(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.only(t, "rec/latency")
	ctx, cancel := context.WithTimeout(t.Context(), tlibtest.Hang)
	defer cancel()
	p.script(t, func(event.Verb, *event.Indication, *answer) bool { cancel(); return true })
	if report, err := Check(ctx, p.options); err != nil || report.Interrupted != "the check was interrupted" || report.Blocked != "" {
		t.Errorf("interrupted: %q, blocked: %q, %v", report.Interrupted, report.Blocked, err)
	}
}
