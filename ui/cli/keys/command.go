// Package keys is the command capdeck keys: it prints the keys in force for each action. It
// reads actions and bindings from the settings and decides nothing about them.
package keys

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"capdeck/ui/cli/config"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
)

const long = `Keys lists the keys in force for each action, including those of the
configuration's table [keys], and where they came from. An action without a key
cannot be used with the keyboard. In dialogs and text fields, the keys are fixed.`

// Command returns the command, which shows the settings of its run.
func Command(streams process.Streams, inForce *settings.Settings) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:     "keys",
		Short:   "List the keys of each action and where they came from",
		Long:    long,
		Example: "  capdeck keys\n  capdeck keys --json",
		Args:    flags.NoArguments,
		RunE: func(*cobra.Command, []string) error {
			return show(streams, inForce.File.Bindings, asJSON)
		},
	}
	flags.RegisterConfig(command.Flags())
	command.Flags().BoolVar(&asJSON, "json", false, "print a JSON array")
	return command
}

// shown is one action in the JSON form.
type shown struct {
	Action string   `json:"action"`
	Keys   []string `json:"keys"`
	Help   string   `json:"help"`
	Origin string   `json:"origin"`
}

func show(streams process.Streams, bindings config.Bindings, asJSON bool) error {
	out := bufio.NewWriter(streams.Out)
	all := make([]shown, 0, len(bindings))
	rows := make([][]string, 0, len(bindings))
	for _, b := range bindings {
		action := shown{string(b.Action.ID), append([]string{}, b.Action.Keys...), b.Action.Help, b.Origin}
		all = append(all, action)
		from := ""
		if b.Origin != config.DefaultOrigin {
			from = " (from " + b.Origin + ")"
		}
		rows = append(rows, []string{action.Action, strings.Join(action.Keys, ", "), action.Help + from})
	}
	if asJSON {
		if err := print.JSON(out, all); err != nil {
			return err
		}
	} else {
		print.WriteTable(out, []string{"ACTION", "KEYS", "WHAT IT DOES"}, rows)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("cannot write the keys: %w", err)
	}
	return nil
}
