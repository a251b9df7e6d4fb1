package cli

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"capdeck/themes"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/textfile"
)

// colorHelp is the help of --color.
const colorHelp = "how many colours the terminal shows: auto (by TERM, COLORTERM and NO_COLOR), never (bold and reverse stay), 16, 256, or true for 24 bits"

// profileOf returns what styles and colours are sent to the terminal, by --color and
// the environment.
func profileOf(color string, streams process.Streams) (themes.Profile, error) {
	profile, err := themes.ChooseProfile(color, func(name string) string {
		value, _ := streams.Environment(name)
		return value
	})
	if err != nil {
		return profile, exit.UsageError("--color %q: %w", color, err)
	}
	return profile, nil
}

// loadThemes returns the themes' names in the order in which the key steps
// through them, the one in force first, and all of them loaded: those of the
// program and those of the files in dir. wrong is what is wrong with files of
// themes that were not asked for, which are left out.
func loadThemes(asked, dir string, streams process.Streams) (names []string, all []*themes.Theme, wrong, err error) {
	colours, _ := streams.Environment("COLORFGBG")
	asked = themes.Auto(asked, colours)
	own, wrong := ownThemes(dir)
	if isWrong(wrong, asked) {
		return nil, nil, nil, exit.UsageError("%w", wrong)
	}
	if all, err = inFront(own, asked); err != nil {
		return nil, nil, nil, exit.UsageError("%w", err)
	}
	if all[0].Name() != asked && wrong != nil {
		return nil, nil, nil, exit.UsageError("%w", wrong)
	}
	if all[0].Name() != asked {
		return nil, nil, nil, exit.UsageError("--theme: theme %q: %w; the themes are %s; your own are files NAME.toml in %s",
			asked, themes.ErrUnknownTheme, strings.Join(namesOf(all), ", "), dir)
	}
	return namesOf(all), all, wrong, nil
}

// ownThemes reads the themes of the user's files in dir.
func ownThemes(dir string) ([]*themes.Theme, error) {
	own, err := themes.Folder(dir, readTheme)
	inFileWords(err)
	return own, err
}

// inFileWords puts the mistakes in theme files that are about their form in words.
func inFileWords(err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			inFileWords(one)
		}
		return
	}
	var mistake *themes.FileError
	if errors.As(err, &mistake) && mistake.Syntax {
		mistake.Reason = textfile.TOMLReason(mistake.Reason)
	}
}

// readTheme reads a theme file for themes.Folder.
func readTheme(path string, most int) ([]byte, error) {
	text, err := textfile.Read(path, textfile.Options{Most: most})
	var problem *textfile.Error
	if errors.As(err, &problem) {
		return nil, errors.New(problem.Reason)
	}
	return text, err
}

// isWrong reports whether the file of a theme is among those with mistakes.
func isWrong(err error, name string) bool {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return slices.ContainsFunc(joined.Unwrap(), func(one error) bool { return isWrong(one, name) })
	}
	var file *themes.FileError
	return errors.As(err, &file) && filepath.Base(file.File) == name+".toml"
}

// readThemes loads the themes of the program and those of the files in dir, all of
// which must be right. In front is the one of the first name that there is.
func readThemes(dir string, first ...string) ([]*themes.Theme, error) {
	own, err := ownThemes(dir)
	if err != nil {
		return nil, err
	}
	return inFront(own, first...)
}

// inFront returns the themes of the program and the user's own, in front the one
// of the first name that there is.
func inFront(own []*themes.Theme, first ...string) ([]*themes.Theme, error) {
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
