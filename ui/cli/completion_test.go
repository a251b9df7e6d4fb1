package cli

import (
	"regexp"
	"slices"
	"testing"

	"github.com/spf13/pflag"

	"capdeck/ui/cli/board"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
)

// TestFileFlags checks that shells complete the flags that name a file, as far as their help
// says so.
func TestFileFlags(t *testing.T) {
	file := regexp.MustCompile(`(?i)\b(file|folder|path)\b`)
	// Their help mentions a file, but their value is none.
	others := []string{"theme"}
	named := map[string]bool{}
	for _, command := range commandsOf(newRoot(process.Streams{}, board.Hooks{}, &settings.Settings{})) {
		command.Flags().VisitAll(func(flag *pflag.Flag) {
			named[flag.Name] = true
			if flag.Value.Type() == "string" && file.MatchString(flag.Usage) && !slices.Contains(others, flag.Name) && !slices.Contains(flags.Files(), flag.Name) {
				t.Errorf("--%s of %s names a file: list it in flags.Files, so that shells complete it", flag.Name, command.CommandPath())
			}
		})
	}
	for _, name := range flags.Files() {
		if !named[name] {
			t.Errorf("flags.Files lists --%s, which no command has", name)
		}
	}
	for name := range flags.Words() {
		if !named[name] {
			t.Errorf("flags.Words lists --%s, which no command has", name)
		}
	}
}
