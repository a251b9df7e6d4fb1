package check

import (
	"fmt"
	"slices"

	"capdeck/model/say"
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
	if !ran(found) || found.Blocked != "" || found.Interrupted != "" || len(found.Left) > 0 {
		code = exit.Incomplete
	}
	slow := len(g.tooSlow(found)) > 0
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

// ran reports whether a case ran, or was to run and could not be judged.
func ran(found *contract.Report) bool {
	return slices.ContainsFunc(found.Results, func(r contract.Result) bool { return r.Verdict != contract.Skipped })
}

// tooSlow returns a sentence for each verb of which an indication took longer than --max-latency. How
// fast indications come is the recorder's: --subject tserver leaves that out.
func (g *given) tooSlow(found *contract.Report) []string {
	if g.maxLatency == 0 || contract.Subject(g.subject) == contract.SubjectTServer {
		return nil
	}
	var all []string
	for _, l := range found.Latencies {
		if l.Max > g.maxLatency {
			all = append(all, fmt.Sprintf("too slow: an indication of %s took %s; --max-latency is %s", l.Verb, say.AnswerTime(l.Max), g.maxLatency))
		}
	}
	return all
}

// problems returns sentences about the whole for what keeps the exit code from being 0 and is in no case.
func (g *given) problems(found *contract.Report) []string {
	all := g.tooSlow(found)
	if !ran(found) && found.Interrupted == "" && found.Blocked == "" {
		all = append(all, "no case ran: the selected cases need what was not offered, so nothing was checked")
	}
	return all
}

// notes returns the sentences about the whole that the command adds to those of the check.
func (g *given) notes(found *contract.Report) []string {
	all := g.problems(found)
	if g.recordAll {
		all = append(all, "--record-all: this report holds user data and the numbers of other parties")
	}
	return all
}
