package cli

import (
	"context"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/phrase"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

const boardLong = `capdeck is a live board of screen-capture state per DN. It logs in to a Genesys
T-Server (SIP Server) as a T-Client, registers agent DNs, shows for each whether
the agent's screen is being captured, and starts, stops, pauses, resumes and
queries the capture with a key ("Control for Third Party Screen Recording").

Every flag can stand in the environment, --app-name as CAPDECK_APP_NAME, and in
the configuration file: see capdeck config.`

const boardExample = `  capdeck --demo
  capdeck --host tserver.example:7000 --dn 7001,7005-7050
  capdeck --host tserver.example:7000 --dn-file agents.csv --read-only`

// asciiFlag is the name of --ascii.
const asciiFlag = "ascii"

// defaultCommandRate is how many commands for several DNs leave a second.
const defaultCommandRate = 200

type boardFlags struct {
	connectFlags
	demo, ascii, noQuery, noMouse bool
	plain, keepGoing              bool
	queryRate                     int
	requery, staleAfter           time.Duration
	notify                        notifyFlags
	commandRate                   int
	writeLock                     time.Duration
	theme, confirm, columns       string
	color                         string
	settings                      *configuration
}

func newBoardCommand(streams process.Streams, hooks hooks, settings *configuration) *cobra.Command {
	given := boardFlags{settings: settings}
	command := &cobra.Command{
		Short:   "a live board of screen-capture state per DN",
		Long:    boardLong,
		Example: boardExample,
		Args:    flags.NoArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return runBoard(command.Context(), streams, &given, hooks)
		},
	}
	given.registerBoard(command.Flags())
	return command
}

func (f *boardFlags) registerBoard(set *pflag.FlagSet) {
	f.register(set)
	f.registerDNs(set)
	registerConfig(set)
	set.BoolVar(&f.demo, "demo", false, "show a simulated T-Server with recorder, agents and calls")
	set.BoolVar(&f.noQuery, "no-query", false, "send no automatic query: none after a registration, none after a release, none again; T-Server is not asked about calls either, but by U")
	set.IntVar(&f.queryRate, "query-rate", board.DefaultQueryRate, "automatic queries a second; 0 means no limit")
	set.DurationVar(&f.requery, "requery", board.DefaultRequery, "query a DN again that is recorded, paused or on a call, so long after it was last heard; longer where --query-rate does not allow it; 0 means never")
	set.DurationVar(&f.staleAfter, "stale-after", 0, "mark as stale a DN that is recorded, paused or on a call and was not heard for so long; 0 means twice the time after which such a DN is queried again")
	set.IntVar(&f.commandRate, "command-rate", defaultCommandRate, "commands a second that leave for several DNs; 0 means no limit")
	set.DurationVar(&f.writeLock, "write-lock", 0, "refuse start, stop, pause and resume until w unlocks them, and again so long after the last one; 0 leaves them open until w")
	set.StringVar(&f.theme, "theme", "auto", "dark, light, mono, contrast, colorblind, one of your own, or auto: dark or light by the COLORFGBG variable")
	set.StringVar(&f.color, "color", "auto", colorHelp)
	set.StringVar(&f.confirm, "confirm", model.ConfirmDangerous.String(), "which commands ask first: never, bulk (more than one DN), dangerous (stop, pause, more than one DN), always")
	f.notify.register(set)
	set.StringVar(&f.columns, "columns", strings.Join(column.Names(column.Default()), ","), "the columns from left to right, of: "+strings.Join(column.Names(column.All()), ", "))
	set.BoolVar(&f.ascii, asciiFlag, false, "send the terminal nothing but ASCII; without it, that is so where LC_ALL, LC_CTYPE or LANG names another character set than UTF-8; C and POSIX name none, and only a note points at --ascii then")
	set.BoolVar(&f.plain, "plain", false, "repaint nothing: changes come as lines, commands are typed as lines; for screen readers, simple terminals and pipes")
	set.BoolVar(&f.keepGoing, "keep-going", false, "with --plain and lines from a pipe: go on behind a line that was not carried out; shown and marked are refused then until they are set anew")
	set.BoolVar(&f.noMouse, "no-mouse", false, "leave the mouse to the terminal")
}

