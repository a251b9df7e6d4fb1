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

// maxFiles is the maximum number of themes in a folder, because all of them are loaded at the start.
const maxFiles = 100

// extension is the extension of a theme file.
const extension = ".toml"

// ownName is the form of the name of a user's theme, which is shown on the screen and given to --theme.
var ownName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// ReadFile returns the contents of a file of at most most bytes. The error is a clause such as "it is a folder",
// without the name of the file.
type ReadFile func(path string, most int) ([]byte, error)

// Folder returns the themes of the files NAME.toml in a folder, sorted by name. It reads each file with read. It
// ignores files with other extensions and files whose name begins with a dot. A missing folder has no themes. The
// error joins the problems of the files, a *FileError for each; the themes of the valid files are returned even
// then.
func Folder(dir string, read ReadFile) ([]*Theme, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the theme folder cannot be read: %w", err)
	}
	var files []string
	for _, entry := range entries {
		if name := entry.Name(); filepath.Ext(name) == extension && !strings.HasPrefix(name, ".") {
			files = append(files, filepath.Join(dir, name))
		}
	}
	if len(files) > maxFiles {
		return nil, fmt.Errorf("the theme folder %s has %d themes; at most %d are loaded, so move some out", dir, len(files), maxFiles)
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
			"invalid theme name %q; use up to 64 letters, digits, - and _, beginning with a letter or digit, and not %q", name, automatic)}
	}
	data, err := read(file, maxFile)
	if err != nil {
		return nil, &FileError{File: file, Reason: err.Error()}
	}
	return Parse(file, data)
}

// Available returns the built-in themes, in the order of Names, followed by the user's own. A user's theme with the
// name of a built-in one replaces it.
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
