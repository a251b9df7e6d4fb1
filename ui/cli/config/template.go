package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"capdeck/ui/cli/textfile"
)

// The modes of what is made.
const (
	fileMode   = 0o600
	folderMode = 0o700
)

const templateHead = `# The configuration of capdeck. Every key is the name of a flag, and stands here
# with its default behind a "#": take the "#" away and change the value. A flag
# on the command line goes before a CAPDECK_* variable, that before this file.
# Names of files that are not absolute begin at this file's folder, or with ~/.
# "capdeck config" shows which values are in force and where each came from.
`

const templateKeys = `
# Which key means which action: one key, a list of them, or [] for none. Keys are
# called "a", "A", "space", "f2", "pgup", "ctrl+a", "alt+a", ... A key can mean one
# action only. "capdeck keys" shows which are in force.
[keys]
`

// Template returns a file that says nothing: every key with its default, as a
// comment, and its help text.
func (s *Spec) Template() []byte {
	var text strings.Builder
	text.WriteString(templateHead)
	for i := range s.settings {
		setting := &s.settings[i]
		fmt.Fprintf(&text, "\n# %s\n", setting.Help)
		if len(setting.Choices) > 0 {
			fmt.Fprintf(&text, "# One of %s.\n", setting.wanted())
		}
		fmt.Fprintf(&text, "#%s = %s\n", setting.Name, setting.Literal(setting.Default))
	}
	text.WriteString(templateKeys)
	for i := range s.actions {
		row := &s.actions[i]
		value := any(row.Keys)
		if len(row.Keys) == 1 {
			value = row.Keys[0]
		}
		fmt.Fprintf(&text, "\n# %s\n#%s = %s\n", row.Help, row.ID, Literal(value))
	}
	return []byte(text.String())
}

// Init writes the Template to a file of mode 0600, with its folder (0700) where
// that is missing. A file that exists stays as it is: that is an error.
func (s *Spec) Init(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), folderMode); err != nil {
		return fmt.Errorf("the configuration cannot be written: %w", err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if target, dangling := textfile.Dangling(path); dangling {
		return fmt.Errorf("%s is a link to %s, and there is no such file: make that one, or take the link away", path, target)
	}
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: %w, and stays as it is; to get a new one, move it away first", path, fs.ErrExist)
	}
	if err != nil {
		return fmt.Errorf("the configuration cannot be written: %w", err)
	}
	_, err = file.Write(s.Template())
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		// Half of it would be read as the whole.
		return errors.Join(fmt.Errorf("the configuration cannot be written: %w", err), os.Remove(path))
	}
	return nil
}
