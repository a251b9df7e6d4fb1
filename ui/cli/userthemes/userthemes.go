// Package userthemes reads the user's theme files in addition to the built-in themes. It decides which theme is used
// and describes errors in the files; it knows no screen.
package userthemes

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"capdeck/themes"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/textfile"
)

// Load returns the names of the themes in the order in which the key steps through them, the selected one first, and
// the themes themselves: the built-in ones and those of the files in dir. wrong describes the errors in theme files
// that were not asked for and are left out.
func Load(asked, dir string, streams process.Streams) (names []string, all []*themes.Theme, wrong, err error) {
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
		return nil, nil, nil, exit.UsageError("--theme: %w %q; the themes are %s; your own themes are files NAME.toml in %s",
			themes.ErrUnknownTheme, asked, strings.Join(Names(all), ", "), dir)
	}
	return Names(all), all, wrong, nil
}

// ownThemes returns the themes of the user's files in dir.
func ownThemes(dir string) ([]*themes.Theme, error) {
	own, err := themes.Folder(dir, readTheme)
	inFileWords(err)
	return own, err
}

// inFileWords rewords the syntax errors of theme files.
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

// isWrong reports whether the file of a theme is among those with errors.
func isWrong(err error, name string) bool {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return slices.ContainsFunc(joined.Unwrap(), func(one error) bool { return isWrong(one, name) })
	}
	var file *themes.FileError
	return errors.As(err, &file) && filepath.Base(file.File) == name+".toml"
}

// Read returns the built-in themes and those of the files in dir, which must all be valid. The first theme is the
// one with the first name that exists.
func Read(dir string, first ...string) ([]*themes.Theme, error) {
	own, err := ownThemes(dir)
	if err != nil {
		return nil, err
	}
	return inFront(own, first...)
}

// inFront returns the built-in themes and the user's own. The first theme is the one with the first name that
// exists.
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

// Names returns the names of themes, in order.
func Names(all []*themes.Theme) []string {
	names := make([]string, len(all))
	for i, theme := range all {
		names[i] = theme.Name()
	}
	return names
}

// Problem returns an error about theme files as one line: the first error, and the number of errors. It names files
// without their folder, which the user knows.
func Problem(err error) string {
	problems := []error{err}
	var joined interface{ Unwrap() []error }
	for errors.As(problems[0], &joined) {
		problems = append(slices.Clone(joined.Unwrap()), problems[1:]...)
	}
	text := problems[0].Error()
	var mistake *themes.FileError
	if errors.As(problems[0], &mistake) {
		short := *mistake
		short.File = filepath.Base(short.File)
		text = short.Error()
	}
	if more := len(problems) - 1; more > 0 {
		text = fmt.Sprintf("(1 of %d) %s", more+1, text)
	}
	return text + "; the themes were not changed"
}