// whatToShow returns the DNs of the board, once it is clear of which T-Server.
func (f *boardFlags) whatToShow() ([]dnfile.Entry, error) {
	if err := f.checkPairs(); err != nil {
		return nil, err
	}
	if !f.demo && f.host == "" {
		return nil, exit.UsageError("no T-Server is named: give --host HOST:PORT, or see --demo")
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	entries, err := f.entries()
	switch {
	case err != nil:
		return nil, err
	case !f.demo && len(entries) == 0:
		return nil, exit.UsageError("no DN is named: give --dn 7001,7005-7050 or --dn-file FILE")
	}
	return entries, nil
}

func runBoard(ctx context.Context, streams process.Streams, given *boardFlags, hooks hooks) error {
	entries, err := given.whatToShow()
	if err != nil {
		return err
	}
	boardOptions, err := given.boardOptions()
	if err != nil {
		return err
	}
	written, err := given.writtenIn()
	if err != nil {
		return err
	}
	boardOptions.AutomaticQueries, boardOptions.QueryRate = !given.noQuery, given.queryRate
	boardOptions.Requery, boardOptions.StaleAfter, boardOptions.Spread = given.requery, given.staleAfter, spread()
	confirm, err := given.confirmPolicy()
	if err != nil {
		return err
	}
	if boardOptions.Watch, err = given.notify.watch(); err != nil {
		return err
	}
	columns, err := given.columnList()
	if err != nil {
		return err
	}
	names, loaded, wrong, err := loadThemes(given.theme, process.ThemeDir(), streams)
	if err != nil {
		return err
	}
	profile, err := profileOf(given.color, streams)
	if err != nil {
		return err
	}
	p := &program{
		streams: streams, flags: given, entries: entries, hooks: hooks,
		boardOptions: boardOptions, written: written, confirm: confirm, themeNames: names, themes: loaded, columns: columns, plain: given.plain, profile: profile,
	}
	if !p.plain {
		if !term.IsTerminal(int(streams.In.Fd())) || !term.IsTerminal(int(streams.Out.Fd())) {
			return exit.UsageError("the board needs a terminal as its input and output; without one use: capdeck --plain, or capdeck send")
		}
		p.plain, p.opening = process.IsDumb(streams.Environment)
	}
	if given.keepGoing && term.IsTerminal(int(streams.In.Fd())) {
		p.open("--keep-going changes nothing at a terminal: it is for lines from a pipe")
	}
	if term.IsTerminal(int(streams.Out.Fd())) {
		p.open(localeOf(streams.Environment).sentence(given.settings.values[asciiFlag]))
	}
	if wrong != nil && p.plain {
		// The screen's watch of the files says it by itself.
		p.open(themeProblem(wrong))
	}
	return p.run(ctx)
}

// open adds a sentence, or nothing, to what is said first.
func (p *program) open(sentence string) {
	if sentence != "" {
		p.opening = strings.TrimSpace(p.opening + " " + phrase.Sentence(sentence))
	}
}

// spread is how much later this process asks again than others, so that one of them
// asks and all hear the answer: from a fifth earlier to a tenth later, which the
// board's gathering makes a fifth at most.
func spread() float64 { return -0.2 + 0.3*rand.Float64() }

// checkPairs finds flags that make no sense together.
func (f *boardFlags) checkPairs() error {
	switch {
	case f.demo && f.host != "":
		return exit.UsageError("--demo brings a T-Server of its own: leave --host out")
	case f.demo && f.tls.on:
		return exit.UsageError("--demo brings a T-Server of its own, without TLS: leave --tls out")
	case f.keepGoing && !f.plain:
		return exit.UsageError("--keep-going is for lines that are typed: give --plain, too")
	case f.demo && f.dns+f.dnFile != "":
		return exit.UsageError("--demo brings DNs of its own: leave --dn and --dn-file out")
	}
	return nil
}

// check finds numbers and times that make no sense, and what is wrong with the
// flags of the session. The error is the first one.
func (f *boardFlags) check() error {
	if problems := f.numbers(); len(problems) > 0 {
		return problems[0]
	}
	return f.connectFlags.check()
}

// numbers says which numbers and times make no sense.
func (f *boardFlags) numbers() []error {
	var problems []error
	refuse := func(negative bool, format string, value any) {
		if negative {
			problems = append(problems, exit.UsageError(format, value))
		}
	}
	refuse(f.commandRate < 0, "--command-rate %d: give a number of commands a second, or 0 for no limit", f.commandRate)
	refuse(f.writeLock < 0, "--write-lock %s: give a time such as 5m, or 0 for none", f.writeLock)
	refuse(f.queryRate < 0, "--query-rate %d: give a number of queries a second, or 0 for no limit", f.queryRate)
	refuse(f.requery < 0, "--requery %s: give a time such as 30s, or 0 for never", f.requery)
	refuse(f.staleAfter < 0, "--stale-after %s: give a time such as 3m, or 0 for twice the time of --requery", f.staleAfter)
	return problems
}
