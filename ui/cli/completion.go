package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/userthemes"
)

// complete tells the shells what completes the flags of all commands: words, the names of
// themes and of files. Nothing completes what only T-Server knows, such as DNs.
func complete(root *cobra.Command) {
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	completions := map[string]cobra.CompletionFunc{"theme": themeNames}
	for name, words := range flags.Words() {
		completions[name] = cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
	}
	for name, words := range flags.WordLists() {
		completions[name] = flags.ListCompletion(words)
	}
	for _, name := range flags.Files() {
		completions[name] = cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault)
	}
	completeBelow(root, completions)
	checkShells(root)
}

// checkShells makes a usage error of a shell for which cobra's command completion has no script.
// Without a shell, the command prints its help.
func checkShells(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, completion := range root.Commands() {
		if completion.Name() != "completion" {
			continue
		}
		var shells []string
		for _, shell := range completion.Commands() {
			shells = append(shells, shell.Name())
			shell.Args = flags.NoArguments
		}
		completion.Args = cobra.ArbitraryArgs
		completion.RunE = func(command *cobra.Command, args []string) error {
			if len(args) > 0 {
				return exit.UsageError("completion: there is no script for %q; use one of %s", args[0], strings.Join(shells, ", "))
			}
			return command.Help()
		}
	}
}

// completeBelow completes the flags of a command and of those below it, unless the command
// does so itself.
func completeBelow(command *cobra.Command, completions map[string]cobra.CompletionFunc) {
	command.LocalFlags().VisitAll(func(flag *pflag.Flag) {
		if _, own := command.GetFlagCompletionFunc(flag.Name); !own && completions[flag.Name] != nil {
			// The only error is that there is one already.
			_ = command.RegisterFlagCompletionFunc(flag.Name, completions[flag.Name])
		}
	})
	for _, below := range command.Commands() {
		completeBelow(below, completions)
	}
}

// themeNames completes the name of a theme, the user's own among them.
func themeNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	all, err := userthemes.Read(process.ThemeDir())
	if err != nil {
		// A file with a mistake; the built-in themes are still there.
		all, _ = userthemes.Read("")
	}
	return append(userthemes.Names(all), "auto"), cobra.ShellCompDirectiveNoFileComp
}
