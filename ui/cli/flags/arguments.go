package flags

import (
	"github.com/spf13/cobra"

	"capdeck/ui/cli/exit"
)

// NoArguments is the Args of a command that takes no argument.
func NoArguments(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return exit.UsageError("%s takes no argument %q; see %s --help", command.CommandPath(), args[0], command.CommandPath())
}

// OneFile is the Args of a command that takes one file or none.
func OneFile(command *cobra.Command, args []string) error {
	if len(args) > 1 {
		return exit.UsageError("%s takes one file, not %d", command.CommandPath(), len(args))
	}
	return nil
}
