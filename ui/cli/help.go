package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"capdeck/ui/cli/flags"
)

// writeUsage writes the part of a command's help text that follows its description: the
// usage line, examples, subcommands, and the flags under the headings of their groups.
func writeUsage(out io.Writer, command *cobra.Command) {
	fmt.Fprint(out, "Usage:\n")
	if command.Runnable() {
		fmt.Fprintf(out, "  %s\n", command.UseLine())
	}
	if command.HasAvailableSubCommands() {
		fmt.Fprintf(out, "  %s [command]\n", command.CommandPath())
	}
	if command.HasExample() {
		fmt.Fprintf(out, "\nExamples:\n%s\n", command.Example)
	}
	if command.HasAvailableSubCommands() {
		fmt.Fprint(out, "\nAvailable Commands:\n")
	}
	for _, other := range command.Commands() {
		if other.IsAvailableCommand() || other.Name() == "help" {
			fmt.Fprintf(out, "  %-*s %s\n", other.NamePadding(), other.Name(), other.Short)
		}
	}
	for _, section := range flags.Sections(command.LocalFlags()) {
		fmt.Fprintf(out, "\n%s:\n%s\n", section.Heading, strings.TrimRight(section.Flags.FlagUsages(), " \n"))
	}
	if command.HasAvailableSubCommands() {
		fmt.Fprintf(out, "\nUse \"%s [command] --help\" for more information about a command.\n", command.CommandPath())
	}
}
