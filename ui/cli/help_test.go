package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"capdeck/ui/cli/board"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
)

// TestFlagsAreKeys checks that every flag of the commands that open a session either is a
// key of the configuration or is listed in LineOnly.
func TestFlagsAreKeys(t *testing.T) {
	root := newRoot(process.Streams{}, board.Hooks{}, &settings.Settings{})
	spec := flags.NewSpec()
	for _, path := range []string{"", "send"} {
		command, _, err := root.Find(strings.Fields(path))
		if err != nil {
			t.Fatal(err)
		}
		command.Flags().VisitAll(func(flag *pflag.Flag) {
			if _, never := flags.LineOnly()[flag.Name]; !never && spec.Setting(flag.Name) == nil {
				t.Errorf("--%s of capdeck %s is not a key of the configuration", flag.Name, path)
			}
		})
	}
	for name := range flags.LineOnly() {
		if !hasFlag(root, name) {
			t.Errorf("LineOnly names --%s, which is not a flag", name)
		}
	}
}

func hasFlag(root *cobra.Command, name string) bool {
	for _, command := range append(root.Commands(), root) {
		if command.Flags().Lookup(name) != nil {
			return true
		}
	}
	return false
}
