// Package journal is the command capdeck journal: it selects entries of the journal and
// prints them. Package tlibconn/journal writes and reads the journal.
package journal

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/ui/cell"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/process"
)

const long = `Journal shows which commands all capdeck processes sent from this account, by
whom and with what outcome, oldest first. A command without an outcome reads
"open" while its process runs, and "outcome unknown" when its process has exited;
look up at the recorder whether it was carried out.

Journal reports lines that it cannot read on standard error, with file, line
number and reason, shows the others, and exits with code 1. It also reports an
incomplete last line, which a killed process may leave and whose command was
never sent, copies of a line, and lines of a later version, but does not count
them as failures.`

type query struct {
	dns, day, verb, outcome, user string
	asJSON                        bool
}

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	var asked query
	command := &cobra.Command{
		Use:     "journal",
		Short:   "Show which commands were sent, by whom and with what outcome",
		Long:    long,
		Example: "  capdeck journal --day today\n  capdeck journal --dn 7001,7005-7050 --outcome unknown\n  capdeck journal --day 2026-11-23 --verb stop --json",
		Args:    flags.NoArguments,
		RunE: func(*cobra.Command, []string) error {
			filter, err := asked.filter(time.Now())
			if err != nil {
				return err
			}
			if err = process.CheckStateDir(); err != nil {
				return err
			}
			return show(streams, process.JournalDir(), filter, asked.asJSON)
		},
	}
	set := command.Flags()
	set.StringVar(&asked.dns, "dn", "", "show only commands for these DNs, as in 7001,7005-7050")
	set.StringVar(&asked.day, "day", "", "show only commands of this day: a date such as 2026-11-23, today or yesterday")
	set.StringVar(&asked.verb, "verb", "", "show only commands with this verb: start, stop, pause, resume or query")
	set.StringVar(&asked.outcome, "outcome", "", "show only commands with this outcome: "+strings.Join(outcomes(), ", "))
	flags.Complete(command, "outcome", outcomes())
	set.StringVar(&asked.user, "user", "", "show only commands that this user sent")
	set.BoolVar(&asked.asJSON, "json", false, "print one JSON object for each command")
	return command
}

// outcomes returns the words of --outcome. Accepted is that of send --wait accepted.
func outcomes() []string {
	words := []string{board.LifeAccepted.String()}
	for life := board.LifeCancelled; life <= board.LifeLost; life++ {
		words = append(words, life.String())
	}
	return append(words, journal.OutcomeOpen, "unknown")
}

// filter returns the filter that the flags describe. now gives today's date.
func (f *query) filter(now time.Time) (journal.Filter, error) {
	filter := journal.Filter{Verb: f.verb, Outcome: f.outcome, User: f.user}
	if f.dns != "" {
		set := dnfile.NewSet()
		if err := set.AddList(f.dns); err != nil {
			return filter, exit.UsageError("--dn: %w", err)
		}
		filter.DNs = dnfile.DNs(set.Entries)
	}
	if f.day != "" {
		day, err := flags.ParseDay(f.day, now)
		if err != nil {
			return filter, exit.UsageError("--day: %w", err)
		}
		filter.From, filter.To = day, day.AddDate(0, 0, 1)
	}
	if f.verb != "" && event.ParseVerb(f.verb) == event.VerbNone {
		return filter, exit.UsageError("--verb: unknown command %q; use start, stop, pause, resume or query", f.verb)
	}
	if f.outcome != "" && !slices.Contains(outcomes(), f.outcome) {
		return filter, exit.UsageError("--outcome: unknown outcome %q; use %s", f.outcome, strings.Join(outcomes(), ", "))
	}
	return filter, nil
}

// show prints the entries and the problems of the files.
func show(streams process.Streams, dir string, filter journal.Filter, asJSON bool) error {
	entries, problems, err := journal.Read(dir, filter)
	if err != nil {
		return err
	}
	damaged := false
	for _, problem := range problems {
		damaged = damaged || problem.Damage
		fmt.Fprintf(streams.Err, "%s: %s\n", cell.Clean(place(problem)), cell.Clean(problem.Text))
	}
	out := bufio.NewWriter(streams.Out)
	switch {
	case asJSON:
		writeJSON(out, entries)
	case len(entries) == 0:
		fmt.Fprintf(out, "%s\n", cell.Clean(noEntries(dir, filter)))
	default:
		writeTable(out, entries)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("cannot write the journal's entries: %w", err)
	}
	if damaged {
		return exit.With(exit.Failure)
	}
	return nil
}

func place(problem journal.Problem) string {
	if problem.Line == 0 {
		return problem.File
	}
	return fmt.Sprintf("%s:%d", problem.File, problem.Line)
}

func noEntries(dir string, filter journal.Filter) string {
	if filter.DNs == nil && filter.From.IsZero() && filter.Verb+filter.Outcome+filter.User == "" {
		return "the journal in " + dir + " is empty: no command was sent"
	}
	return "no command in the journal in " + dir + " matches"
}

func writeJSON(out io.Writer, entries []journal.Entry) {
	var line, safe []byte
	for i := range entries {
		line = append(entries[i].AppendJSON(line[:0]), '\n')
		safe = cell.EscapeJSON(safe[:0], line)
		// The Writer keeps its first error until Flush.
		_, _ = out.Write(safe)
	}
}

// writeTable prints a line for each entry, and one line for automatic queries that follow
// each other.
func writeTable(out io.Writer, entries []journal.Entry) {
	lines := linesOf(entries)
	table := print.Table{
		Header: []string{"TIME", "USER", "SERVER", "DN", "CONNID", "VERB", "OUTCOME"}, Cut: true,
		Rows: func(yield func([]string) bool) {
			for i := range lines {
				if !yield(cells(&lines[i])) {
					return
				}
			}
		},
	}
	table.Write(out)
}

// cells returns the cells of a line, in the order of writeTable's header.
func cells(e *line) []string {
	user := e.User
	if e.Program != "" {
		user += " (" + e.Program + ")"
	}
	connID := ""
	if e.Intent.ConnID != 0 {
		connID = say.ConnID(e.Intent.ConnID)
	}
	return []string{
		e.Intent.Time.Local().Format("2006-01-02 15:04:05.000"),
		user, e.Intent.Server, e.Intent.DN, connID, e.Intent.Verb, outcomeText(e),
	}
}

func outcomeText(e *line) string {
	if e.Intent.Automatic {
		return e.automaticQueries()
	}
	o := &e.Outcome
	text := o.Outcome
	if o.Code != 0 {
		text += fmt.Sprintf(" %d", o.Code)
	}
	var times []string
	if o.ToAccepted != 0 {
		times = append(times, "accepted after "+say.Duration(o.ToAccepted))
	}
	if o.ToIndication != 0 {
		times = append(times, "indication after "+say.Duration(o.ToIndication))
	}
	for _, more := range append(times, o.Text, o.Why) {
		if more != "" {
			text += ", " + more
		}
	}
	return text
}
