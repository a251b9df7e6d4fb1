// Package watch is the command capdeck watch: it prints what happens to its DNs as lines, in
// words or as JSON, without a model or a screen, and can wait until a DN is in a state. It sends
// nothing but registrations and automatic queries. The board decides what is so.
package watch

import (
	"context"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"capdeck/model/phrase"
	"capdeck/tlibconn/capture"
	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/demo"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/process"
)

const long = `Watch registers DNs and prints each change as a line, in words or as JSON: of the
link, registrations, captures, commands of other clients, calls, agents, faults
and incidents. It needs no terminal. It sends only registrations and, without
--no-query, the automatic queries of the board: no command that changes anything.

With --until it waits for a state, as in a test: it ends once a DN matches the
filter, which is that of the board. It also ends if a DN matches at the start, once
the recorder has answered. A state that no one vouches for does not count.

The exit code is 0 if --until was met, or if there is none and a signal, --timeout
or --count ended it. Otherwise it is 6 if --until was not met at --timeout, 1 if a
signal came first, 4 if the login was refused, 141 if the reader of a pipe left.
With --until or without, it is 3 if there was no link to the switch until
--timeout. docs/WATCH.md describes the lines.`

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	var given flags.Watch
	command := &cobra.Command{
		Use:     "watch",
		Short:   "Print what happens to DNs as lines, or wait for a state, without a screen",
		Long:    long,
		Example: "  capdeck watch --demo --json\n  capdeck watch --demo --until 'state:recording dn:7002' --timeout 2m\n  capdeck watch --host tserver.example:7000 --dn 7001,7005-7050 --filter state:fault",
		Args:    flags.NoArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return run(command.Context(), streams, &given, command.Root().Version)
		},
	}
	given.Register(command.Flags())
	return command
}

func run(ctx context.Context, streams process.Streams, given *flags.Watch, version string) error {
	if err := given.Check(); err != nil {
		return err
	}
	entries, err := given.DNs.Entries(&given.Connection)
	switch {
	case err != nil:
		return err
	case !given.Demo && given.Connection.Host == "":
		return exit.UsageError("no T-Server is named: name one with --host HOST:PORT, or use --demo")
	case !given.Demo && len(entries) == 0:
		return exit.UsageError("watch needs DNs: name them with --dn 7001,7005-7050 or --dn-file FILE")
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// If the reader of the lines leaves, watch ends in good order.
	signal.Ignore(syscall.SIGPIPE)
	return streams.RunOrderly(crash.SignalTimeout, stop, func() error {
		if given.Demo {
			simulated, err := demo.Start(ctx, streams.Guard.Go)
			if err != nil {
				return err
			}
			defer simulated.Close()
			given.Connection.Host, entries = simulated.Addr(), simulated.Entries
			given.Safety.Journal.None = true // nothing real is sent
		}
		return open(ctx, streams, given, entries, version)
	})
}

// open opens the journal and the session, and watches.
func open(ctx context.Context, streams process.Streams, given *flags.Watch, entries []dnfile.Entry, version string) error {
	w, err := newWatcher(given, entries)
	if err != nil {
		return err
	}
	options, recorded, err := live.Prepare(&given.Session, streams, nil)
	if err != nil {
		return err
	}
	server, err := live.ServeMetrics(&given.Metrics, version, streams.Guard.Go)
	if err != nil {
		return live.Close(err, recorded)
	}
	defer server.Close()
	if served := live.Served(server, &given.Metrics, entries); served != "" {
		crash.Say(streams.Err, "capdeck: "+phrase.Sentence(served)+"\n")
	}
	w.journal, w.metrics = recorded, server
	if w.session, err = capture.Open(ctx, options, recorded); err != nil {
		return live.Close(exit.UsageError("%w", err), recorded)
	}
	w.session.Register(dnfile.DNs(entries)...)
	watching, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w.output = newOutput(streams.Out, streams.Guard.Go, func() { cancel(errOutput) })
	process.OnReaderLeft(watching, streams.Out, streams.Guard.Go, func() { cancel(errReaderLeft) })
	err = w.run(watching)
	w.session.Close()
	return live.Close(w.finish(ctx, streams.Guard.Go, err, context.Cause(watching)), recorded)
}

// newWatcher returns a watcher without a session, after checking the flags that need the board.
func newWatcher(given *flags.Watch, entries []dnfile.Entry) (*watcher, error) {
	options, err := given.BoardOptions()
	if err != nil {
		return nil, err
	}
	given.Queries.Apply(&options)
	options.Spread = live.Spread()
	policy, err := given.Coverage.Options()
	if err != nil {
		return nil, err
	}
	w := &watcher{given: given, began: time.Now()}
	w.lines.host = given.Connection.Host
	w.messages = messages{asJSON: given.JSON, text: options.Text}
	w.truth = newTruth(options, live.Entries(entries), policy, given.Coverage.Exclude, given.Coverage.NoStopsByOthers, w.changed)
	if strings.TrimSpace(given.Filter) != "" {
		match, wrong := w.truth.rows.LineMatch(given.Filter)
		if wrong != nil {
			return nil, exit.UsageError("--filter %q: %w", given.Filter, wrong)
		}
		if !w.truth.has(&match) {
			return nil, exit.UsageError("--filter %q hides everything: %s", given.Filter, noSuchDN)
		}
		w.lines.filter = &match
	}
	w.lines.begin(w.truth.board.Rows())
	if w.until, err = newConditions(given.Until, w.truth); err != nil {
		return nil, err
	}
	return w, nil
}
