package flags

import (
	"github.com/spf13/cobra"

	"capdeck/ui/cli/exit"
)

// NoArguments is the Args of a command without arguments.
func NoArguments(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return exit.UsageError("unexpected argument %[2]q of %[1]s; see %[1]s --help", command.CommandPath(), args[0])
}

// OneFile is the Args of a command with at most one file as its argument.
func OneFile(command *cobra.Command, args []string) error {
	if len(args) > 1 {
		return exit.UsageError("%s accepts one file, not %d", command.CommandPath(), len(args))
	}
	return nil
}

// CompleteFile is the ValidArgsFunction of a command whose first argument is a file.
func CompleteFile(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveDefault
}

// OneForm returns an error if both --json and --csv are given.
func OneForm(asJSON, asCSV bool) error {
	if asJSON && asCSV {
		return exit.UsageError("--json and --csv exclude each other")
	}
	return nil
}
