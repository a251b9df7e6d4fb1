//go:build unix

package userthemes

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"capdeck/themes"
)

func TestThemeFilesThatAreNone(t *testing.T) {
	for name, test := range map[string]struct {
		make func(path string) error
		want string
	}{
		"a folder":          {func(path string) error { return os.Mkdir(path, 0o700) }, "it is a folder, not a file"},
		"a pipe":            {func(path string) error { return syscall.Mkfifo(path, 0o600) }, "it is not a regular file"},
		"an endless device": {func(path string) error { return os.Symlink("/dev/zero", path) }, "it is not a regular file"},
		"a link to nothing": {func(path string) error { return os.Symlink("nothing", path) }, "it is a link to nothing, which does not exist"},
		"UTF-16":            {func(path string) error { return os.WriteFile(path, []byte("\xff\xfe[\x00"), 0o600) }, "it is UTF-16 text"},
		"too large":         {func(path string) error { return os.WriteFile(path, make([]byte, 1<<20), 0o600) }, "it is larger than 65536 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "mine.toml")
			if err := test.make(path); err != nil {
				t.Fatal(err)
			}
			if _, err := themes.Folder(filepath.Dir(path), readTheme); err == nil || err.Error() != "theme file "+path+": "+test.want && !strings.HasPrefix(err.Error(), "theme file "+path+": "+test.want+";") {
				t.Errorf("the error is %v, want %q", err, test.want)
			}
		})
	}
}
