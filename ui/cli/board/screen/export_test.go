package screen

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"capdeck/ui/cli/outfile"
)

// says returns a function that writes a text.
func says(text string) func(io.Writer) (int, error) {
	return func(w io.Writer) (int, error) {
		_, err := io.WriteString(w, text)
		return len(text), err
	}
}

// leaves fails unless the folder contains exactly these files.
func leaves(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if got := strings.Join(names, " "); got != strings.Join(want, " ") {
		t.Errorf("the folder contains %s, want %s", got, strings.Join(want, " "))
	}
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil || string(text) != want {
		t.Errorf("%s contains %q, want %q (%v)", path, text, want, err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm() != 0o600 {
		t.Errorf("%s has the mode %v", path, info.Mode())
	}
}

func TestWriteFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.csv")
	if n, err := outfile.Write(t.Context(), path, false, says("one")); err != nil || n != 3 {
		t.Fatal(n, err)
	}
	holds(t, path, "one")
	if _, err := outfile.Write(t.Context(), path, false, says("two")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over an existing file: %v", err)
	}
	holds(t, path, "one")
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := outfile.Write(t.Context(), path, true, says("two")); err != nil {
		t.Error(err)
	}
	holds(t, path, "two")
	gone := filepath.Join(folder, "b.csv")
	if _, err := outfile.Write(t.Context(), gone, true, says("three")); err != nil {
		t.Error("overwriting a file that has been removed:", err)
	}
	holds(t, gone, "three")
	leaves(t, folder, "a.csv", "b.csv")
}

// TestWriteFileFails checks that a failure keeps the existing file and leaves no partial
// one.
func TestWriteFileFails(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.csv")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	half := func(w io.Writer) (int, error) {
		if _, err := io.WriteString(w, "half"); err != nil {
			return 0, err
		}
		return 0, &fs.PathError{Op: "write", Path: "another name", Err: syscall.ENOSPC}
	}
	for _, overwrite := range []bool{true, false} {
		at := path
		if !overwrite {
			at = filepath.Join(folder, "new.csv")
		}
		_, err := outfile.Write(t.Context(), at, overwrite, half)
		if want := at + ": no space left on device; try again, or use another folder"; err == nil || err.Error() != want {
			t.Errorf("the error is %v, want %s", err, want)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := outfile.Write(ended, path, true, says("new")); !errors.Is(err, context.Canceled) {
		t.Error("while the program is exiting:", err)
	}
	holds(t, path, "old")
	leaves(t, folder, "a.csv")
}

func TestAbsolute(t *testing.T) {
	here, home := t.TempDir(), t.TempDir()
	t.Chdir(here)
	t.Setenv("HOME", home)
	for path, want := range map[string]string{
		"a.csv": here + "/a.csv", "b/../a.csv": here + "/a.csv", "/x/a.csv": "/x/a.csv", "~/b/a.csv": home + "/b/a.csv", "~x/a.csv": here + "/~x/a.csv",
	} {
		if got, err := absolute(path); got != want {
			t.Errorf("%s is %s, want %s (%v)", path, got, want, err)
		}
	}
}

func TestMultiplexers(t *testing.T) {
	tests := []struct {
		variables     string
		copying, note string
	}{
		{"", "\x1b]52;c;NzAwMQ==\a", "\x1b]9;x\a"},
		{"TMUX", "\x1bPtmux;\x1b\x1b]52;c;NzAwMQ==\a\x1b\\", "\x1bPtmux;\x1b\x1b]9;x\a\x1b\\"},
		{"STY", "\x1bP\x1b]52;c;NzAwMQ==\a\x1b\\", "\x1bP\x1b]9;x\a\x1b\\"},
		{"TMUX STY", "\x1bPtmux;\x1b\x1b]52;c;NzAwMQ==\a\x1b\\", "\x1bPtmux;\x1b\x1b]9;x\a\x1b\\"},
	}
	for _, test := range tests {
		m := multiplexerOf(func(name string) string {
			if strings.Contains(" "+test.variables+" ", " "+name+" ") {
				return "1"
			}
			return ""
		})
		if got := m.copying("7001"); got != test.copying {
			t.Errorf("%s: a copy is %q, want %q", test.variables, got, test.copying)
		}
		if got := m.wrap("\x1b]9;x\a"); got != test.note {
			t.Errorf("%s: a note is %q, want %q", test.variables, got, test.note)
		}
	}
}

func TestNoteText(t *testing.T) {
	for text, want := range map[string]string{
		"7001: \x1b]0;x\a": "capdeck: 7001: ␛]0;x␇",
		"one\ntwo":         "capdeck: one␊two",
	} {
		if got := noteText(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	long := noteText(strings.Repeat("Ø", 500))
	if len(long) > maxNote || len(long) < maxNote-1 || strings.Trim(strings.TrimPrefix(long, "capdeck: "), "Ø") != "" {
		t.Errorf("a long text becomes %d bytes: %s", len(long), long)
	}
}
