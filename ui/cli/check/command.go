// Package check is the command capdeck check: it runs the cases of package contract against a
// live recorder, prints a line for each when it ends, and says by the exit code what was
// found. Package report decides how results look.
package check

import (
	"context"
	"errors"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"capdeck/tlibconn/contract"
	"capdeck/tlibconn/contract/scenario"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

const long = `Check tests a live recorder, and the T-Server in front of it, against the
screen-capture contract. It starts, pauses, resumes and stops the capture of one
DN, which should be a test DN that nobody works at, and puts it back afterwards.

Each case is required (the contract says so), robust (a good recorder does so),
observed (the contract does not say; recorded only) or informative. Only required
cases decide, and those that --expect names.

The exit code is 0 only if every required case passed. Otherwise it is
1 if a case failed or was flaky, 8 if a required case could not be judged or was
skipped without --allow-skip, no case ran, or the check was interrupted, 10 if an
indication took longer than --max-latency, 2 for a wrong flag, 3 if no T-Server
could be reached, 4 if it refused the login, and 5 if it refused a DN.`

// given holds the flags of the command.
type given struct {
	session                   flags.Session
	secondDN, unknownDN, name string
	cases, allowSkip          []string
	subject                   string
	repeat                    int
	quiet, watch, maxLatency  time.Duration
	list, yes, live           bool
	asJSON, recordAll         bool
	progress                  bool
	expect                    string
	waitFor                   []string
	waitLimit                 time.Duration
	steps                     []contract.Step // of waitFor
	junit, html, artifacts    string
	control                   string
	scenario                  string
	played                    *scenario.Scenario // of scenario
	compare                   bool
}

// Command returns the command. version is that of the program.
func Command(streams process.Streams, version string) *cobra.Command {
	var g given
	command := &cobra.Command{
		Use:   "check DN | --scenario FILE [DN...] | --compare FILE FILE",
		Short: "Test a live recorder against the screen-capture contract",
		Long:  long,
		Example: "  capdeck check 7001 --host tserver.example:7000 --second-dn 7002 --case 'rec/pause/*'\n" +
			"  capdeck check --list",
		Args: func(command *cobra.Command, args []string) error {
			return g.typedProblem(command.Flags(), len(args))
		},
		RunE: func(command *cobra.Command, args []string) error {
			return run(command.Context(), streams, &g, args, "capdeck "+version)
		},
	}
	set := command.Flags()
	g.session.Register(set)
	flags.RegisterConfig(set)
	flags.Check(set, g.declare)
	// A check sends commands, and decides itself which call they name.
	_ = errors.Join(set.MarkHidden("conn-id"), set.MarkHidden("read-only")) // they exist
	flags.Complete(command, "subject", []string{"recorder", "tserver"})
	flags.CompleteList(command, "case", caseIDs())
	flags.CompleteList(command, "allow-skip", caseIDs())
	// What is true of one check must not come from a file that another one has forgotten.
	flags.OnlyTyped(set, "yes", "on-live-call", "case", "allow-skip", "subject", "list", "progress")
	return command
}

// caseIDs returns the IDs of all cases.
func caseIDs() []string {
	var ids []string
	for _, c := range contract.Cases() {
		ids = append(ids, c.ID)
	}
	return ids
}

// declare declares the flags that only a check has.
func (g *given) declare(set *pflag.FlagSet) {
	set.StringVar(&g.secondDN, "second-dn", "", "watch and query this DN too, which must stay as it is")
	set.StringVar(&g.unknownDN, "unknown-dn", "", "register this DN, which T-Server must not know, to see that it is refused")
	set.StringSliceVar(&g.cases, "case", nil, "run only these cases, as in rec/pause/* (see --list)")
	set.StringSliceVar(&g.allowSkip, "allow-skip", nil, "accept that these cases are skipped, as in rec/form/*")
	set.StringVar(&g.expect, "expect", "", "require the outcomes in this YAML file of robust and observed cases")
	set.StringVar(&g.subject, "subject", "", "let only cases about this party decide: recorder or tserver")
	set.IntVar(&g.repeat, "repeat", 1, "run each case this many times; a case whose runs differ is FLAKY")
	set.DurationVar(&g.quiet, "quiet-time", contract.DefaultQuiet, "take it that nothing comes after this long without an indication")
	set.DurationVar(&g.watch, "watch-time", contract.DefaultWatch, "watch this long for unasked indications")
	set.DurationVar(&g.maxLatency, "max-latency", 0, "fail if an indication takes longer; 0 means no limit")
	set.StringVar(&g.name, "name", "", "name what is checked, for the report")
	set.BoolVar(&g.list, "list", false, "list the cases and exit")
	set.BoolVar(&g.yes, "yes", false, "do not ask before the capture of the DN is changed")
	set.BoolVar(&g.live, "on-live-call", false, "check a DN that is on a call, or whose capture is running or paused")
	set.StringSliceVar(&g.waitFor, "wait-for", nil, "ask you for these steps, and so run the cases that need them: call, hold, transfer, release, restart")
	set.DurationVar(&g.waitLimit, "wait-limit", contract.DefaultStepTimeout, "wait at most this long for each step of --wait-for")
	set.StringVar(&g.control, "control", "", "order the steps from the capdeck tserver that takes orders on this socket")
	set.StringVar(&g.scenario, "scenario", "", "play the steps in this YAML file in place of the cases; the arguments are the DNs that it uses, in its order")
	set.BoolVar(&g.compare, "compare", false, "show two reports of --json side by side, and check nothing; the exit code is 1 if a case differs")
	set.StringVar(&g.junit, "junit", "", "write the report to this file as JUnit XML")
	set.StringVar(&g.html, "html", "", "write the report to this file as a page of HTML")
	set.StringVar(&g.artifacts, "artifacts", "", "write the report, and the messages of each case, to this folder")
	set.BoolVar(&g.asJSON, "json", false, "print the report as JSON, and nothing else")
	set.BoolVar(&g.progress, "progress", false, "with --json, print a line for each case to standard error when it ends")
	set.BoolVar(&g.recordAll, "record-all", false, "keep user data and the numbers of other parties in the report")
}

// plan returns the options of the check, without a session. The error names the flag.
func (g *given) plan(dn string) (contract.Options, error) {
	options := contract.Options{
		Name: g.name, Repeat: g.repeat, RequestTimeout: g.session.Timing.RequestTimeout, IndicationTimeout: g.session.Timing.IndicationTimeout,
		Quiet: g.quiet, Watch: g.watch, MaxLatency: g.maxLatency, OnLiveCall: g.live, StepTimeout: g.waitLimit,
	}
	if err := g.checkValues(); err != nil {
		return options, err
	}
	for _, named := range []struct {
		from, text string
		dn         *string
	}{{"the DN", dn, &options.DN}, {"--second-dn", g.secondDN, &options.SecondDN}, {"--unknown-dn", g.unknownDN, &options.UnknownDN}} {
		if named.text == "" && named.from != "the DN" {
			continue
		}
		var err error
		if *named.dn, err = g.oneDN(named.from, named.text); err != nil {
			return options, err
		}
	}
	switch {
	case options.SecondDN == options.DN:
		return options, exit.UsageError("--second-dn %s is the DN under test; name another one", options.SecondDN)
	case options.UnknownDN != "" && (options.UnknownDN == options.DN || options.UnknownDN == options.SecondDN):
		return options, exit.UsageError("--unknown-dn %s is also a DN of the check; name one that T-Server does not know", options.UnknownDN)
	}
	var err error
	if options.Cases, err = contract.Select(contract.Cases(), g.cases); err != nil {
		return options, exit.UsageError("--case: %w; see capdeck check --list", err)
	}
	if len(g.allowSkip) > 0 {
		if _, err = contract.Select(contract.Cases(), g.allowSkip); err != nil {
			return options, exit.UsageError("--allow-skip: %w; see capdeck check --list", err)
		}
	}
	if options.Expectations, err = readExpectations(g.expect); err != nil {
		return options, err
	}
	if g.steps, err = parseSteps(g.waitFor); err != nil {
		return options, err
	}
	written, err := g.session.Connection.ServerCharset()
	if err != nil {
		return options, err
	}
	options.Text = written.Decoder()
	return options, nil
}

// checkValues returns an error for a value that cannot be used. It names the flag.
func (g *given) checkValues() error {
	switch contract.Subject(g.subject) {
	case "", contract.SubjectRecorder, contract.SubjectTServer:
	default:
		return exit.UsageError("--subject %q: use recorder or tserver", g.subject)
	}
	const most = 1000
	if g.repeat < 1 || g.repeat > most {
		return exit.UsageError("--repeat %d: use 1 to %d", g.repeat, most)
	}
	for _, duration := range []struct {
		name  string
		value time.Duration
		least time.Duration
	}{{"quiet-time", g.quiet, 1}, {"wait-limit", g.waitLimit, 1}, {"watch-time", g.watch, 1}, {"max-latency", g.maxLatency, 0}} {
		if duration.value < duration.least {
			return exit.UsageError("--%s %s: use more than 0, as in 2s", duration.name, duration.value)
		}
	}
	if g.control != "" && len(g.waitFor) > 0 {
		return exit.UsageError("--control and --wait-for exclude each other: the steps are ordered, or you are asked for them")
	}
	if g.session.Safety.ReadOnly {
		return exit.UsageError("--read-only excludes check, which starts and stops the capture of the DN")
	}
	if err := g.session.Connection.Named(); err != nil {
		return err
	}
	if problems := g.session.Timing.Problems(); len(problems) > 0 {
		return problems[0]
	}
	return nil
}

// oneDN returns the one DN in a text. from names the flag.
func (g *given) oneDN(from, text string) (string, error) {
	dns := flags.DNs{List: text, From: from}
	entries, err := dns.Entries(&g.session.Connection)
	if err != nil {
		return "", err
	}
	if len(entries) != 1 {
		return "", exit.UsageError("%s must be one DN, not %d", from, len(entries))
	}
	return entries[0].DN, nil
}

func run(ctx context.Context, streams process.Streams, g *given, args []string, program string) error {
	dn := strings.Join(args, "")
	switch {
	case g.compare:
		return g.compareReports(streams, args[0], args[1])
	case g.scenario != "":
		if err := g.readScenario(args); err != nil {
			return err
		}
		dn = g.played.DNs[0].Number
	case g.list:
		return g.listCases(streams)
	}
	options, err := g.plan(dn)
	if err != nil {
		return err
	}
	options.Program = program
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// If the reader of the output leaves, the DN is put back all the same.
	signal.Ignore(syscall.SIGPIPE)
	const toPrint = 5 * time.Second
	return streams.RunOrderly(contract.RestoreTimeout+toPrint, stop, func() error {
		return g.check(ctx, stop, streams, options)
	})
}
