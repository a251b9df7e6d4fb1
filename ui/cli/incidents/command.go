// Package incidents is the command capdeck incidents: it lists what went wrong, from the
// incident logs of all processes, and acknowledges it. Package evidence reads and writes the
// logs.
package incidents

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"capdeck/model/incidents"
	"capdeck/ui/cell"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/evidence"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

const long = `Incidents lists what went wrong, as all capdeck boards of this account recorded
it: captures that ended although no one asked, calls that were not captured,
pauses that were too long, a recorder that did not answer, a link that broke.
Each incident is listed once, although several boards may have seen it, with who
acknowledged it and why.

A duration with a + is that of an incident whose end no one saw. All but the
last three digits of other parties' numbers are blanked in the log.

Lines that cannot be read are reported on standard error, with file, line number
and reason; the others are listed, and the exit code is 1.`

type query struct {
	period               flags.Period
	dns, kind            string
	asJSON, asCSV        bool
	open, unacknowledged bool
}

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	var asked query
	command := &cobra.Command{
		Use:     "incidents",
		Short:   "List what went wrong, and who acknowledged it",
		Long:    long,
		Example: "  capdeck incidents --day today\n  capdeck incidents --unacknowledged\n  capdeck incidents --from 2026-11-01 --to 2026-11-30 --kind not-captured --csv\n  capdeck incidents acknowledge ID --reason recorder --note \"licence expired\"",
		Args:    flags.NoArguments,
		RunE:    func(*cobra.Command, []string) error { return show(streams, &asked, time.Now()) },
	}
	set := command.Flags()
	asked.period.Register(set, "incidents that began", "")
	set.StringVar(&asked.dns, "dn", "", "show only incidents of these DNs, as in 7001,7005-7050")
	set.StringVar(&asked.kind, "kind", "", "show only these kinds, separated by commas, of: "+strings.Join(kindWords(), ", "))
	set.BoolVar(&asked.open, "open", false, "show only incidents that last, whenever they began")
	set.BoolVar(&asked.unacknowledged, "unacknowledged", false, "show only incidents that no one has acknowledged, whenever they began")
	set.BoolVar(&asked.asJSON, "json", false, "print one JSON object for each incident")
	set.BoolVar(&asked.asCSV, "csv", false, "print CSV")
	flags.Complete(command, "kind", kindWords())
	command.AddCommand(acknowledgeCommand(streams))
	return command
}

func kindWords() []string {
	var words []string
	for _, kind := range incidents.Kinds() {
		words = append(words, kind.String())
	}
	return words
}

// selection returns what the flags select, and which of that is listed.
func (q *query) selection(now time.Time) (selection evidence.Selection, wants func(*evidence.Incident) bool, err error) {
	if err = flags.OneForm(q.asJSON, q.asCSV); err != nil {
		return selection, nil, err
	}
	period := q.period
	if period == (flags.Period{}) && !q.open && !q.unacknowledged {
		period.Day = "today"
	}
	if selection.From, selection.To, err = period.Span(now); err != nil {
		return selection, nil, err
	}
	selection.Unacknowledged = q.unacknowledged
	var dns []string
	if q.dns != "" {
		set := dnfile.NewSet()
		if err = set.AddList(q.dns); err != nil {
			return selection, nil, exit.UsageError("--dn: %w", err)
		}
		dns = dnfile.DNs(set.Entries)
	}
	var kinds []incidents.Kind
	for word := range strings.SplitSeq(q.kind, ",") {
		if q.kind == "" {
			break
		}
		kind, ok := incidents.ParseKind(strings.TrimSpace(word))
		if !ok {
			return selection, nil, exit.UsageError("--kind: unknown kind %q; use %s", word, strings.Join(kindWords(), ", "))
		}
		kinds = append(kinds, kind)
	}
	return selection, func(i *evidence.Incident) bool {
		switch {
		case q.open && !i.IsOpen():
			return false
		case dns != nil && !slices.Contains(dns, i.Key.DN):
			return false
		}
		return kinds == nil || slices.Contains(kinds, i.Kind)
	}, nil
}

// show prints the incidents and the problems of the files.
func show(streams process.Streams, asked *query, now time.Time) error {
	selection, wants, err := asked.selection(now)
	if err != nil {
		return err
	}
	if err = process.CheckStateDir(); err != nil {
		return err
	}
	list, problems, err := evidence.ReadIncidents(process.StateDir(), selection)
	if err != nil {
		return fmt.Errorf("no incident can be listed: %w", err)
	}
	list = slices.DeleteFunc(list, func(i evidence.Incident) bool { return !wants(&i) })
	damaged := evidence.Report(streams.Err, problems)
	out := bufio.NewWriter(streams.Out)
	switch {
	case asked.asJSON:
		writeJSON(out, list)
	case asked.asCSV:
		err = writeCSV(out, list, now)
	case len(list) == 0:
		fmt.Fprintf(out, "%s\n", cell.Clean("no incident in "+evidence.IncidentDir(process.StateDir())+" matches"))
	default:
		writeTable(out, list, now)
	}
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		return fmt.Errorf("cannot write the incidents: %w", err)
	}
	if damaged {
		return exit.With(exit.Failure)
	}
	return nil
}
