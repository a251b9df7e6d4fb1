//go:build unix

package journal

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	must(t, os.Mkdir(dir, 0o755))
	closeFile(t, open(t, dir, nil))
	for path, mode := range map[string]fs.FileMode{dir: fs.ModeDir | 0o700, filepath.Join(dir, "2026-11-23-4711.jsonl"): 0o600} {
		info, err := os.Stat(path)
		must(t, err)
		want(t, path, info.Mode(), mode)
	}
}

func TestTakenNameIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "outside")
	must(t, os.WriteFile(outside, []byte("theirs"), 0o600))
	must(t, os.Symlink(outside, filepath.Join(dir, "2026-11-23-4711.jsonl")))
	must(t, os.WriteFile(filepath.Join(dir, "2026-11-23-4711-2.jsonl"), []byte(`{"kind":"torn`), 0o600))
	f := open(t, dir, nil)
	must(t, f.Intent(intents(1, 1)))
	closeFile(t, f)
	text, err := os.ReadFile(outside)
	must(t, err)
	want(t, "the link's target", string(text), "theirs")
	entries, problems := read(t, dir, Filter{})
	want(t, "outcomes", commands(entries), []string{"1 outcome unknown"})
	link := filepath.Join(dir, "2026-11-23-4711.jsonl")
	want(t, "problems", texts(problems), []string{
		"2026-11-23-4711-2.jsonl:1: the last line is torn: its process ended, or the disk was full, during a write",
		"2026-11-23-4711.jsonl:0: the rest cannot be read: " + link + " is a symbolic link; links are not followed",
	})
	if _, err := os.Stat(filepath.Join(dir, "2026-11-23-4711-3.jsonl")); err != nil {
		t.Error(err)
	}
}

func TestDeletedFile(t *testing.T) {
	for _, what := range []string{"file", "directory"} {
		t.Run(what, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "journal")
			f := open(t, dir, nil)
			must(t, f.Intent(intents(1, 1)))
			if what == "file" {
				must(t, os.Remove(filepath.Join(dir, "2026-11-23-4711.jsonl")))
			} else {
				must(t, os.RemoveAll(dir))
			}
			must(t, f.Intent(intents(2, 3)))
			entries, problems := read(t, dir, Filter{})
			want(t, "problems", texts(problems), nil)
			want(t, "outcomes", commands(entries), []string{"2 open", "3 open"})
		})
	}
}
