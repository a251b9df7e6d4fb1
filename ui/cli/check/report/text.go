// Package report turns the report of a check into what people and other programs read: lines
// of text, JUnit's XML, a page of HTML, and a folder a case. It compares two reports. It
// runs nothing and judges nothing.
package report

import (
	"fmt"
	"slices"
	"strings"

	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/tlibconn/contract"
	"capdeck/ui/cell"
	"capdeck/ui/cli/print"
)

// Word returns the word for a verdict as tables show it, such as PASS. A verdict that is not
// known is returned as it is, in upper case.
func Word(verdict contract.Verdict) string {
	switch verdict {
	case contract.Passed:
		return "PASS"
	case contract.Failed:
		return "FAIL"
	}
	return cell.Clean(strings.ToUpper(string(verdict)))
}

// The widths of the table's columns. They are fixed, because a line is printed when its case
// has ended and does not know those that follow.
const (
	wordWidth  = 8
	classWidth = 12
	caseWidth  = 34
)

// Line returns the line of a case in the table, without a line end.
func Line(result *contract.Result) string {
	line := cell.Pad(Word(result.Verdict), wordWidth) + cell.Pad(string(result.Class), classWidth) + cell.Pad(result.Case, caseWidth) + " "
	return line + cell.Clean(remark(result))
}

// remark is what the line of a case says at its end: what was seen, or why there is nothing to say.
func remark(result *contract.Result) string {
	if len(result.Runs) == 0 {
		return "not run"
	}
	last := &result.Runs[len(result.Runs)-1]
	var parts []string
	switch {
	case result.Verdict == contract.Flaky:
		parts = append(parts, flaky(result))
	case last.Reason != "" && result.Verdict != contract.Passed:
		parts = append(parts, last.Reason)
	case result.Verdict == contract.Noted:
		parts = append(parts, "saw "+orNothing(last.Outcome))
	default:
		parts = append(parts, strings.TrimSuffix(result.Title, "."))
	}
	if n := attention(result); n > 0 {
		parts = append(parts, phrase.Count(n, "remark", "remarks"))
	}
	if len(last.Latencies) > 0 {
		parts = append(parts, say.AnswerTime(last.Latencies[len(last.Latencies)-1].Took))
	}
	return strings.Join(parts, "; ")
}

// orNothing returns what was seen, in words.
func orNothing(outcome string) string {
	if outcome == "" {
		return "nothing"
	}
	return outcome
}

// flaky says how the runs of a case ended, such as "2 passed, 1 failed of 3 runs".
func flaky(result *contract.Result) string {
	var parts []string
	for _, verdict := range verdicts() {
		if n := runsWith(result, verdict); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, verdict))
		}
	}
	return strings.Join(parts, ", ") + " of " + phrase.Count(len(result.Runs), "run", "runs")
}

func runsWith(result *contract.Result, verdict contract.Verdict) int {
	n := 0
	for i := range result.Runs {
		if result.Runs[i].Verdict == verdict {
			n++
		}
	}
	return n
}

// attention counts what was noticed beside the case and deserves attention.
func attention(result *contract.Result) int {
	n := 0
	for i := range result.Runs {
		for _, aspect := range result.Runs[i].Aspects {
			if !aspect.OK {
				n++
			}
		}
	}
	return n
}

// mostRemarks is how many remarks of a case Remarks returns.
const mostRemarks = 3

// Remarks returns a line for each remark about the cases that Details is not shown for, those that did
// not fail. A text that comes again in a case is left out, and so is what goes beyond a few of a case;
// a last line counts those. The lines have line ends.
func Remarks(report *contract.Report) string {
	var out strings.Builder
	for i := range report.Results {
		r := &report.Results[i]
		if r.Verdict == contract.Failed || r.Verdict == contract.Flaky {
			continue
		}
		texts := remarks(r)
		texts = texts[:min(len(texts), mostRemarks)]
		for _, text := range texts {
			fmt.Fprintf(&out, "remark  %s: %s\n", cell.Clean(r.Case), cell.Clean(text))
		}
		if more := attention(r) - len(texts); more > 0 {
			fmt.Fprintf(&out, "remark  %s: %s; --json has all\n", cell.Clean(r.Case), phrase.Count(more, "more remark", "more remarks"))
		}
	}
	return out.String()
}

// remarks returns what deserves attention beside a case, each text once.
func remarks(result *contract.Result) []string {
	var texts []string
	for i := range result.Runs {
		for _, aspect := range result.Runs[i].Aspects {
			if !aspect.OK && !slices.Contains(texts, aspect.Text) {
				texts = append(texts, aspect.Text)
			}
		}
	}
	return texts
}

// Details returns everything about a case: for each run that did not pass what was sent,
// expected and seen, and its messages. The lines have line ends. It is "" for a case of
// which all runs passed without a remark.
func Details(result *contract.Result) string {
	var out strings.Builder
	for i := range result.Runs {
		run := &result.Runs[i]
		if run.Verdict == contract.Passed && attention(&contract.Result{Runs: []contract.Run{*run}}) == 0 {
			continue
		}
		if out.Len() == 0 {
			fmt.Fprintf(&out, "%s  %s  (%s, %s)\n", Word(result.Verdict), cell.Clean(result.Case), result.Class, subject(result.Subject))
			item(&out, "checks", result.Title)
			item(&out, "contract", result.Clause)
			item(&out, "--expect", strings.Join(result.Expectation, " or "))
		}
		if len(result.Runs) > 1 {
			item(&out, "run", fmt.Sprintf("%d of %d: %s", i+1, len(result.Runs), Word(run.Verdict)))
		}
		runDetails(&out, run)
	}
	return out.String()
}

// subject names the party that a case judges.
func subject(subject contract.Subject) string {
	if subject == contract.SubjectTServer {
		return "T-Server"
	}
	return cell.Clean(string(subject))
}

func runDetails(out *strings.Builder, run *contract.Run) {
	item(out, "reason", run.Reason)
	for _, part := range [...]struct {
		name  string
		texts []string
	}{{"sent", run.Sent}, {"expected", run.Expected}, {"seen", run.Seen}} {
		for i, text := range part.texts {
			name := part.name
			if i > 0 {
				name = ""
			}
			item(out, name, text)
		}
	}
	for _, aspect := range run.Aspects {
		if !aspect.OK {
			item(out, "remark", aspect.Text)
		}
	}
	if len(run.Log) == 0 {
		return
	}
	out.WriteString("    messages\n")
	out.WriteString(indent(Messages(run)))
}

// item writes one line of the details; "" writes none.
func item(out *strings.Builder, name, text string) {
	if text == "" {
		return
	}
	const width = 16
	fmt.Fprintf(out, "    %s%s\n", cell.Pad(name, width), cell.Clean(text))
}

// indent indents each line.
func indent(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString("      " + line)
	}
	return out.String()
}

// Messages returns the messages of a run in the form of T-Server's log, safe for a terminal,
// each below the name of the session that sent or received it.
func Messages(run *contract.Run) string {
	var out strings.Builder
	last := ""
	for i := range run.Log {
		entry := &run.Log[i]
		if entry.Session != last {
			fmt.Fprintf(&out, "# %s\n", cell.Clean(entry.Session))
			last = entry.Session
		}
		text := print.Lines(strings.ReplaceAll(entry.Text, "\t", "    "))
		out.WriteString(text)
		if !strings.HasSuffix(text, "\n") {
			out.WriteString("\n")
		}
	}
	if run.LogCut > 0 {
		fmt.Fprintf(&out, "# %s not kept\n", phrase.Count(run.LogCut, "more message was", "more messages were"))
	}
	return out.String()
}
