package contract

import (
	"fmt"
	"slices"
	"strings"
)

// outcomeNone is the Outcome of a run in which nothing came.
const outcomeNone = "none"

// outcome is what a run of a case found.
type outcome struct {
	// word is the Outcome of the run.
	word string
	// ok reports that this is what the case expects. Cases that only observe leave it false.
	ok bool
	// reason says in a sentence what deviates, "" if nothing does.
	reason string
	// skip says why the case could not be tried, "" if it was.
	skip string
}

// skipped returns the outcome of a case that could not be tried, and why.
func skipped(format string, arguments ...any) outcome {
	return outcome{skip: fmt.Sprintf(format, arguments...)}
}

// judge sets the verdict of a run, by the class of its case and by the expectation, if any.
func (b *bench) judge(c *Case, run *Run, found outcome) {
	accepted, expected := b.options.Expectations[c.ID]
	run.Outcome, run.Reason = found.word, found.reason
	switch {
	case found.skip != "":
		run.Verdict, run.Outcome, run.Reason = Skipped, "", found.skip
	case b.trouble != nil:
		run.Verdict, run.Outcome, run.Reason = Blocked, "", b.trouble.Error()
	case expected:
		run.Verdict, run.Reason = Passed, ""
		run.Expected = append(run.Expected, "one of the outcomes that the expectation accepts: "+strings.Join(accepted, " or "))
		if !slices.Contains(accepted, found.word) {
			run.Verdict, run.Reason = Failed, fmt.Sprintf("the outcome is %s; the expectation accepts %s", found.word, strings.Join(accepted, " or "))
		}
	case found.ok && c.Class != Observed:
		run.Verdict, run.Reason = Passed, ""
	case c.Class == Required || c.Class == Informative:
		run.Verdict = Failed
	default:
		run.Verdict = Noted
	}
}

// verdict sums up the runs of a case. Failed runs beside others make it flaky. Otherwise the
// worst counts: blocked, skipped, noted, passed.
func verdict(runs []Run) Verdict {
	has := func(v Verdict) bool {
		return slices.ContainsFunc(runs, func(r Run) bool { return r.Verdict == v })
	}
	if has(Failed) {
		if slices.ContainsFunc(runs, func(r Run) bool { return r.Verdict != Failed }) {
			return Flaky
		}
		return Failed
	}
	for _, v := range []Verdict{Blocked, Skipped, Noted} {
		if has(v) {
			return v
		}
	}
	return Passed
}
