// Package coverage is the command capdeck coverage: it reports which calls of a period were
// captured and which were not, as text, CSV, JSON or an HTML page. Package
// model/coverage/report computes the figures, package evidence reads the logs.
package coverage

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"capdeck/model/coverage/report"
	"capdeck/model/incidents"
	"capdeck/ui/cli/evidence"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/outfile"
	"capdeck/ui/cli/process"
)

const long = `Coverage reports which calls of a period were captured: in total, by team, by
hour and by DN, with the gaps, the time to capture, and the time in which no
capdeck watched. It reads what all boards of this account recorded, and counts
each call once, although several boards may have seen it.

The report rests on the indications of the recorder. Whether a file was stored,
can be played, or shows the right screen cannot be seen from here.

Calls belong to the period in which they began; calls that still go on are not
in the report. The share is that of the covered stretches: a stretch is a DN's
time on calls, and covered if it has no gap (docs/COVERAGE.md).`

type query struct {
	period              flags.Period
	asJSON, asCSV, gaps bool
	all                 bool
	html                string
	overwrite           bool
	target              float64
}

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	var asked query
	command := &cobra.Command{
		Use:     "coverage",
		Short:   "Report which calls were captured, which were not, and why",
		Long:    long,
		Example: "  capdeck coverage\n  capdeck coverage --day yesterday --html coverage.html\n  capdeck coverage --from 2026-11-01 --to 2026-11-30 --csv\n  capdeck coverage --day yesterday --target 98",
		Args:    flags.NoArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return run(command.Context(), streams, &asked, time.Now())
		},
	}
	set := command.Flags()
	asked.period.Register(set, "the calls that began", "today")
	set.BoolVar(&asked.asJSON, "json", false, "print JSON")
	set.BoolVar(&asked.asCSV, "csv", false, "print CSV: the total, and a line for each team, DN, hour and day")
	set.BoolVar(&asked.gaps, "gaps", false, "with --csv, print the gaps instead")
	set.BoolVar(&asked.all, "all", false, "print all DNs and gaps, not only the worst")
	set.StringVar(&asked.html, "html", "", "write the report to this file as one HTML page with plots, which needs no network")
	set.BoolVar(&asked.overwrite, "overwrite", false, "with --html, replace an existing file")
	set.Float64Var(&asked.target, "target", 0, "exit with code 9 if the share of covered stretches is below this percentage, as in 98, or if there is none")
	return command
}

// check returns an error for flags that are wrong or exclude each other.
func (q *query) check() error {
	switch {
	case q.gaps && !q.asCSV:
		return exit.UsageError("--gaps has an effect only with --csv")
	case q.overwrite && q.html == "":
		return exit.UsageError("--overwrite has an effect only with --html")
	case !(q.target >= 0 && q.target <= 100):
		return exit.UsageError("--target %g: use a percentage from 0 to 100", q.target)
	}
	return flags.OneForm(q.asJSON, q.asCSV)
}

func run(ctx context.Context, streams process.Streams, asked *query, now time.Time) error {
	if err := asked.check(); err != nil {
		return err
	}
	from, to, err := asked.period.Span(now)
	if err != nil {
		return err
	}
	if err = checkPeriod(&asked.period, from, to); err != nil {
		return err
	}
	if err = process.CheckStateDir(); err != nil {
		return err
	}
	made, damaged, err := makeReport(streams.Err, from, to, now)
	if err != nil {
		return err
	}
	page := &page{Report: made, asked: asked, now: now}
	if asked.html != "" {
		if _, err = outfile.Write(ctx, asked.html, asked.overwrite, func(out io.Writer) (int, error) { return 0, page.writeHTML(out) }); err != nil {
			return htmlError(asked.html, err)
		}
	}
	if err = page.print(streams.Out); err != nil {
		return err
	}
	switch met, isAsked := page.target(); {
	case isAsked && !met:
		return exit.With(exit.BelowTarget)
	case damaged:
		return exit.With(exit.Failure)
	}
	return nil
}

// longest is how many years a report may cover. It adds up for each DN the hours in which no
// one watched, which takes minutes for a far longer period.
const longest = 5

// checkPeriod returns an error for a period without a begin, or one that is too long.
func checkPeriod(period *flags.Period, from, to time.Time) error {
	switch {
	case period.From == "" && period.To != "":
		return exit.UsageError("--to needs --from: a report is of a period with a begin")
	case from.AddDate(longest, 0, 0).Before(to):
		return exit.UsageError("a report covers at most %d years: use a later --from or an earlier --to", longest)
	}
	return nil
}

// makeReport reads the logs and computes the report.
func makeReport(problems io.Writer, from, to, now time.Time) (made *report.Report, damaged bool, err error) {
	runs, of, err := evidence.ReadCoverage(process.StateDir(), from, to, now)
	if err != nil {
		return nil, false, fmt.Errorf("no coverage can be reported: %w", err)
	}
	list, more, err := evidence.ReadIncidents(process.StateDir(), evidence.Selection{From: from.Add(-24 * time.Hour), To: to.Add(24 * time.Hour)})
	if err != nil {
		return nil, false, fmt.Errorf("no coverage can be reported: %w", err)
	}
	damaged = evidence.Report(problems, append(of, more...))
	var all []incidents.Incident
	for i := range list {
		all = append(all, list[i].Incident)
	}
	made = report.Make(runs, report.Options{From: from, To: to, Now: now, Zone: now.Location(), Incidents: all})
	if made.Overflow {
		return nil, damaged, exit.UsageError("the calls of this period are too long to be added up; report a shorter one")
	}
	return made, damaged, nil
}

// print prints the report in the form that is asked for.
func (p *page) print(to io.Writer) error {
	out := bufio.NewWriter(to)
	var err error
	switch {
	case p.asked.asJSON:
		err = p.writeJSON(out)
	case p.asked.asCSV && p.asked.gaps:
		err = p.writeGapsCSV(out)
	case p.asked.asCSV:
		err = p.writeCSV(out)
	case p.asked.html != "":
		fmt.Fprintln(out, p.headline())
	default:
		p.writeText(out)
	}
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	return nil
}

// htmlError returns why the page was not written.
func htmlError(path string, err error) error {
	if outfile.Exists(err) {
		return exit.UsageError("--html %s exists; replace it with --overwrite, or use another name", path)
	}
	return fmt.Errorf("the HTML page was not written: %s", strings.TrimSpace(err.Error()))
}
