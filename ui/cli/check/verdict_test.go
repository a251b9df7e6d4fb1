package check

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cli/exit"
)

func result(id string, class contract.Class, verdict contract.Verdict) contract.Result {
	return contract.Result{Case: id, Class: class, Subject: contract.SubjectRecorder, Verdict: verdict}
}

// Only required cases, expectations and the limit decide, and the worst of them is the exit
// code.
func TestExitCode(t *testing.T) {
	passed := result("rec/query/answered", contract.Required, contract.Passed)
	expected := result("rec/stop/when-off", contract.Observed, contract.Failed)
	expected.Expectation = []string{"none/disabled"}
	tserver := result("ts/ack", contract.Required, contract.Failed)
	tserver.Subject = contract.SubjectTServer
	slow := []contract.LatencySummary{{Verb: "start", Count: 2, Max: 300 * time.Millisecond}, {Verb: "stop", Count: 2, Max: time.Millisecond}}
	limit := 200 * time.Millisecond
	for _, tt := range []struct {
		name  string
		given given
		found contract.Report
		want  exit.Code
	}{
		{"passed", given{}, contract.Report{Results: []contract.Result{passed}}, exit.OK},
		{"noted", given{}, contract.Report{Results: []contract.Result{passed, result("rec/pair/utf-16", contract.Robust, contract.Noted)}}, exit.OK},
		{"no case", given{}, contract.Report{}, exit.Incomplete},
		{"no case ran", given{allowSkip: []string{"*"}}, contract.Report{Results: []contract.Result{result("rec/restart", contract.Observed, contract.Skipped)}}, exit.Incomplete},
		{"failed", given{}, contract.Report{Results: []contract.Result{passed, result("rec/form/key", contract.Required, contract.Failed)}}, exit.Failure},
		{"flaky", given{}, contract.Report{Results: []contract.Result{result("rec/form/key", contract.Required, contract.Flaky)}}, exit.Failure},
		{"an expectation", given{}, contract.Report{Results: []contract.Result{passed, expected}}, exit.Failure},
		{"blocked", given{}, contract.Report{Results: []contract.Result{result("rec/form/key", contract.Required, contract.Blocked)}}, exit.Incomplete},
		{"a robust one blocked", given{}, contract.Report{Results: []contract.Result{passed, result("rec/pair/utf-16", contract.Robust, contract.Blocked)}}, exit.OK},
		{"skipped", given{}, contract.Report{Results: []contract.Result{passed, result("rec/form/conn-id", contract.Required, contract.Skipped)}}, exit.Incomplete},
		{"may be skipped", given{allowSkip: []string{"rec/form/*"}}, contract.Report{Results: []contract.Result{passed, result("rec/form/conn-id", contract.Required, contract.Skipped)}}, exit.OK},
		{"may not be skipped", given{allowSkip: []string{"rec/form/dn"}}, contract.Report{Results: []contract.Result{passed, result("rec/form/conn-id", contract.Required, contract.Skipped)}}, exit.Incomplete},
		{"interrupted", given{}, contract.Report{Interrupted: "x", Results: []contract.Result{passed}}, exit.Incomplete},
		{"not put back", given{}, contract.Report{Left: []string{"x"}, Results: []contract.Result{passed}}, exit.Incomplete},
		{"interrupted and failed", given{}, contract.Report{Interrupted: "x", Results: []contract.Result{result("rec/form/key", contract.Required, contract.Failed)}}, exit.Failure},
		{"slow", given{}, contract.Report{Results: []contract.Result{passed, result("rec/latency", contract.Informative, contract.Failed)}}, exit.TooSlow},
		{"slow and skipped", given{}, contract.Report{Results: []contract.Result{result("rec/form/dn", contract.Required, contract.Skipped), result("rec/latency", contract.Informative, contract.Failed)}}, exit.Incomplete},
		{"slow in another case", given{maxLatency: limit}, contract.Report{Results: []contract.Result{passed}, Latencies: slow}, exit.TooSlow},
		{"slow without a limit", given{}, contract.Report{Results: []contract.Result{passed}, Latencies: slow}, exit.OK},
		{"in time", given{maxLatency: 300 * time.Millisecond}, contract.Report{Results: []contract.Result{passed}, Latencies: slow}, exit.OK},
		{"slow and failed", given{maxLatency: limit}, contract.Report{Results: []contract.Result{result("rec/form/key", contract.Required, contract.Failed)}, Latencies: slow}, exit.Failure},
		{"slow and interrupted", given{maxLatency: limit}, contract.Report{Interrupted: "x", Results: []contract.Result{passed}, Latencies: slow}, exit.Incomplete},
		{"a slow recorder of another subject", given{maxLatency: limit, subject: "tserver"}, contract.Report{Results: []contract.Result{passed}, Latencies: slow}, exit.OK},
		{"T-Server", given{}, contract.Report{Results: []contract.Result{passed, tserver}}, exit.Failure},
		{"only the recorder", given{subject: "recorder"}, contract.Report{Results: []contract.Result{passed, tserver}}, exit.OK},
	} {
		if got := tt.given.exitCode(&tt.found); got != tt.want {
			t.Errorf("%s: the exit code is %d instead of %d", tt.name, got, tt.want)
		}
	}
}

