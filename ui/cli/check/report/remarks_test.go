package report

import (
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
