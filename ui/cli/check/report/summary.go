package report

import (
	"fmt"
	"strings"

	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/tlibconn/contract"
	"capdeck/ui/cell"
)

// verdicts returns all verdicts in the order in which summaries name them.
func verdicts() []contract.Verdict {
	return []contract.Verdict{contract.Passed, contract.Failed, contract.Flaky, contract.Blocked, contract.Skipped, contract.Noted}
}

// Count counts the results with a verdict. A class of "" counts those of every class.
func Count(report *contract.Report, class contract.Class, verdict contract.Verdict) int {
	n := 0
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict == verdict && (class == "" || r.Class == class) {
			n++
		}
	}
	return n
}

// Summary returns the last lines of a check, with line ends: how many cases of each class
// ended how, the latencies, and what else a reader must know.
func Summary(report *contract.Report) string {
	var out strings.Builder
	for _, class := range [...]contract.Class{contract.Required, contract.Robust, contract.Observed, contract.Informative} {
		if counts := counts(report, class); counts != "" {
			fmt.Fprintf(&out, "%s%s\n", cell.Pad(string(class), classWidth), counts)
		}
	}
	for _, l := range report.Latencies {
		fmt.Fprintf(&out, "%s%s\n", cell.Pad("latency", classWidth), cell.Clean(l.Verb)+": "+latency(l))
	}
	for _, sentence := range sentences(report) {
		out.WriteString(cell.Clean(sentence) + "\n")
	}
	return out.String()
}

// counts says how the cases of a class ended, such as "12 passed, 1 failed"; "" if there
// are none.
func counts(report *contract.Report, class contract.Class) string {
	var parts []string
	for _, verdict := range verdicts() {
		if n := Count(report, class, verdict); n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", phrase.Number(n), verdict))
		}
	}
	return strings.Join(parts, ", ")
}

// latency says in words how long indications took.
func latency(l contract.LatencySummary) string {
	return fmt.Sprintf("p50 %s, p95 %s, max %s, of %s",
		say.AnswerTime(l.P50), say.AnswerTime(l.P95), say.AnswerTime(l.Max), phrase.Count(l.Count, "indication", "indications"))
}

// sentences returns what concerns the whole check.
func sentences(report *contract.Report) []string {
	var all []string
	if report.Blocked != "" {
		all = append(all, "BLOCKED: "+phrase.Sentence(report.Blocked))
	}
	if report.Interrupted != "" {
		all = append(all, "Not finished: "+phrase.Sentence(report.Interrupted))
	}
	for _, note := range report.Notes {
		all = append(all, phrase.Sentence(note))
	}
	for _, left := range report.Left {
		all = append(all, phrase.Sentence(phrase.Capital(left)))
	}
	return all
}
