//go:build unix

package journal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestReadOtherFiles: a reader ignores files that do not belong to the journal, and files that only look as if
// they did cannot make it wait.
func TestReadOtherFiles(t *testing.T) {
	dir := t.TempDir()
	must(t, unix.Mkfifo(filepath.Join(dir, "2026-11-23-1.jsonl"), 0o600))
	for _, name := range []string{"notes.jsonl", "2026-13-45-1.jsonl", "2026-11-23-1.jsonl.gz", "2026-11-23-99999999999.jsonl"} {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte("x\n"), 0o600))
	}
	entries, problems := read(t, dir, Filter{})
	want(t, "commands", commands(entries), nil)
	want(t, "problems", texts(problems), []string{"2026-11-23-1.jsonl:0: the rest cannot be read: " + dir + "/2026-11-23-1.jsonl is not a regular file"})
	entries, problems = read(t, filepath.Join(dir, "none"), Filter{})
	want(t, "entries of no directory", len(entries)+len(problems), 0)
	if _, _, err := Read(filepath.Join(dir, "notes.jsonl"), Filter{}); err == nil || !strings.Contains(err.Error(), "the journal cannot be read: ") {
		t.Errorf("a file as directory: %v", err)
	}
}
