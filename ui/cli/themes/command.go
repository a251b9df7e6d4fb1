// Package themes is the command capdeck themes: it lists the themes and what this
// terminal does not show of them. How themes are read is the business of userthemes.
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

const long = `Themes lists the themes by name, each with where it comes from: capdeck itself, or
a file of your own, which also replaces one of capdeck's that has its name. The
one in force, by --theme, its variable or the configuration, has a "*".`

// Command returns the command, which shows the settings of its run.
func Command(streams process.Streams, inForce *settings.Settings) *cobra.Command {
	var theme, color string
	command := &cobra.Command{
		Use:   "themes",
		Short: "the themes, where each comes from, and which is in force",
		Long:  long,
		Args:  flags.NoArguments,
		RunE: func(*cobra.Command, []string) error {
			profile, err := flags.Profile(color, streams)
			if err != nil {
				return err
			}
			return show(streams, theme, process.ThemeDir(), profile, inForce)
		},
	}
	flags.RegisterConfig(command.Flags())
	command.Flags().StringVar(&theme, "theme", "auto", "the theme to be in force, as for the board")
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
		return fmt.Errorf("the themes cannot be shown: %w", err)
	}
	return wrong
}

// notShown are sentences about what the terminal does not show of the themes.
func notShown(all []*themes.Theme, profile themes.Profile) []string {
	if profile <= themes.NoColor {
		return []string{"This terminal is sent " + profile.String() + ": see --color. Signs and words tell all states apart."}
	}
	var sentences []string
	for _, theme := range all {
		if remark := theme.For(profile).Remark(); remark != "" {
			sentences = append(sentences, "Theme "+theme.Name()+": "+remark+".")
		}
	}
	return sentences
}
