package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"capdeck/model/phrase"
	"capdeck/tlibconn/contract"
	"capdeck/ui/cell"
	"capdeck/ui/cli/print"
)

// Comparison shows two reports side by side. Its JSON form is stable.
type Comparison struct {
	// A and B say what was compared.
	A Compared `json:"a"`
	B Compared `json:"b"`
	// Same counts the cases of which verdict and outcome are the same.
	Same int `json:"same"`
	// Differences has the other cases in the order of A's report, then those that only B has.
	Differences []Difference `json:"differences"`
	// Latencies has a line for each verb that either report measured.
	Latencies []LatencyPair `json:"latencies"`
}

// Compared is one of the two reports.
type Compared struct {
	File          string    `json:"file"`
	Name          string    `json:"name,omitempty"`
	Server        string    `json:"server"`
	ServerVersion string    `json:"serverVersion,omitempty"`
	Began         time.Time `json:"began"`
}

// Difference is a case that ended differently.
type Difference struct {
	Case  string         `json:"case"`
	Class contract.Class `json:"class"`
	// A and B are nil if the report does not have the case.
	A *Side `json:"a"`
	B *Side `json:"b"`
}

// Side is what became of a case in one report.
type Side struct {
	Verdict contract.Verdict `json:"verdict"`
	// Outcomes has the outcomes of all runs, each once.
	Outcomes []string `json:"outcomes"`
	Reason   string   `json:"reason,omitempty"`
}

// LatencyPair is the latency of a verb in both reports. A side without one is nil.
type LatencyPair struct {
	Verb string                   `json:"verb"`
	A    *contract.LatencySummary `json:"a"`
	B    *contract.LatencySummary `json:"b"`
}

// Compare compares two reports, which it retains. fileA and fileB are what the reports are called.
func Compare(fileA string, a *contract.Report, fileB string, b *contract.Report) *Comparison {
	c := &Comparison{A: comparedOf(fileA, a), B: comparedOf(fileB, b), Differences: []Difference{}, Latencies: []LatencyPair{}}
	other := map[string]*contract.Result{}
	for i := range b.Results {
		other[b.Results[i].Case] = &b.Results[i]
	}
	for i := range a.Results {
		first := &a.Results[i]
		second := other[first.Case]
		delete(other, first.Case)
		c.add(first, second)
	}
	for i := range b.Results {
		if second := &b.Results[i]; other[second.Case] != nil {
			c.add(nil, second)
		}
	}
	c.addLatencies(a, b)
	return c
}

func comparedOf(file string, r *contract.Report) Compared {
	return Compared{File: file, Name: r.Name, Server: r.Server, ServerVersion: r.ServerVersion, Began: r.Began}
}

// add adds a case that is in either report or in both.
func (c *Comparison) add(a, b *contract.Result) {
	d := Difference{A: sideOf(a), B: sideOf(b)}
	if d.A != nil && d.B != nil && d.A.Verdict == d.B.Verdict && slices.Equal(d.A.Outcomes, d.B.Outcomes) {
		c.Same++
		return
	}
	if d.Case, d.Class = idOf(a); a == nil {
		d.Case, d.Class = idOf(b)
	}
	c.Differences = append(c.Differences, d)
}

func idOf(r *contract.Result) (string, contract.Class) {
	if r == nil {
		return "", ""
	}
	return r.Case, r.Class
}

func sideOf(r *contract.Result) *Side {
	if r == nil {
		return nil
	}
	side := &Side{Verdict: r.Verdict, Outcomes: []string{}}
	for i := range r.Runs {
		run := &r.Runs[i]
		if !slices.Contains(side.Outcomes, run.Outcome) {
			side.Outcomes = append(side.Outcomes, run.Outcome)
		}
		if run.Reason != "" {
			side.Reason = run.Reason
		}
	}
	slices.Sort(side.Outcomes)
	return side
}

func (c *Comparison) addLatencies(a, b *contract.Report) {
	find := func(r *contract.Report, verb string) *contract.LatencySummary {
		for i := range r.Latencies {
			if r.Latencies[i].Verb == verb {
				return &r.Latencies[i]
			}
		}
		return nil
	}
	for i := range a.Latencies {
		verb := a.Latencies[i].Verb
		c.Latencies = append(c.Latencies, LatencyPair{Verb: verb, A: &a.Latencies[i], B: find(b, verb)})
	}
	for i := range b.Latencies {
		if verb := b.Latencies[i].Verb; find(a, verb) == nil {
			c.Latencies = append(c.Latencies, LatencyPair{Verb: verb, B: &b.Latencies[i]})
		}
	}
}

// Write writes the comparison as text: the cases that differ as a table, then the
// latencies. It drops errors, so out should keep its first one, as a bufio.Writer does.
func (c *Comparison) Write(out io.Writer) {
	fmt.Fprintf(out, "A: %s\nB: %s\n\n", c.A.words(), c.B.words())
	if len(c.Differences) > 0 {
		table := print.Table{Header: []string{"Case", "Class", "A", "B"}, Rows: func(yield func([]string) bool) {
			for i := range c.Differences {
				d := &c.Differences[i]
				if !yield([]string{d.Case, string(d.Class), d.A.words(), d.B.words()}) {
					return
				}
			}
		}}
		table.Write(out)
		fmt.Fprintln(out)
	}
	for i := range c.Latencies {
		l := &c.Latencies[i]
		fmt.Fprintf(out, "%s  A %s\n%s  B %s\n", cell.Pad(l.Verb, wordWidth), latencyOrNone(l.A), cell.Pad("", wordWidth), latencyOrNone(l.B))
	}
	fmt.Fprintf(out, "%s, %s.\n", phrase.Count(len(c.Differences), "case differs", "cases differ"), phrase.Count(c.Same, "is the same", "are the same"))
}

func latencyOrNone(l *contract.LatencySummary) string {
	if l == nil {
		return "not measured"
	}
	return latency(*l)
}

// words names a report.
func (c *Compared) words() string {
	text := c.File
	if c.Name != "" {
		text += ", " + c.Name
	}
	text += ", " + c.Server
	if c.ServerVersion != "" {
		text += " " + c.ServerVersion
	}
	return cell.Clean(text + ", " + c.Began.Format(time.DateTime+" -07:00"))
}

// words says what became of a case.
func (s *Side) words() string {
	if s == nil {
		return "not in this report"
	}
	text := Word(s.Verdict)
	if outcomes := strings.Join(s.Outcomes, " or "); outcomes != "" {
		text += " " + outcomes
	}
	return text
}
