package coverage

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"capdeck/model/coverage/report"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/ui/cell"
	"capdeck/ui/cli/print"
)

// shownLines is how many DNs and gaps the text shows without --all: the worst.
const shownLines = 50

// writeText writes the report for a person at a terminal.
func (p *page) writeText(out io.Writer) {
	line := func(name, text string) { fmt.Fprintf(out, "%-16s%s\n", name, cell.Clean(text)) }
	line("Coverage of", p.period())
	fmt.Fprintf(out, "\n%s.\n", p.headline())
	if len(p.Runs) == 0 {
		fmt.Fprintf(out, "\n%s\n", say.ReportRestsOn)
		return
	}
	fmt.Fprintln(out)
	s := &p.Total.Sums
	if share, ok := s.ShareOfTime(); ok {
		line("Time captured", phrase.Percent(share)+", pauses within the limit left out")
	}
	line("On calls", say.ReportOnCalls(s))
	line("Time to capture", say.ReportToCapture(&p.Captures))
	line("Not watched", say.ReportNotWatched(p.Report))
	for i, policy := range p.policies() {
		line([]string{"Policy", ""}[min(i, 1)], policy)
	}
	for i, remark := range append(say.ReportRemarks(p.Report), say.ReportRestsOn) {
		line([]string{"Remarks", ""}[min(i, 1)], remark)
	}
	p.lines(out, "TEAM", p.Teams, func(l *report.Line) string { return orNone(l.Team) })
	p.lines(out, "HOUR", p.seenHours(), func(l *report.Line) string { return l.At.Format("15:00") })
	p.lines(out, "DAY", p.Days, func(l *report.Line) string { return l.At.Format(time.DateOnly) })
	dns := p.worst(shownLines)
	p.lines(out, "DN", dns, dnName)
	more(out, len(p.DNs)-len(dns), "more DN", "more DNs")
	p.gapTable(out)
}

func more(out io.Writer, n int, one, several string) {
	if n > 0 {
		fmt.Fprintf(out, "… and %s; see --all\n", phrase.Count(n, one, several))
	}
}

func orNone(team string) string {
	if team == "" {
		return "(no team)"
	}
	return team
}

// seenHours returns the hours with calls, or with time in which someone watched.
func (p *page) seenHours() []report.Line {
	return slices.DeleteFunc(slices.Clone(p.Hours), func(l report.Line) bool {
		return l.Sums.Stretches == 0 && l.NotWatched.Total() >= l.Seconds-1
	})
}

// worst returns the DNs with the lowest share, and the most gaps, first.
func (p *page) worst(most int) []report.Line {
	lines := slices.Clone(p.DNs)
	if p.asked.all || len(lines) <= most {
		return lines
	}
	slices.SortStableFunc(lines, func(a, b report.Line) int {
		x, xOK := a.Sums.Share()
		y, yOK := b.Sums.Share()
		switch {
		case xOK != yOK && xOK, xOK && x < y:
			return -1
		case xOK != yOK, xOK && x > y:
			return 1
		}
		return b.Sums.Gaps - a.Sums.Gaps
	})
	return lines[:most]
}

// lines writes a table of lines.
func (p *page) lines(out io.Writer, what string, lines []report.Line, name func(*report.Line) string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintln(out)
	table := print.Table{
		Header: []string{what, "COVERED", "STRETCHES", "GAPS", "EXCLUDED", "ON CALLS", "TIME CAPTURED", "P95 TO CAPTURE", "NOT WATCHED"}, Cut: true,
		Rows: func(yield func([]string) bool) {
			for i := range lines {
				if !yield(lineCells(&lines[i], name)) {
					return
				}
			}
		},
	}
	table.Write(out)
}

// lineCells returns what the tables show of a line.
func lineCells(l *report.Line, name func(*report.Line) string) []string {
	blind := "–"
	if share, ok := l.NotWatchedShare(); ok {
		blind = phrase.PercentUp(share)
	}
	return []string{
		name(l), shareText(l.Sums.Share()), phrase.Number(l.Sums.Stretches - l.Sums.Excluded), phrase.Number(l.Sums.Gaps), phrase.Number(l.Sums.Excluded),
		phrase.Clock(l.Sums.Established.Seconds()), shareText(l.Sums.ShareOfTime()), p95(l), blind,
	}
}

func dnName(l *report.Line) string { return strings.TrimSpace(l.Key.DN + " " + l.Label) }

// longest returns the gaps to show, the longest first, or all in their order.
func (p *page) longest(most int) []report.Gap {
	if p.asked.all || len(p.Gaps) <= most {
		return p.Gaps
	}
	gaps := slices.Clone(p.Gaps)
	slices.SortStableFunc(gaps, func(a, b report.Gap) int {
		return int(b.Ended.Sub(b.Began).Milliseconds() - a.Ended.Sub(a.Began).Milliseconds())
	})
	return gaps[:most]
}

func gapHeader() []string {
	return []string{"GAP BEGAN", "DN", "TEAM", "AGENT", "CALL", "LASTED", "CAUSE", "INCIDENT", "ACKNOWLEDGED"}
}

func (p *page) gapTable(out io.Writer) {
	gaps := p.longest(shownLines)
	if len(gaps) == 0 {
		return
	}
	fmt.Fprintln(out)
	table := print.Table{Header: gapHeader(), Cut: true, Rows: func(yield func([]string) bool) {
		for i := range gaps {
			if !yield(p.gapCells(&gaps[i])) {
				return
			}
		}
	}}
	table.Write(out)
	more(out, len(p.Gaps)-len(gaps), "shorter gap", "shorter gaps")
}
