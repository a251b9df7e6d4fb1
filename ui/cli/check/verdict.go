package check

import (
	"slices"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cli/exit"
)

// counts reports whether a result counts for the verdict: those about the other party than
// --subject do not.
func (g *given) counts(r *contract.Result) bool {
	return g.subject == "" || contract.Subject(g.subject) == r.Subject
}

// exitCode returns the exit code of a report. A failure is worse than a case that could not be
// judged, which is worse than one that was too slow.
func (g *given) exitCode(found *contract.Report) exit.Code {
	code := exit.OK
	ran := slices.ContainsFunc(found.Results, func(r contract.Result) bool { return r.Verdict != contract.Skipped })
	if !ran || found.Blocked != "" || found.Interrupted != "" || len(found.Left) > 0 {
		code = exit.Incomplete
	}
	slow := false
	for i := range found.Results {
		r := &found.Results[i]
		decides := r.Class == contract.Required || len(r.Expectation) > 0
		switch {
		case !g.counts(r):
		case r.Class == contract.Informative:
			slow = slow || r.Verdict == contract.Failed || r.Verdict == contract.Flaky
		case r.Verdict == contract.Failed, r.Verdict == contract.Flaky:
			return exit.Failure
		case decides && r.Verdict == contract.Blocked, decides && r.Verdict == contract.Skipped && !g.maySkip(r.Case):
			code = exit.Incomplete
		}
	}
	if code == exit.OK && slow {
		return exit.TooSlow
	}
	return code
}

// maySkip reports whether --allow-skip names a case.
func (g *given) maySkip(id string) bool {
	if len(g.allowSkip) == 0 {
		return false
	}
	// plan has checked the patterns.
	allowed, err := contract.Select(contract.Cases(), g.allowSkip)
	return err == nil && slices.ContainsFunc(allowed, func(c contract.Case) bool { return c.ID == id })
}
