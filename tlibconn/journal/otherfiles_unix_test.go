//go:build unix

package journal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestReadOtherFiles: what is not of the journal is left alone, what only looks
// like it cannot make a reader wait.
func TestReadOtherFiles(t *testing.T) {
	dir := t.TempDir()
	must(t, unix.Mkfifo(filepath.Join(dir, "2026-11-23-1.jsonl"), 0o600))
	for _, name := range []string{"notes.jsonl", "2026-13-45-1.jsonl", "2026-11-23-1.jsonl.gz", "2026-11-23-99999999999.jsonl"} {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte("x\n"), 0o600))
	}
	entries, problems := read(t, dir, Filter{})
	want(t, "commands", commands(entries), nil)
	want(t, "problems", texts(problems), []string{"2026-11-23-1.jsonl:0: it cannot be read to its end: " + dir + "/2026-11-23-1.jsonl is no plain file"})
	entries, problems = read(t, filepath.Join(dir, "none"), Filter{})
	want(t, "entries of no directory", len(entries)+len(problems), 0)
	if _, _, err := Read(filepath.Join(dir, "notes.jsonl"), Filter{}); err == nil || !strings.Contains(err.Error(), "the journal cannot be read: ") {
		t.Errorf("a file as directory: %v", err)
	}
}
