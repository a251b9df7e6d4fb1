// Package themes is the command capdeck themes: it lists the themes and what this terminal
// cannot show of them. Package userthemes reads them.
package themes

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"capdeck/themes"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
	"capdeck/ui/cli/userthemes"
)

const long = `Themes lists the themes and where each comes from: capdeck itself, or a file of
your own. A file replaces a theme of capdeck with the same name. A "*" marks the
theme in force, according to --theme, its variable or the configuration.`

// Command returns the command, which shows the settings of its run.
func Command(streams process.Streams, inForce *settings.Settings) *cobra.Command {
	var theme, color string
	command := &cobra.Command{
		Use:     "themes",
		Short:   "List the themes, where each comes from, and which is in force",
		Long:    long,
		Example: "  capdeck themes\n  capdeck themes --theme contrast --color 16",
		Args:    flags.NoArguments,
		RunE: func(*cobra.Command, []string) error {
			profile, err := flags.Profile(color, streams)
			if err != nil {
				return err
			}
			return show(streams, theme, process.ThemeDir(), profile, inForce)
		},
	}
	flags.RegisterConfig(command.Flags())
	command.Flags().StringVar(&theme, "theme", "auto", "put this theme in force, as for the board")
	command.Flags().StringVar(&color, "color", "auto", flags.ColorHelp)
	return command
}

func show(streams process.Streams, theme, dir string, profile themes.Profile, inForce *settings.Settings) error {
	names, all, wrong, err := userthemes.Load(theme, dir, streams)
	if err != nil {
		return err
	}
	rows := make([][]string, 0, len(names))
	for i, name := range names {
		mark, from := "", "capdeck"
		file := filepath.Join(dir, name+".toml")
		if _, err := os.Stat(file); err == nil {
			from = file
		}
		if i == 0 {
			mark = "*"
			from += fmt.Sprintf(" (in force: theme = %q, %s)", theme, inForce.Values["theme"].Origin)
		}
		rows = append(rows, []string{mark, name, from})
	}
	out := bufio.NewWriter(streams.Out)
	print.WriteTable(out, []string{"", "THEME", "FROM"}, rows)
	for _, sentence := range notShown(all, profile) {
		fmt.Fprintln(out, sentence)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("cannot write the list of themes: %w", err)
	}
	return wrong
}

// notShown returns sentences about what the terminal cannot show of the themes.
func notShown(all []*themes.Theme, profile themes.Profile) []string {
	if profile <= themes.NoColor {
		return []string{"capdeck sends " + profile.String() + " to this terminal; see --color. Signs and words distinguish all states."}
	}
	var sentences []string
	for _, theme := range all {
		if remark := theme.For(profile).Remark(); remark != "" {
			sentences = append(sentences, "Theme "+theme.Name()+": "+remark+".")
		}
	}
	return sentences
}
