package coverage

import (
	_ "embed" // the template
	"fmt"
	"html/template"
	"io"
	"slices"
	"time"

	"capdeck/model/coverage/report"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/ui/export"
)

//go:embed report.html.tmpl
var pageTemplate string

// shownRows is how many DNs and gaps the page has without --all: the worst.
const shownRows = 1000

// view is what the template shows. All its texts are on one line and free of control
// characters; the template escapes them.
type view struct {
	Period, Headline, RestsOn, Made string
	Evidence                        bool
	Facts                           [][2]string
	Policies, Remarks               []string
	Plots                           []plot
	Tables                          []htmlTable
}

// htmlTable is a table of the page.
type htmlTable struct {
	Title, More string
	Header      []string
	Rows        [][]string
	// Numbers is the first column that is right-aligned, and Texts the number of columns at
	// the end that are not.
	Numbers, Texts int
}

// writeHTML writes the report as one page that needs no network.
func (p *page) writeHTML(out io.Writer) error {
	parsed, err := template.New("report").Funcs(template.FuncMap{"isNumber": func(t htmlTable, column int) bool {
		return column >= t.Numbers && column < len(t.Header)-t.Texts
	}}).Parse(pageTemplate)
	if err == nil {
		err = parsed.Execute(out, p.view())
	}
	if err != nil {
		return fmt.Errorf("the page cannot be made: %w", err)
	}
	return nil
}

func (p *page) view() *view {
	v := &view{
		Period: p.period(), Headline: p.headline(), RestsOn: say.ReportRestsOn, Made: p.now.Format("2006-01-02 15:04:05 -07:00"), Evidence: len(p.Runs) > 0,
		Policies: cleaned(p.policies()), Remarks: cleaned(say.ReportRemarks(p.Report)),
	}
	if met, isAsked := p.target(); isAsked {
		v.Facts = append(v.Facts, [2]string{"Target", fmt.Sprintf("%g %%: %s", p.asked.target, map[bool]string{true: "reached", false: "not reached"}[met])})
	}
	if !v.Evidence {
		return v
	}
	s := &p.Total.Sums
	if share, ok := s.ShareOfTime(); ok {
		v.Facts = append(v.Facts, [2]string{"Time captured", phrase.Percent(share) + " (pauses within the limit left out)"})
	}
	v.Facts = append(
		v.Facts,
		[2]string{"Stretches", fmt.Sprintf("%s covered, %s with gaps, %s excluded", phrase.Number(s.Covered), phrase.Number(s.Stretches-s.Excluded-s.Covered), phrase.Number(s.Excluded))},
		[2]string{"On calls", say.ReportOnCalls(s)},
		[2]string{"Time to capture", say.ReportToCapture(&p.Captures)}, [2]string{"Not watched", say.ReportNotWatched(p.Report)},
	)
	v.Plots = []plot{
		p.shares("Covered stretches by hour", p.Hours, func(l *report.Line) string { return l.At.Format("15") }),
		p.captures(),
	}
	if len(p.Days) > 0 {
		v.Plots = slices.Insert(v.Plots, 0, p.shares("Covered stretches by day", p.Days, func(l *report.Line) string { return l.At.Format("02") }))
	}
	v.Tables = p.tables()
	return v
}

// tables returns the tables of the page.
func (p *page) tables() []htmlTable {
	var tables []htmlTable
	add := func(title, what string, lines []report.Line, all int, name func(*report.Line) string) {
		if len(lines) == 0 {
			return
		}
		t := htmlTable{Title: title, Numbers: 1, Header: []string{what, "Covered", "Stretches", "Gaps", "Excluded", "On calls", "Time captured", "p95 to capture", "Not watched"}}
		for i := range lines {
			t.Rows = append(t.Rows, cleaned(lineCells(&lines[i], name)))
		}
		t.More = left(all-len(lines), "DN", "DNs")
		tables = append(tables, t)
	}
	gaps := p.longest(shownRows)
	if len(gaps) > 0 {
		t := htmlTable{Title: "Gaps", Header: []string{"Began", "DN", "Team", "Agent", "Call", "Lasted", "Cause", "Incident", "Acknowledged"}, Numbers: 5, Texts: 3, More: left(len(p.Gaps)-len(gaps), "shorter gap", "shorter gaps")}
		for i := range gaps {
			t.Rows = append(t.Rows, cleaned(p.gapCells(&gaps[i])))
		}
		tables = append(tables, t)
	}
	add("Teams", "Team", p.Teams, len(p.Teams), func(l *report.Line) string { return orNone(l.Team) })
	add("Hours", "Hour", p.seenHours(), 0, func(l *report.Line) string { return l.At.Format("15:00") })
	add("Days", "Day", p.Days, 0, func(l *report.Line) string { return l.At.Format(time.DateOnly) })
	add("DNs", "DN", p.worst(shownRows), len(p.DNs), dnName)
	return tables
}

// left says how many are not shown, "" for none.
func left(n int, one, more string) string {
	if n <= 0 {
		return ""
	}
	return "Not shown: " + phrase.Count(n, one, more) + "."
}

// cleaned returns texts on one line without control characters and without characters that
// change the direction of writing.
func cleaned(texts []string) []string {
	all := make([]string, len(texts))
	for i := range texts {
		all[i] = export.Clean(texts[i])
	}
	return all
}
