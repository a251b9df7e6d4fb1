// Package configcmd is the command capdeck config: it prints the values in force and where
// each came from, checks them as the board and send do, and writes a new configuration
// file. Package config knows the form of that file.
package configcmd

import (
	"bufio"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"capdeck/ui/cell"
	"capdeck/ui/cli/config"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
)

const long = `Config shows the configuration in force: each key of the configuration file with
its value and where the value came from. That is the command line (--flag), or a
variable (CAPDECK_FLAG), or the file (with the line), or the default, in this
order. Config accepts all flags of the board, so that you can check a command
line before you use it. A value that the board or send would refuse is an error,
with where it came from and what would be valid.

The file is config.toml in $XDG_CONFIG_HOME/capdeck, or the file that --config
names. "capdeck config init" writes a first one.`

// Command returns the command, which shows the settings of its run.
func Command(streams process.Streams, inForce *settings.Settings) *cobra.Command {
	var asJSON bool
	var given flags.Board
	command := &cobra.Command{
		Use:     "config",
		Short:   "Show the configuration in force and where each value came from",
		Long:    long,
		Example: "  capdeck config\n  capdeck config --theme light --json\n  capdeck config init",
		Args:    flags.NoArguments,
		RunE: func(*cobra.Command, []string) error {
			if err := check(&given, streams, inForce); err != nil {
				return err
			}
			return show(streams, inForce, asJSON)
		},
	}
	given.Register(command.Flags())
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		// The board's help lists them.
		flag.Hidden = flag.Name != flags.ConfigName
	})
	command.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	command.AddCommand(initCommand(streams, inForce))
	return command
}

func initCommand(streams process.Streams, inForce *settings.Settings) *cobra.Command {
	command := &cobra.Command{
		Use:   "init",
		Short: "Write a configuration file with every key as a comment",
		Long: `Init writes a configuration file in which every key is a comment, with its default
and its meaning, as are the keys of all actions. It does not change a file that
exists.`,
		Example:     "  capdeck config init\n  capdeck config init --config capdeck.toml",
		Args:        flags.NoArguments,
		Annotations: map[string]string{settings.WritesConfig: "yes"},
		RunE: func(*cobra.Command, []string) error {
			if err := inForce.Spec.Init(inForce.Path); err != nil {
				return exit.UsageError("%w", err)
			}
			fmt.Fprintf(streams.Out, "%s: written, with every key as a comment\n", cell.Clean(inForce.Path))
			return nil
		},
	}
	flags.RegisterConfig(command.Flags())
	return command
}

// shownValue is one key in the JSON form.
type shownValue struct {
	Key    string `json:"key"`
	Value  any    `json:"value"`
	Origin string `json:"origin"`
}

// shownPlaces are the files and folders in the JSON form.
type shownPlaces struct {
	Configuration       string `json:"configuration"`
	ConfigurationExists bool   `json:"configurationExists"`
	Themes              string `json:"themes"`
	State               string `json:"state"`
	Journal             string `json:"journal"`
}

func show(streams process.Streams, inForce *settings.Settings, asJSON bool) error {
	values := valuesOf(inForce)
	places := shownPlaces{
		Configuration: inForce.Path, ConfigurationExists: inForce.File.Exists,
		Themes: process.ThemeDir(), State: process.StateDir(), Journal: process.JournalDir(),
	}
	out := bufio.NewWriter(streams.Out)
	if asJSON {
		if err := print.JSON(out, struct {
			Values []shownValue `json:"values"`
			Files  shownPlaces  `json:"files"`
		}{values, places}); err != nil {
			return err
		}
	} else {
		writeText(out, values, places)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("cannot write the configuration: %w", err)
	}
	return nil
}

// valuesOf returns every key with its value, and the actions whose keys the file changes.
func valuesOf(c *settings.Settings) []shownValue {
	var values []shownValue
	for _, setting := range c.Spec.Settings() {
		value := c.Values[setting.Name]
		values = append(values, shownValue{setting.Name, setting.Native(value.Text), value.Origin})
	}
	for _, binding := range c.File.Bindings {
		if binding.Origin != config.DefaultOrigin {
			values = append(values, shownValue{"keys." + string(binding.Action.ID), binding.Action.Keys, binding.Origin})
		}
	}
	return values
}

func writeText(out io.Writer, values []shownValue, places shownPlaces) {
	rows := make([][]string, 0, len(values))
	for _, value := range values {
		rows = append(rows, []string{value.Key, config.Literal(value.Value), value.Origin})
	}
	print.WriteTable(out, []string{"KEY", "VALUE", "FROM"}, rows)
	file := places.Configuration
	if !places.ConfigurationExists {
		file += " (does not exist; capdeck config init writes one)"
	}
	fmt.Fprintln(out)
	for _, place := range [][2]string{
		{"configuration", file},
		{"themes", places.Themes},
		{"state", places.State},
		{"journal", places.Journal},
	} {
		fmt.Fprintf(out, "%-13s  %s\n", place[0], cell.Clean(place[1]))
	}
}
