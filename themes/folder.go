package themes

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// maxFiles is how many themes a folder may have: all of them are loaded at the start.
const maxFiles = 100

// extension is what the name of a theme file ends with.
const extension = ".toml"

// ownName is the form of the name of a user's theme: it is shown on the screen, and typed behind --theme.
var ownName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// ReadFile returns the content of a file that has at most so many bytes. The error is a clause on what is wrong with the file,
// such as "it is a folder", and does not name it.
type ReadFile func(path string, most int) ([]byte, error)

// Folder returns the themes of the files NAME.toml of a folder, sorted by name, as read reads them. Files with other extensions, and those whose name
// begins with a dot, are left alone; a folder that is not there has no themes. The error joins what is wrong with the others,
// a *FileError for each mistake in one; the themes of the files that are right come beside it.
func Folder(dir string, read ReadFile) ([]*Theme, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the folder of themes cannot be read: %w", err)
	}
	var files []string
	for _, entry := range entries {
		if name := entry.Name(); filepath.Ext(name) == extension && !strings.HasPrefix(name, ".") {
			files = append(files, filepath.Join(dir, name))
		}
	}
	if len(files) > maxFiles {
		return nil, fmt.Errorf("the folder of themes %s has %d of them: at most %d are loaded, move some out", dir, len(files), maxFiles)
	}
	var all []*Theme
	var problems []error
	for _, file := range files {
		theme, err := readFile(file, read)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		all = append(all, theme)
	}
	return all, errors.Join(problems...)
}

// readFile reads one theme of a folder.
func readFile(file string, read ReadFile) (*Theme, error) {
	name := strings.TrimSuffix(filepath.Base(file), extension)
	if !ownName.MatchString(name) || name == automatic {
		return nil, &FileError{File: file, Reason: fmt.Sprintf(
			"%q cannot be a theme's name: use up to 64 letters, digits, - and _, beginning with a letter or digit, and not %q", name, automatic)}
	}
	data, err := read(file, maxFile)
	if err != nil {
		return nil, &FileError{File: file, Reason: err.Error()}
	}
	return Parse(file, data)
}

// Available returns the themes of the program, in the order of Names, and the user's own behind them. One of the user's with the
// name of one of the program stands in its place.
func Available(own []*Theme) ([]*Theme, error) {
	own = slices.Clone(own)
	var all []*Theme
	for _, name := range builtIn {
		if i := slices.IndexFunc(own, func(t *Theme) bool { return t.name == name }); i >= 0 {
			all = append(all, own[i])
			own = slices.Delete(own, i, i+1)
			continue
		}
		theme, err := Load(name)
		if err != nil {
			return nil, err
		}
		all = append(all, theme)
	}
	return append(all, own...), nil
}
