package report

import (
	"strings"
	"testing"

	"capdeck/tlibconn/contract"
)

// Remarks has those of the cases that did not fail, each text once and no more than a few of a case.
func TestRemarks(t *testing.T) {
	aspects := func(texts ...string) (all []contract.Aspect) {
		for _, text := range texts {
			all = append(all, contract.Aspect{Text: text})
		}
		return append(all, contract.Aspect{OK: true, Text: "fine"})
	}
	found := contract.Report{Results: []contract.Result{
		{Case: "rec/a", Verdict: contract.Passed, Runs: []contract.Run{{Aspects: aspects("one", hostile)}, {Aspects: aspects("one")}}},
		{Case: "rec/b", Verdict: contract.Failed, Runs: []contract.Run{{Aspects: aspects("in the details")}}},
		{Case: "rec/c", Verdict: contract.Noted, Runs: []contract.Run{{Aspects: aspects("1", "2", "3", "4", "5")}}},
		{Case: "rec/d", Verdict: contract.Passed, Runs: []contract.Run{{Aspects: aspects()}}},
	}}
	golden(t, Remarks(&found))
}

// A note about the whole is no error in JUnit's XML, and a problem is.
func TestJUnitNotes(t *testing.T) {
	found := contract.Report{Notes: []string{"a note", "too slow"}}
	for _, tt := range []struct {
		problems []string
		want     string
	}{
		{nil, "<system-out><![CDATA[a note.\ntoo slow.]]>"},
		{[]string{"too slow"}, `<error message="too slow." type="check">`},
	} {
		var out strings.Builder
		if err := WriteJUnit(&out, &found, always, tt.problems); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), tt.want) {
			t.Errorf("problems %q: %s is not in\n%s", tt.problems, tt.want, &out)
		}
	}
}

// A problem is the headline of the page, unless something is worse.
func TestHTMLProblem(t *testing.T) {
	found := contract.Report{Results: []contract.Result{{Case: "rec/a", Class: contract.Required, Verdict: contract.Passed}}}
	if p := pageOf(&found, always, nil); p.Bad || p.Headline != "All 1 required case passed" {
		t.Errorf("without one: %q", p.Headline)
	}
	if p := pageOf(&found, always, []string{"too slow"}); !p.Bad || p.Headline != "Too slow" {
		t.Errorf("with one: %q", p.Headline)
	}
	found.Results[0].Verdict = contract.Failed
	if p := pageOf(&found, always, []string{"too slow"}); p.Headline != "1 case failed" {
		t.Errorf("with a failed case: %q", p.Headline)
	}
}