// manyKeys returns the inside of a mapping with many keys.
func manyKeys(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "k%d: a,", i)
	}
	return text.String()
}

// A file of expectations has an outcome or a list for each case; mistakes are named.
func TestReadExpectations(t *testing.T) {
	for _, tt := range []struct{ text, problem string }{
		{"rec/stop/when-off: disabled/disabled\nrec/pause/when-off: [none/disabled, disabled/disabled]\n", ""},
		{"rec/stop: x\n", `line 1: no case is called "rec/stop"`},
		{"rec/query/answered: none\n", "the case rec/query/answered is required"},
		{"rec/stop/when-off: [none, none]\n", "line 1: rec/stop/when-off needs an outcome, or a list of different outcomes"},
		{"\nrec/stop/when-off: {a: b}\n", "line 2: rec/stop/when-off needs an outcome"},
		{"rec/stop/when-off:\n", "line 1: rec/stop/when-off needs an outcome"},
		{"rec/stop/when-off: []\n", "accepts no outcome"},
		{"rec/stop/when-off: a\nrec/stop/when-off: b\n", "already defined at line 1"},
		{"rec/stop/when-off: Disabled\n", `line 1: rec/stop/when-off has the outcome "Disabled", which none can be`},
		{"rec/stop/when-off: a b\n", `the outcome "a b"`},
		{"rec/stop/when-off: a, b\n", `the outcome "a, b"`},
		{"rec/stop: x\n\nrec/query/answered: none\n", "line 3: the case rec/query/answered is required"},
		{"rec/query/answered: none\nrec/stop/when-off: []\n", "line 2: the expectation of rec/stop/when-off accepts no outcome"},
		{"- a\n", "it is not a YAML mapping of case IDs to outcomes"},
		{"a: [\n", "it is not a YAML mapping"},
		{"# nothing\n", "it has no expectation"},
		{"", "it has no expectation"},
		{"{}\n", "it has no expectation"},
		{"[a]: b\n", "line 1: a case ID is one word"},
		{"rec/stop/when-off: &a\n  <<: *a\n", "needs an outcome"},
		{"rec/stop/when-off: [" + strings.Repeat("a,", 200_000) + "]\n", "line 1: rec/stop/when-off accepts more than 100 outcomes"},
		{"{" + manyKeys(100_000) + "}\n", "line 1: more mistakes follow"},
	} {
		path := filepath.Join(t.TempDir(), "vendor.yaml")
		if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := readExpectations(path)
		switch {
		case tt.problem == "" && err != nil:
			t.Errorf("%q: %v", tt.text, err)
		case tt.problem == "":
			want := map[string][]string{"rec/stop/when-off": {"disabled/disabled"}, "rec/pause/when-off": {"none/disabled", "disabled/disabled"}}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%q: %v", tt.text, got)
			}
		case err == nil || !strings.Contains(err.Error(), tt.problem) || !strings.Contains(err.Error(), path) || exit.CodeOf(err) != exit.Usage:
			t.Errorf("%.100q: %.500v, code %d", tt.text, err, exit.CodeOf(err))
		}
	}
}
