package contract

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/contract/scenario"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
)

// Order gives an order to the simulated T-Server or, if it begins with recorder, to the
// recorder.
func (p *place) Order(ctx context.Context, order string) error {
	word, rest, _ := strings.Cut(order, " ")
	dn, other, _ := strings.Cut(rest, " ")
	switch word {
	case "recorder":
		return p.recorder.Order(ctx, rest)
	case "restart":
		down, err := time.ParseDuration(dn)
		p.server.Restart(down)
		return err
	case "ring":
		_, err := p.server.Ring(dn, other)
		return err
	}
	calls := p.server.Calls(dn)
	switch {
	case word == "nonsense" || len(calls) == 0:
		return errors.New("no such order, or no call: " + order)
	case word == "answer":
		return p.server.Answer(dn, calls[0].ConnID)
	case word == "release":
		return p.server.Release(dn, calls[0].ConnID)
	}
	return errors.New("no such order, or no call: " + order)
}

// play plays a scenario of the DNs agent and other, with the text after its steps.
func (p *place) play(t *testing.T, steps string) Report {
	t.Helper()
	s, err := scenario.Parse("test.yaml", []byte("scenario: test\ndns: {agent: \"7001\", other: \"7002\"}\nsteps:\n"+steps))
	if err != nil {
		t.Fatal(err)
	}
	if err = s.Assign(nil); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), tlibtest.Hang)
	defer cancel()
	report, err := Play(ctx, p.options, s, p)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

const wholeScenario = `
- send: start
  dn: agent
- expect: accepted
  dn: agent
- expect: enabled
  dn: agent
  within: 1s
- send: pause
  dn: agent
  role: second-desktop
- expect: pause
  dn: agent
- expect: paused
  dn: agent
- expect: enabled
  dn: agent
  role: second-desktop
- expect: paused
  dn: agent
  role: second-desktop
- expect: nothing
  dn: other
  within: 20ms
- call: ring
  dn: agent
  to: "+33123456"
- call: answer
  dn: agent
- sleep: 20ms
- send: resume
  dn: agent
- expect: [enabled, disabled]
  dn: agent
- fault: recorder dn={agent},silent=on
- send: query
  dn: agent
- expect: nothing
  dn: agent
  within: 50ms
- fault: recorder dn={agent},silent=off
`

// A scenario of all kinds of steps is played, and the DN is put back.
func TestPlay(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.options.Repeat = 2
	report := p.play(t, wholeScenario)
	if len(report.Results) != 1 || report.Results[0].Verdict != Passed || len(report.Results[0].Runs) != 2 || len(report.Left) > 0 {
		t.Fatalf("the report: %v %v\n%s", report.Blocked, report.Left, deviating(&report))
	}
	run := &report.Results[0].Runs[0]
	if log := logText(run); !strings.Contains(log, "'pause'") || !strings.Contains(log, "EventRinging") {
		t.Errorf("the log is\n%s", log)
	}
	if state := p.recorder.State("7001"); state != event.Disabled {
		t.Errorf("7001 is left %s", state)
	}
	if calls := p.server.Calls("7001"); len(calls) > 0 {
		t.Errorf("7001 is left on %d calls", len(calls))
	}
	if len(p.journal.Intents()) == 0 {
		t.Error("nothing of it is in the journal")
	}
}

func logText(run *Run) string {
	var out strings.Builder
	for i := range run.Log {
		out.WriteString(run.Log[i].Text)
	}
	return out.String()
}

// A failure names the file's line, the step, and what came instead.
func TestPlayFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		steps, want string
		verdict     Verdict
	}{
		"another word": {
			"- send: start\n  dn: agent\n- expect: paused\n  dn: agent\n",
			"test.yaml:6: step 2, expect paused for agent: enabled came instead", Failed,
		},
		"nothing comes": {
			"- fault: recorder silent=on\n- send: start\n  dn: agent\n- expect: enabled\n  dn: agent\n  within: 50ms\n",
			"test.yaml:7: step 3, expect enabled for agent within 50ms: nothing came within 50ms", Failed,
		},
		"something comes": {
			"- send: query\n  dn: agent\n- expect: nothing\n  dn: agent\n  within: 900ms\n",
			"test.yaml:6: step 2, expect nothing for agent within 900ms: disabled came", Failed,
		},
		"accepted": {
			"- send: start\n  dn: agent\n- expect: rejected\n  dn: agent\n",
			"test.yaml:6: step 2, expect rejected for agent: accepted came instead", Failed,
		},
		"not sent": {
			"- expect: accepted\n  dn: agent\n",
			"test.yaml:4: step 1, expect accepted for agent: desktop sent nothing for DN 7001", Failed,
		},
		"order": {
			"- fault: nonsense\n",
			"test.yaml:4: step 1, fault: nonsense: no such order, or no call: nonsense", Blocked,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			p.options.IndicationTimeout = 200 * time.Millisecond
			report := p.play(t, test.steps)
			if r := &report.Results[0]; r.Verdict != test.verdict || !strings.HasPrefix(r.Runs[0].Reason, test.want) {
				t.Errorf("it is %s: %s", r.Verdict, r.Runs[0].Reason)
			}
		})
	}
}

// A capture that runs is not destroyed.
func TestPlayIsCareful(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	if err := p.recorder.SetState("7002", event.Enabled); err != nil {
		t.Fatal(err)
	}
	report := p.play(t, "- send: stop\n  dn: agent\n")
	if !strings.Contains(report.Blocked, "the capture of DN 7002 is enabled") || len(report.Results) != 0 {
		t.Errorf("the report is %+v", report)
	}
	p.options.OnLiveCall = true
	if report = p.play(t, "- send: stop\n  dn: other\n- expect: disabled\n  dn: other\n"); report.Blocked != "" || report.Results[0].Verdict != Passed {
		t.Errorf("the report is %+v", report)
	}
	if state := p.recorder.State("7002"); state != event.Enabled {
		t.Errorf("7002 is left %s", state)
	}
}
