// Package send is the command capdeck send: it sends commands for its DNs, without a model
// or a screen, and prints the outcome of each. The board decides the outcomes.
package send

import (
	"context"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"capdeck/tlibconn/event"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/process"
)

const long = `Send registers the DNs at the T-Server, sends one command for each DN, waits for
the recorder's indications, and prints a line (with --json, an object) for each
DN. Name DNs as for the board: 7001, 7005-7050, a list separated by commas, or a
file with --dn-file.

With --wait accepted a command ends at T-Server's EventACK, which does not show
that the recorder did anything. --repeat sends in rounds: a round begins when
every command of the previous one has ended, and a summary follows the last.

A line also reports what else was received for its DN: an answer that capdeck
does not understand, in quotes; an indication for another call; a message with
more than one capture value, of which the first counts; an error without a
ReferenceID, or with one that no request is waiting for; a lost link or
registration, and why. A command that is contradicted within a quarter of a
second of its confirmation, as by a second recorder, is a CONFLICT.

The exit code is 0 only if every command was confirmed (or accepted, if that was
asked for); otherwise it is the worst of: 7 lost, 3 not connected, 4 login
refused, 5 rejected or DN refused, 6 unanswered, contradicted, superseded or in
conflict, 1 any other failure. It is 8 if a signal came before everything was
sent; the commands that were not sent then never will be.`

const example = `  capdeck send start 7001 --host tserver.example:7000
  capdeck send query 7001,7005-7050 --host tserver.example:7000 --json
  capdeck send start --dn-file agents.csv --rate 20 --host tserver.example:7000
  capdeck send query 7001 --repeat 5 --interval 1s --host tserver.example:7000`

// batchInterval is the least time between two looks at what has arrived. Nothing is drawn,
// so it only keeps a flood of answers from being looked at one by one.
const batchInterval = 5 * time.Millisecond

// request holds the flags of the command.
type request struct {
	flags.Session
	flags.Send
	asJSON, numbered bool
}

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	var given request
	command := &cobra.Command{
		Use:     "send VERB DN...",
		Short:   "Send start, stop, pause, resume or query for DNs without a screen",
		Long:    long,
		Example: example,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) == 1 && given.DNFile == "" {
				return exit.UsageError("send needs a verb and a DN, as in: capdeck send start 7001 --host HOST:PORT")
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return flags.Verbs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(command *cobra.Command, args []string) error {
			verb := event.ParseVerb(args[0])
			if verb == event.VerbNone {
				return exit.UsageError("unknown command %q; use start, stop, pause, resume or query", args[0])
			}
			given.numbered = command.Flags().Changed("repeat")
			// Each argument is a list.
			dns := flags.DNs{List: strings.Join(args[1:], "\n"), File: given.DNFile, From: "the DNs"}
			return run(command.Context(), streams, &given, &dns, verb)
		},
	}
	given.Session.Register(command.Flags())
	given.Send.Register(command.Flags())
	flags.RegisterConfig(command.Flags())
	command.Flags().BoolVar(&given.asJSON, "json", false, "print one JSON object for each DN")
	return command
}

// plan returns what the flags ask for.
func (g *request) plan(verb event.Verb) plan {
	return plan{
		verb: verb, asJSON: g.asJSON, accepted: g.Accepted(), rate: g.Rate, rounds: g.Repeat, interval: g.Interval, numbered: g.numbered,
	}
}

func run(ctx context.Context, streams process.Streams, given *request, dns *flags.DNs, verb event.Verb) error {
	if strings.TrimSpace(dns.List) == "" && dns.File == "" {
		return exit.UsageError("send needs a DN, but the argument is blank")
	}
	if err := given.Connection.Named(); err != nil {
		return err
	}
	if err := given.Send.Check(); err != nil {
		return err
	}
	entries, err := dns.Entries(&given.Connection)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return exit.UsageError("--dn-file %s names no DN", dns.File)
	}
	boardOptions, err := given.BoardOptions()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	return streams.RunHeadless(stop, func() error {
		options, recorded, err := live.Prepare(&given.Session, streams, nil)
		if err != nil {
			return err
		}
		// If the reader of the output leaves, what was sent still gets its outcome in the
		// journal.
		signal.Ignore(syscall.SIGPIPE)
		// A command is sent once or not at all, so there is no reason to reconnect.
		options.Session.NoReconnect = true
		options.Session.BatchInterval = batchInterval
		planned := given.plan(verb)
		sender := newSender(entries, boardOptions, planned)
		sender.journal = recorded
		sender.patience = live.Patience(options.Session.Addresses, given.Timing.RequestTimeout)
		sender.limit = time.Now().Add(sender.patience)
		sender.output = newOutput(streams.Out, streams.Err, planned)
		return live.Close(sender.connect(ctx, options, entries), recorded)
	})
}
