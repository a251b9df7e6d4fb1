package cli

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
)

const themesLong = `Themes lists the themes by name, each with where it comes from: capdeck itself, or
a file of your own, which also replaces one of capdeck's that has its name. The
one in force, by --theme, its variable or the configuration, has a "*".`

func newThemesCommand(streams process.Streams, settings *configuration) *cobra.Command {
	var theme, color string
	command := &cobra.Command{
		Use:   "themes",
		Short: "the themes, where each comes from, and which is in force",
		Long:  themesLong,
		Args:  flags.NoArguments,
		RunE: func(*cobra.Command, []string) error {
			profile, err := profileOf(color, streams)
			if err != nil {
				return err
			}
			return showThemes(streams, theme, process.ThemeDir(), profile, settings)
		},
	}
	registerConfig(command.Flags())
	command.Flags().StringVar(&theme, "theme", "auto", "the theme to be in force, as for the board")
	command.Flags().StringVar(&color, "color", "auto", colorHelp)
	return command
}

func showThemes(streams process.Streams, theme, dir string, profile themes.Profile, settings *configuration) error {
	names, all, wrong, err := loadThemes(theme, dir, streams)
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
			from += fmt.Sprintf(" (in force: theme = %q, %s)", theme, settings.values["theme"].Origin)
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
