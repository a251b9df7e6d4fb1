// Package board is the command capdeck itself: it checks the flags of the board, starts
// the demo, and shows the board on the screen or as lines. Package live runs the board.
package board

import (
	"context"
	"errors"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"capdeck/model/phrase"
	"capdeck/ui/cli/board/plain"
	"capdeck/ui/cli/board/screen"
	"capdeck/ui/cli/demo"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
	"capdeck/ui/cli/userthemes"
)

const long = `capdeck is a live board of screen-capture state per DN. It logs in to a Genesys
T-Server (SIP Server) as a T-Client, registers agent DNs, shows for each whether
the agent's screen is being captured, and starts, stops, pauses, resumes and
queries the capture with a key ("Control for Third Party Screen Recording").

Every flag can also be set in the environment (--app-name as CAPDECK_APP_NAME)
and in the configuration file; see capdeck config.`

const example = `  capdeck --demo
  capdeck --host tserver.example:7000 --dn 7001,7005-7050
  capdeck --host tserver.example:7000 --dn-file agents.csv --read-only`

// Hooks observe a run for tests. The zero value observes nothing.
type Hooks struct {
	// Screen is screen.Options.Wrap.
	Screen func(model tea.Model, start func(func())) tea.Model
	// Line is plain.Options.Line.
	Line func(text string, start func(func()))
}

// Command returns the root command, which shows the board with the settings of its run.
func Command(streams process.Streams, hooks Hooks, inForce *settings.Settings) *cobra.Command {
	var given flags.Board
	command := &cobra.Command{
		Short:   "Show a live board of screen-capture state per DN",
		Long:    long,
		Example: example,
		Args:    flags.NoArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return run(command.Context(), streams, &given, inForce, hooks, command.Root().Version)
		},
	}
	given.Register(command.Flags())
	return command
}

// entriesOf returns the DNs of the board, after checking that the flags name a T-Server.
func entriesOf(given *flags.Board) ([]dnfile.Entry, error) {
	if err := given.CheckPairs(); err != nil {
		return nil, err
	}
	if !given.Demo && given.Connection.Host == "" {
		return nil, exit.UsageError("no T-Server is named: use --host HOST:PORT, or try --demo")
	}
	if err := given.Check(); err != nil {
		return nil, err
	}
	entries, err := given.DNs.Entries(&given.Connection)
	switch {
	case err != nil:
		return nil, err
	case !given.Demo && len(entries) == 0:
		return nil, exit.UsageError("no DN is named: use --dn 7001,7005-7050 or --dn-file FILE")
	}
	return entries, nil
}

func run(ctx context.Context, streams process.Streams, given *flags.Board, inForce *settings.Settings, hooks Hooks, version string) error {
	options, err := liveOptions(streams, given, inForce)
	if err != nil {
		return err
	}
	options.Version = version
	names, loaded, wrong, err := userthemes.Load(given.Screen.Theme, process.ThemeDir(), streams)
	if err != nil {
		return err
	}
	profile, err := flags.Profile(given.Screen.Color, streams)
	if err != nil {
		return err
	}
	asLines, first := given.Screen.Plain, opening("")
	if !asLines {
		if !term.IsTerminal(int(streams.In.Fd())) || !term.IsTerminal(int(streams.Out.Fd())) {
			return exit.UsageError("the board needs a terminal as its input and output; without one, use capdeck watch, capdeck send or capdeck --plain")
		}
		var why string
		asLines, why = process.IsDumb(streams.Environment)
		first = opening(why)
	}
	if given.Screen.KeepGoing && term.IsTerminal(int(streams.In.Fd())) {
		first.add("--keep-going has no effect at a terminal, only with lines from a pipe")
	}
	if term.IsTerminal(int(streams.Out.Fd())) {
		first.add(settings.LocaleOf(streams.Environment).Sentence(inForce.Values[flags.ASCIIName]))
	}
	options.ThemeNames, options.Mouse = names, !given.Screen.NoMouse && !asLines
	if asLines {
		if wrong != nil {
			// The screen's own watch of the files reports this.
			first.add(userthemes.Problem(wrong))
		}
		return guarded(ctx, options, func(b *live.Board) live.Front {
			first.add(b.Served())
			return plain.New(b, plain.Options{Opening: string(first), Line: hooks.Line})
		})
	}
	quiet := ""
	if given.Demo {
		quiet = demo.QuietDN
	}
	return guarded(ctx, options, func(b *live.Board) live.Front {
		first.add(b.Served())
		return screen.New(b, screen.Options{Themes: loaded, Profile: profile, Opening: string(first), QuietDN: quiet, Wrap: hooks.Screen})
	})
}

// liveOptions checks the flags of the board and returns its options, except the options
// that depend on the front.
func liveOptions(streams process.Streams, given *flags.Board, inForce *settings.Settings) (options live.Options, err error) {
	options = live.Options{Streams: streams, Flags: given, Settings: inForce}
	if options.DNs, err = entriesOf(given); err != nil {
		return options, err
	}
	if options.Board, err = given.BoardOptions(); err != nil {
		return options, err
	}
	if options.Charset, err = given.Connection.ServerCharset(); err != nil {
		return options, err
	}
	given.Queries.Apply(&options.Board)
	options.Board.Spread = live.Spread()
	if options.Coverage, err = given.Coverage.Options(); err != nil {
		return options, err
	}
	if options.Confirm, err = given.Confirmation.Policy(); err != nil {
		return options, err
	}
	if options.Board.Watch, err = given.Screen.Notify.Watch(); err != nil {
		return options, err
	}
	if options.RawMessages, err = given.Screen.RawMessages(); err != nil {
		return options, err
	}
	options.Columns, err = given.Screen.ColumnList()
	return options, err
}

// guarded shows a board until the user, a signal or an internal error ends it.
func guarded(ctx context.Context, options live.Options, newFront func(*live.Board) live.Front) error {
	streams := options.Streams
	collectOften(streams.Environment)
	// Without the file, the runtime prints a fatal error on the terminal.
	_ = streams.Guard.CatchFatal()
	var err error
	if !streams.Guard.Do(func() { err = show(ctx, options, newFront) }) {
		err = errors.New("an internal error ended the board")
	}
	return err
}

// show shows a board, with the demo if --demo is set.
func show(ctx context.Context, options live.Options, newFront func(*live.Board) live.Front) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if options.Flags.Demo {
		simulated, err := demo.Start(ctx, options.Streams.Guard.Go)
		if err != nil {
			return err
		}
		defer simulated.Close()
		options.Flags.Connection.Host, options.DNs = simulated.Addr(), simulated.Entries
		// The journal is evidence of what was done to real captures.
		options.Flags.Safety.Journal.None = true
	}
	return live.Run(ctx, options, newFront)
}

// opening holds the sentences that the board shows first.
type opening string

// add adds a sentence; "" adds nothing.
func (o *opening) add(sentence string) {
	if sentence != "" {
		*o = opening(strings.TrimSpace(string(*o) + " " + phrase.Sentence(sentence)))
	}
}
