package report

import (
	_ "embed" // the template
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"capdeck/model/phrase"
	"capdeck/tlibconn/contract"
	"capdeck/ui/export"
)

//go:embed report.html.tmpl
var pageTemplate string

// page is what the template shows. The template escapes all texts; those of one line are
// free of control characters.
type page struct {
	Title, Headline string
	Bad             bool
	Sentences       []string
	Facts           [][2]string
	Classes         []classPart
}

// classPart has the cases of one class.
type classPart struct {
	Title, Means, Counts string
	Cases                []casePart
}

// casePart is one case.
type casePart struct {
	ID, Word, Verdict, Title, Clause, Subject, Remark, Expectation string
	// Open shows the details at once.
	Open bool
	Runs []runPart
}

// runPart is one run of a case.
type runPart struct {
	Title    string
	Facts    [][2]string
	Messages string
}

// WriteHTML writes the report as one page that needs no network and runs no script. counts is
// as for WriteJUnit: the headline leaves out what does not count. So are problems, of which the headline
// has the first one if there is nothing worse.
func WriteHTML(out io.Writer, report *contract.Report, counts func(*contract.Result) bool, problems []string) error {
	parsed, err := template.New("report").Parse(pageTemplate)
	if err == nil {
		err = parsed.Execute(out, pageOf(report, counts, problems))
	}
	if err != nil {
		return fmt.Errorf("the page cannot be made: %w", err)
	}
	return nil
}

func pageOf(report *contract.Report, counts func(*contract.Result) bool, problems []string) *page {
	p := &page{Title: "Check of " + export.Clean(report.DN) + " at " + export.Clean(report.Server)}
	if report.Name != "" {
		p.Title = export.Clean(report.Name) + ": c" + strings.TrimPrefix(p.Title, "C")
	}
	failed, open := 0, 0
	for i := range report.Results {
		switch result := &report.Results[i]; {
		case !counts(result):
		case result.Verdict == contract.Failed || result.Verdict == contract.Flaky:
			failed++
		case result.Class == contract.Required && (result.Verdict == contract.Blocked || result.Verdict == contract.Skipped):
			open++
		}
	}
	switch {
	case failed > 0:
		p.Headline, p.Bad = phrase.Count(failed, "case failed", "cases failed"), true
	case report.Blocked != "" || report.Interrupted != "" || open > 0:
		p.Headline, p.Bad = "The check is not complete", true
	case len(problems) > 0:
		p.Headline, p.Bad = export.Clean(phrase.Capital(problems[0])), true
	default:
		p.Headline = fmt.Sprintf("All %s passed", phrase.Count(Count(report, contract.Required, contract.Passed), "required case", "required cases"))
	}
	for _, sentence := range sentences(report) {
		p.Sentences = append(p.Sentences, export.Clean(sentence))
	}
	p.Facts = factsOf(report)
	for _, class := range [...]struct {
		class contract.Class
		means string
	}{
		{contract.Required, "What the contract says."},
		{contract.Robust, "What a good recorder does though the contract does not say so. A deviation fails only if --expect names the case."},
		{contract.Observed, "What the recorder does where the contract is silent. It fails only if --expect names the case."},
		{contract.Informative, "Measurements."},
	} {
		if part := classOf(report, class.class); len(part.Cases) > 0 {
			part.Means = class.means
			p.Classes = append(p.Classes, part)
		}
	}
	return p
}

func factsOf(report *contract.Report) [][2]string {
	const form = time.DateTime + " -07:00"
	facts := [][2]string{
		{"T-Server", strings.TrimSpace(export.Clean(report.Server + " " + report.ServerVersion))}, {"DN", export.Clean(report.DN)},
	}
	if report.SecondDN != "" {
		facts = append(facts, [2]string{"Second DN", export.Clean(report.SecondDN)})
	}
	facts = append(facts, [2]string{"Began", report.Began.Format(form)}, [2]string{"Ended", report.Ended.Format(form)}, [2]string{"Program", export.Clean(report.Program)})
	for _, l := range report.Latencies {
		facts = append(facts, [2]string{"Latency of " + export.Clean(l.Verb), latency(l)})
	}
	return facts
}

func classOf(report *contract.Report, class contract.Class) classPart {
	part := classPart{Title: phrase.Capital(string(class)), Counts: counts(report, class)}
	for i := range report.Results {
		if result := &report.Results[i]; result.Class == class {
			part.Cases = append(part.Cases, casePartOf(result))
		}
	}
	return part
}

func casePartOf(result *contract.Result) casePart {
	c := casePart{
		ID: export.Clean(result.Case), Word: Word(result.Verdict), Verdict: string(result.Verdict), Title: export.Clean(result.Title), Clause: export.Clean(result.Clause),
		Subject: subject(result.Subject), Remark: export.Clean(remark(result)), Expectation: export.Clean(strings.Join(result.Expectation, " or ")),
	}
	c.Open = result.Verdict == contract.Failed || result.Verdict == contract.Flaky
	for i := range result.Runs {
		run := &result.Runs[i]
		part := runPart{Messages: Messages(run)}
		if len(result.Runs) > 1 {
			part.Title = fmt.Sprintf("Run %d of %d: %s", i+1, len(result.Runs), Word(run.Verdict))
		}
		add := func(name string, texts ...string) {
			for _, text := range texts {
				if text != "" {
					part.Facts = append(part.Facts, [2]string{name, export.Clean(text)})
				}
			}
		}
		add("Reason", run.Reason)
		add("Sent", run.Sent...)
		add("Expected", run.Expected...)
		add("Seen", run.Seen...)
		add("Outcome", run.Outcome)
		for _, aspect := range run.Aspects {
			if !aspect.OK {
				add("Remark", aspect.Text)
			}
		}
		c.Runs = append(c.Runs, part)
	}
	return c
}
