// Package cli is the command line: the root command with the commands below it, its help
// texts, and the exit of the process. Each command is a package of its own; this package
// knows their names, not what they do.
package cli

import (
	"context"
	"os/user"

	"github.com/spf13/cobra"

	"capdeck/ui/cli/board"
	"capdeck/ui/cli/check"
	"capdeck/ui/cli/configcmd"
	"capdeck/ui/cli/coverage"
	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/decode"
	"capdeck/ui/cli/encode"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/incidents"
	"capdeck/ui/cli/journal"
	"capdeck/ui/cli/keys"
	"capdeck/ui/cli/order"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/recorder"
	"capdeck/ui/cli/send"
	"capdeck/ui/cli/settings"
	"capdeck/ui/cli/textfile"
	"capdeck/ui/cli/themes"
	"capdeck/ui/cli/tserver"
	"capdeck/ui/cli/watch"
)

// Version is the program's version (CHANGELOG.md).
const Version = "0.1.0"

// Run executes the command line and returns the exit code of the process. args are the
// arguments without the program's name. Run writes errors to streams.Err as sentences.
func Run(ctx context.Context, args []string, streams process.Streams) exit.Code {
	return run(ctx, args, streams, board.Hooks{})
}

func run(ctx context.Context, args []string, streams process.Streams, hooks board.Hooks) exit.Code {
	// This comes first: from here on, a signal leaves the terminal as it was.
	streams.Guard = crash.New(crash.Options{Program: "capdeck", Version: Version, Stderr: streams.Err})
	streams.Guard.HandleSignals()
	process.FindHome(user.Current)
	streams.Guard.SetDir(process.StateDir())
	inForce := &settings.Settings{}
	root := newRoot(streams, hooks, inForce)
	root.SetArgs(args)
	err := inForce.Explain(root.ExecuteContext(ctx))
	code := exit.CodeOf(err)
	// A command that exits with Incomplete was stopped by the signal, and has said so.
	_, crashed := streams.Guard.Crashed()
	if ended := exit.Code(streams.Guard.End(int(code))); ended != code && (crashed || code != exit.Incomplete) {
		return ended
	}
	if err != nil && err.Error() != "" {
		// Standard error may be the terminal that has just refused output.
		crash.Say(streams.Err, "capdeck: "+print.Lines(textfile.InWords(err))+"\n")
	}
	return code
}

func newRoot(streams process.Streams, hooks board.Hooks, inForce *settings.Settings) *cobra.Command {
	root := board.Command(streams, hooks, inForce)
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	root.Use = "capdeck"
	root.Version = Version
	root.SetVersionTemplate("capdeck {{.Version}}\n")
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.SetFlagErrorFunc(flags.Problem)
	root.SetUsageFunc(func(command *cobra.Command) error {
		writeUsage(command.OutOrStderr(), command)
		return nil
	})
	root.PersistentPreRunE = func(command *cobra.Command, _ []string) error {
		return inForce.Load(command, streams.Environment)
	}
	root.AddCommand(send.Command(streams), watch.Command(streams), check.Command(streams, Version), tserver.Command(streams), recorder.Command(streams), order.Command(streams), decode.Command(streams), encode.Command(streams), journal.Command(streams), coverage.Command(streams), incidents.Command(streams),
		configcmd.Command(streams, inForce), keys.Command(streams, inForce), themes.Command(streams, inForce))
	complete(root)
	return root
}
