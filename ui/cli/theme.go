package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"capdeck/themes"
)

// themeDir is where the user's own themes are.
func themeDir() string { return filepath.Join(configDir(), "themes") }

// loadThemes returns the themes' names in the order in which the key steps
// through them, the one in force first, and all of them loaded: those of the
// program and those of the files in dir.
func loadThemes(asked, dir string, streams Streams) ([]string, []*themes.Theme, error) {
	own, err := themes.Folder(dir)
	if err != nil {
		// Also when another theme is asked for: the key would step to this one.
		return nil, nil, usageError("%w", err)
	}
	all, err := themes.Available(own)
	if err != nil {
		return nil, nil, err
	}
	colours, _ := streams.Environment("COLORFGBG")
	asked = themes.Auto(asked, colours)
	first := slices.IndexFunc(all, func(theme *themes.Theme) bool { return theme.Name() == asked })
	if first < 0 {
		return nil, nil, usageError("--theme: theme %q: %w; the themes are %s; your own are files NAME.toml in %s",
			asked, themes.ErrUnknownTheme, strings.Join(namesOf(all), ", "), dir)
	}
	chosen := all[first]
	all = slices.Insert(slices.Delete(all, first, first+1), 0, chosen)
	return namesOf(all), all, nil
}

func namesOf(all []*themes.Theme) []string {
	names := make([]string, len(all))
	for i, theme := range all {
		names[i] = theme.Name()
	}
	return names
}
