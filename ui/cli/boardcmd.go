package cli

import (
	"context"
	"math/rand/v2"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"capdeck/model/phrase"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
	"capdeck/ui/cli/userthemes"
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

func newBoardCommand(streams process.Streams, hooks hooks, inForce *settings.Settings) *cobra.Command {
	var given flags.Board
	command := &cobra.Command{
		Short:   "a live board of screen-capture state per DN",
		Long:    boardLong,
		Example: boardExample,
		Args:    flags.NoArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return runBoard(command.Context(), streams, &given, inForce, hooks)
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
		return nil, exit.UsageError("no T-Server is named: give --host HOST:PORT, or see --demo")
	}
	if err := given.Check(); err != nil {
		return nil, err
	}
	entries, err := given.DNs.Entries(&given.Connection)
	switch {
	case err != nil:
		return nil, err
	case !given.Demo && len(entries) == 0:
		return nil, exit.UsageError("no DN is named: give --dn 7001,7005-7050 or --dn-file FILE")
	}
	return entries, nil
}

func runBoard(ctx context.Context, streams process.Streams, given *flags.Board, inForce *settings.Settings, hooks hooks) error {
	entries, err := entriesOf(given)
	if err != nil {
		return err
	}
	boardOptions, err := given.BoardOptions()
	if err != nil {
		return err
	}
	written, err := given.Connection.ServerCharset()
	if err != nil {
		return err
	}
	given.Queries.Apply(&boardOptions)
	boardOptions.Spread = spread()
	confirm, err := given.Confirmation.Policy()
	if err != nil {
		return err
	}
	if boardOptions.Watch, err = given.Screen.Notify.Watch(); err != nil {
		return err
	}
	columns, err := given.Screen.ColumnList()
	if err != nil {
		return err
	}
	names, loaded, wrong, err := userthemes.Load(given.Screen.Theme, process.ThemeDir(), streams)
	if err != nil {
		return err
	}
	profile, err := flags.Profile(given.Screen.Color, streams)
	if err != nil {
		return err
	}
	p := &program{
		streams: streams, flags: given, settings: inForce, entries: entries, hooks: hooks,
		boardOptions: boardOptions, written: written, confirm: confirm, themeNames: names, themes: loaded, columns: columns, plain: given.Screen.Plain, profile: profile,
	}
	if !p.plain {
		if !term.IsTerminal(int(streams.In.Fd())) || !term.IsTerminal(int(streams.Out.Fd())) {
			return exit.UsageError("the board needs a terminal as its input and output; without one use: capdeck --plain, or capdeck send")
		}
		p.plain, p.opening = process.IsDumb(streams.Environment)
	}
	if given.Screen.KeepGoing && term.IsTerminal(int(streams.In.Fd())) {
		p.open("--keep-going changes nothing at a terminal: it is for lines from a pipe")
	}
	if term.IsTerminal(int(streams.Out.Fd())) {
		p.open(settings.LocaleOf(streams.Environment).Sentence(inForce.Values[flags.ASCIIName]))
	}
	if wrong != nil && p.plain {
		// The screen's watch of the files says it by itself.
		p.open(userthemes.Problem(wrong))
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
