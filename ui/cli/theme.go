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
	colours, _ := streams.Environment("COLORFGBG")
	asked = themes.Auto(asked, colours)
	// Each file must be right, also when another theme is asked for: the key
	// would step to this one.
	all, err := readThemes(dir, asked)
	if err != nil {
		return nil, nil, usageError("%w", err)
	}
	if all[0].Name() != asked {
		return nil, nil, usageError("--theme: theme %q: %w; the themes are %s; your own are files NAME.toml in %s",
			asked, themes.ErrUnknownTheme, strings.Join(namesOf(all), ", "), dir)
	}
	return namesOf(all), all, nil
}

// readThemes loads the themes of the program and those of the files in dir. In
// front is the one of the first name that there is.
func readThemes(dir string, first ...string) ([]*themes.Theme, error) {
	own, err := themes.Folder(dir)
	if err != nil {
		return nil, err
	}
	all, err := themes.Available(own)
	if err != nil {
		return nil, err
	}
	for _, name := range first {
		if i := slices.IndexFunc(all, func(theme *themes.Theme) bool { return theme.Name() == name }); i >= 0 {
			chosen := all[i]
			return slices.Insert(slices.Delete(all, i, i+1), 0, chosen), nil
		}
	}
	return all, nil
}

func namesOf(all []*themes.Theme) []string {
	names := make([]string, len(all))
	for i, theme := range all {
		names[i] = theme.Name()
	}
	return names
}
