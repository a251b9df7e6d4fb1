//go:build unix

package dayfile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLinkedFolder has a symbolic link in place of the folder: what it names keeps its mode, and is used only if no
// other user can read it.
func TestLinkedFolder(t *testing.T) {
	target := t.TempDir()
	must(t, os.Chmod(target, 0o755))
	dir := filepath.Join(t.TempDir(), "coverage")
	must(t, os.Symlink(target, dir))
	l := open(t, dir, nil)
	if err := l.State().Err; err == nil || !strings.Contains(err.Error(), "is a link to a directory with mode 0755; use chmod 700") {
		t.Errorf("the error is %v, want what to do about the mode", err)
	}
	info, err := os.Stat(target)
	must(t, err)
	if info.Mode().Perm() != 0o755 {
		t.Errorf("the mode is %04o now, want 0755", info.Mode().Perm())
	}
	must(t, os.Chmod(target, 0o700))
	l = open(t, dir, nil)
	must(t, l.State().Err)
	must(t, l.Close())
}
