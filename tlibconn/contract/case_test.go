package contract

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Each clause stands in the contract word for word, or says that there is none.
func TestClausesAreQuoted(t *testing.T) {
	text, err := os.ReadFile("../../docs/protocol/SEMANTICS.md")
	if err != nil {
		t.Fatal(err)
	}
	document := strings.Join(strings.Fields(string(text)), " ")
	for _, c := range Cases() {
		if c.Class == Required && strings.HasPrefix(c.Clause, noClause) {
			t.Errorf("%s is required, but no line of the contract is", c.ID)
		}
		if !strings.HasPrefix(c.Clause, noClause) && !strings.Contains(document, c.Clause) {
			t.Errorf("%s quotes what the contract does not say: %s", c.ID, c.Clause)
		}
	}
}

// IDs are unique, and every case says what it checks.
func TestCasesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Cases() {
		if seen[c.ID] || c.Title == "" || c.Clause == "" || c.Class == "" || c.Subject == "" || c.run == nil {
			t.Errorf("the case %+v is not complete, or its ID is taken", c)
		}
		seen[c.ID] = true
		prefix := "rec/"
		if c.Subject == SubjectTServer {
			prefix = "ts/"
		}
		if !strings.HasPrefix(c.ID, prefix) {
			t.Errorf("%s judges the %s", c.ID, c.Subject)
		}
	}
}

func TestSelect(t *testing.T) {
	for _, tt := range []struct {
		patterns []string
		count    int
		problem  string
	}{
		{nil, len(Cases()), ""},
		{[]string{"*"}, len(Cases()), ""},
		{[]string{"rec/query/answered"}, 1, ""},
		{[]string{"rec/query/*", "rec/query/answered"}, 4, ""},
		{[]string{"*/from-enabled"}, 2, ""},
		{[]string{"rec/query/answer"}, 0, `no case is called "rec/query/answer"; there is rec/query/answered`},
		{[]string{"rec/query/*", "none"}, 0, `no case is called "none"`},
		{[]string{""}, 0, `no case is called ""`},
		{[]string{"[a"}, 0, `the pattern "[a" is malformed`},
	} {
		got, err := Select(Cases(), tt.patterns)
		problem := ""
		if err != nil {
			problem = err.Error()
		}
		if len(got) != tt.count || problem != tt.problem {
			t.Errorf("%q selects %d cases, %q", tt.patterns, len(got), problem)
		}
	}
}

func TestCheckExpectations(t *testing.T) {
	for problem, expectations := range map[string]map[string][]string{
		"": {"rec/stop/when-off": {"disabled/disabled"}, "rec/pair/utf-16": {"enabled"}},
		`no case is called "rec/stop"; there is rec/stop/from-enabled, rec/stop/from-paused, rec/own-indication/stop`: {"rec/stop": {"x"}},
		"the case rec/query/answered is required: no expectation can change how it is judged":                         {"rec/query/answered": {"none"}},
		"the case rec/latency is informative: no expectation can change how it is judged":                             {"rec/latency": {"slow"}},
		"the expectation of rec/stop/when-off accepts no outcome":                                                     {"rec/stop/when-off": {}},
	} {
		got := ""
		if err := CheckExpectations(expectations); err != nil {
			got = err.Error()
		}
		if got != problem {
			t.Errorf("%v: %q instead of %q", expectations, got, problem)
		}
	}
}

// The worst run counts, and a failure beside others makes the case flaky.
func TestVerdictOfRuns(t *testing.T) {
	for _, tt := range []struct {
		runs []Verdict
		want Verdict
	}{
		{[]Verdict{Passed, Passed}, Passed},
		{[]Verdict{Failed, Failed}, Failed},
		{[]Verdict{Passed, Failed}, Flaky},
		{[]Verdict{Failed, Blocked}, Flaky},
		{[]Verdict{Passed, Blocked}, Blocked},
		{[]Verdict{Noted, Passed}, Noted},
		{[]Verdict{Skipped, Skipped}, Skipped},
	} {
		var runs []Run
		for _, v := range tt.runs {
			runs = append(runs, Run{Verdict: v})
		}
		if got := verdict(runs); got != tt.want {
			t.Errorf("%v is %s instead of %s", tt.runs, got, tt.want)
		}
	}
}

// Every step can be named by a case or is the making of a call.
func TestStepsAreNeeded(t *testing.T) {
	for _, step := range Steps() {
		if step != StepCall && !slices.ContainsFunc(Cases(), func(c Case) bool { return c.Needs.Step == step }) {
			t.Errorf("no case needs the step %s", step)
		}
	}
}
