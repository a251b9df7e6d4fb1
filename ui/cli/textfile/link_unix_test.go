//go:build unix

package textfile

import (
	"os"
	"path/filepath"
	"testing"
)

func TestDanglingLink(t *testing.T) {
	path := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink("nowhere/file", path); err != nil {
		t.Fatal(err)
	}
	_, err := Read(path, Options{Most: 100})
	check(t, path, nil, err, "", "it is a link to nowhere/file, which does not exist")
}
