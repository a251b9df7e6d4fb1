package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cell"
)

// JUnit's XML in the form that is common to the schemas of the CI servers: testsuites,
// testsuite, properties, testcase with at most one of skipped, error and failure, then
// system-out.
type (
	testsuites struct {
		XMLName  xml.Name  `xml:"testsuites"`
		Name     string    `xml:"name,attr"`
		Tests    int       `xml:"tests,attr"`
		Failures int       `xml:"failures,attr"`
		Errors   int       `xml:"errors,attr"`
		Time     string    `xml:"time,attr"`
		Suite    testsuite `xml:"testsuite"`
	}
	testsuite struct {
		Name       string     `xml:"name,attr"`
		Tests      int        `xml:"tests,attr"`
		Failures   int        `xml:"failures,attr"`
		Errors     int        `xml:"errors,attr"`
		Skipped    int        `xml:"skipped,attr"`
		Time       string     `xml:"time,attr"`
		Timestamp  string     `xml:"timestamp,attr"`
		Hostname   string     `xml:"hostname,attr"`
		Properties []property `xml:"properties>property"`
		Cases      []testcase `xml:"testcase"`
		Out        output     `xml:"system-out"`
		Err        string     `xml:"system-err"`
	}
	property struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	testcase struct {
		Name    string   `xml:"name,attr"`
		Class   string   `xml:"classname,attr"`
		Time    string   `xml:"time,attr"`
		Skipped *problem `xml:"skipped"`
		Error   *problem `xml:"error"`
		Failure *problem `xml:"failure"`
		Out     *output  `xml:"system-out"`
	}
	// output is text of several lines. What it holds was made safe for a terminal, so that it
	// is valid in XML too.
	output struct {
		Text string `xml:",cdata"`
	}
	problem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",cdata"`
	}
)

// WriteJUnit writes the report as JUnit's XML: a testcase for each result, and one named
// check for what concerns the whole. A required case that failed, an expectation that was
// not met and a flaky case are failures. What is blocked, and what T-Server did wrong, are
// errors. The reason of a skipped case is in system-out too, because some CI servers do
// not show the text of skipped. counts says whether a result counts for the verdict of the
// check: one that does not is never a failure or an error, and its system-out says what
// became of it. problems are those of the report's notes that are an error of the whole.
func WriteJUnit(out io.Writer, report *contract.Report, counts func(*contract.Result) bool, problems []string) error {
	suite := testsuite{
		Name: "capdeck check", Timestamp: report.Began.UTC().Format("2006-01-02T15:04:05"), Hostname: cell.Clean(report.Server),
		Time: seconds(report.Ended.Sub(report.Began)), Out: output{Summary(report)},
	}
	for _, p := range [...]property{
		{"program", report.Program}, {"name", report.Name}, {"server", report.Server}, {"serverVersion", report.ServerVersion}, {"dn", report.DN}, {"secondDN", report.SecondDN},
	} {
		suite.Properties = append(suite.Properties, property{p.Name, cell.Clean(p.Value)})
	}
	suite.Cases = append(suite.Cases, wholeCase(report, problems))
	for i := range report.Results {
		result := &report.Results[i]
		suite.Cases = append(suite.Cases, caseOf(result, counts(result)))
	}
	for i := range suite.Cases {
		suite.Tests++
		switch c := &suite.Cases[i]; {
		case c.Failure != nil:
			suite.Failures++
		case c.Error != nil:
			suite.Errors++
		case c.Skipped != nil:
			suite.Skipped++
		}
	}
	all := testsuites{Name: suite.Name, Tests: suite.Tests, Failures: suite.Failures, Errors: suite.Errors, Time: suite.Time, Suite: suite}
	if _, err := io.WriteString(out, xml.Header); err != nil {
		return fmt.Errorf("writing the JUnit file: %w", err)
	}
	encoder := xml.NewEncoder(out)
	encoder.Indent("", "  ")
	if err := encoder.Encode(all); err != nil {
		return fmt.Errorf("writing the JUnit file: %w", err)
	}
	_, err := io.WriteString(out, "\n")
	if err != nil {
		return fmt.Errorf("writing the JUnit file: %w", err)
	}
	return nil
}

// wholeCase is the testcase for what concerns the whole check. It is an error if the check was not
// completed, if a DN was left in another state, or if there are problems. Notes are not: they are
// in system-out.
func wholeCase(report *contract.Report, problems []string) testcase {
	c := testcase{Name: "check", Class: "capdeck.check", Time: seconds(report.Ended.Sub(report.Began))}
	text := string(cell.SanitiseLines(nil, []byte(strings.Join(sentences(report), "\n"))))
	wrong := sentences(&contract.Report{Blocked: report.Blocked, Interrupted: report.Interrupted, Notes: problems, Left: report.Left})
	if len(wrong) == 0 {
		c.Out = outputOf(text)
		return c
	}
	c.Error = &problem{Message: cell.Clean(wrong[0]), Type: "check", Text: text}
	return c
}

func caseOf(result *contract.Result, counts bool) testcase {
	c := testcase{Name: cell.Clean(result.Case), Class: "capdeck.check." + cell.Clean(string(result.Subject)) + "." + cell.Clean(string(result.Class))}
	var took time.Duration
	for i := range result.Runs {
		took += result.Runs[i].Took
	}
	c.Time = seconds(took)
	details := Details(result)
	found := &problem{Message: cell.Clean(remark(result)), Type: string(result.Verdict), Text: details}
	switch {
	case result.Verdict == contract.Skipped:
		c.Skipped = &problem{Message: found.Message, Type: found.Type}
		c.Out = outputOf(details)
	case result.Verdict == contract.Passed || result.Verdict == contract.Noted || !counts:
		c.Out = outputOf(details)
	case result.Verdict == contract.Blocked || result.Subject == contract.SubjectTServer:
		c.Error = found
	default:
		c.Failure = found
	}
	return c
}

// outputOf returns the output of a case, nil for none.
func outputOf(text string) *output {
	if text == "" {
		return nil
	}
	return &output{text}
}

// seconds returns a length in seconds, as the schemas ask for.
func seconds(d time.Duration) string {
	return strconv.FormatFloat(max(d, 0).Seconds(), 'f', 3, 64)
}
