package mutants

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/contract"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/tlibtest"
)

// simulatedCalls makes the calls of a check.
type simulatedCalls struct{ server *simserver.Server }

func (c simulatedCalls) Can(step contract.Step) bool { return step != contract.StepRestart }

func (c simulatedCalls) Make(_ context.Context, step contract.Step, dn string) error {
	if step == contract.StepCall {
		connID, err := c.server.Ring(dn, "+442079460000")
		if err != nil {
			return err
		}
		return c.server.Answer(dn, connID)
	}
	calls := c.server.Calls(dn)
	if len(calls) == 0 {
		return errors.New("no call")
	}
	switch connID := calls[len(calls)-1].ConnID; step {
	case contract.StepHold:
		return c.server.Hold(dn, connID)
	case contract.StepTransfer:
		return c.server.SingleStepTransfer(dn, connID, "7003")
	default:
		return c.server.Release(dn, connID)
	}
}

// check runs the required and the robust cases of the recorder against a small recorder, in
// simulated time.
func check(t *testing.T, mutate mutation) contract.Report {
	t.Helper()
	var report contract.Report
	synctest.Test(t, func(t *testing.T) {
		network := tlibtest.NewPipes()
		server, err := simserver.New(simserver.Options{Listener: network, DNs: []simserver.DN{{Number: "7001"}, {Number: "7002"}, {Number: "7003"}}, Go: func(f func()) { go f() }})
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		recorder := start(t, tlibconn.Options{Addresses: []string{"tserver:7000"}, AppName: "small recorder", Dial: network.Dial}, mutate, "7001", "7002")
		defer recorder.close()
		cases := slices.DeleteFunc(contract.Cases(), func(c contract.Case) bool {
			return c.Class != contract.Required && c.Class != contract.Robust || c.Subject != contract.SubjectRecorder
		})
		report, err = contract.Check(t.Context(), contract.Options{
			Session: capture.Options{Session: tlibconn.Options{Addresses: []string{"tserver:7000"}, Dial: network.Dial}},
			Journal: journal.None{}, Go: func(f func()) { go f() }, Program: "test", DN: "7001", SecondDN: "7002", Cases: cases, Calls: simulatedCalls{server},
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	return report
}

// verdicts returns what a report found, and whether that is a failure or a block.
func verdicts(report *contract.Report) (found bool, text string) {
	var parts []string
	if report.Blocked != "" {
		parts = append(parts, "blocked: "+report.Blocked)
	}
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict == contract.Failed || r.Verdict == contract.Flaky || r.Verdict == contract.Blocked {
			parts = append(parts, r.Case)
		}
	}
	return len(parts) > 0, strings.Join(parts, ", ")
}

// notes returns the robust cases that deviate.
func notes(report *contract.Report) []string {
	var noted []string
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict == contract.Noted {
			noted = append(noted, r.Case)
		}
	}
	return noted
}

// The recorder that keeps the contract passes all cases.
func TestSmallRecorderPasses(t *testing.T) {
	report := check(t, nil)
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict != contract.Passed {
			t.Errorf("%s is %s: %s", r.Case, r.Verdict, r.Runs[0].Reason)
		}
	}
	if len(report.Results) == 0 || report.Blocked != "" {
		t.Errorf("the report is %+v", report)
	}
}

// Each mutant is found unless the contract allows it. The share is printed.
func TestMutants(t *testing.T) {
	all := mutants()
	if len(all) < 25 {
		t.Errorf("there are only %d mutants", len(all))
	}
	killed, allowed := 0, 0
	for _, mutant := range all {
		t.Run(mutant.name, func(t *testing.T) {
			report := check(t, mutant.mutate)
			switch found, text := verdicts(&report); {
			case found:
				killed++
				t.Log("found by", text)
				if mutant.unseen != "" {
					t.Errorf("it is found, though: %s", mutant.unseen)
				}
			case mutant.unseen == "":
				t.Error("no required case finds it")
			default:
				allowed++
				noted := notes(&report)
				t.Log("not found:", mutant.unseen, noted)
				if mutant.unseen == tolerable && len(noted) == 0 {
					t.Error("no robust case notes it")
				}
			}
		})
	}
	t.Logf("%d of %d mutants are found; %d are not, for the reasons above", killed, len(all), allowed)
}
