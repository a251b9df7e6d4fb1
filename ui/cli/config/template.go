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

// The modes of a new file and folder.
const (
	fileMode   = 0o600
	folderMode = 0o700
)

const templateHead = `# The configuration of capdeck. Every key is the name of a flag and is listed here
# with its default after a "#": remove the "#" and change the value. A flag on the
# command line overrides a CAPDECK_* variable, which overrides this file. Relative
# file names start at the folder of this file; names may also begin with ~/.
# "capdeck config" shows the effective values and where each was set.
`

const templateKeys = `
# The keys of each action: one key, a list of keys, or [] for none. Key names look
# like "a", "A", "space", "f2", "pgup", "ctrl+a", "alt+a", ... A key can be bound to
# one action only. "capdeck keys" shows the effective keys.
[keys]
`

// Template returns a file that sets nothing: every key with its help text and, as a comment, its default.
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

// Init writes the Template to a new file of mode 0600, and creates its folder (0700) if that is missing. It returns
// an error if the file exists, and does not change it.
func (s *Spec) Init(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), folderMode); err != nil {
		return fmt.Errorf("the configuration cannot be written: %w", err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if target, dangling := textfile.Dangling(path); dangling {
		return fmt.Errorf("%s is a link to %s, which does not exist; create that file or remove the link", path, target)
	}
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: %w and was not changed; to create a new one, move it away first", path, fs.ErrExist)
	}
	if err != nil {
		return fmt.Errorf("the configuration cannot be written: %w", err)
	}
	_, err = file.Write(s.Template())
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		// A part of the file would be read as all of it.
		return errors.Join(fmt.Errorf("the configuration cannot be written: %w", err), os.Remove(path))
	}
	return nil
}
