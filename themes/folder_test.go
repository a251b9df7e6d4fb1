package themes_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"capdeck/themes"
)

const green = "[roles]\nrec = { fg = \"46\" }\n"

// folder creates a folder with the files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func namesOf(all []*themes.Theme) []string {
	var names []string
	for _, theme := range all {
		names = append(names, theme.Name())
	}
	return names
}

// read reads files as os.ReadFile does, because how they are read does not matter here.
func read(path string, _ int) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	return data, nil
}

func TestFolder(t *testing.T) {
	dir := folder(t, map[string]string{
		"night.toml": green, "dark.toml": green, "Day_2-b.toml": "",
		"notes.txt": "no theme", "night.toml~": "[", ".night.toml": "[", "toml": "[",
	})
	if err := os.Symlink(filepath.Join(dir, "night.toml"), filepath.Join(dir, "linked.toml")); err != nil {
		t.Fatal(err)
	}
	own, err := themes.Folder(dir, read)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := namesOf(own), []string{"Day_2-b", "dark", "linked", "night"}; !slices.Equal(got, want) {
		t.Fatalf("the folder has %v, want %v", got, want)
	}
	all, err := themes.Available(own)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"dark", "light", "mono", "contrast", "colorblind", "Day_2-b", "linked", "night"}
	if got := namesOf(all); !slices.Equal(got, want) {
		t.Errorf("the themes are %v, want %v", got, want)
	}
	for _, i := range []int{0, 6, 7} {
		if got := all[i].Open(themes.Rec); got != "\x1b[38;5;46m" {
			t.Errorf("rec of %s is %q", all[i].Name(), got)
		}
	}
	if all[1].Open(themes.Rec) != load(t, "light").Open(themes.Rec) {
		t.Error("light is not the program's")
	}
	if got := namesOf(own); got[1] != "dark" {
		t.Errorf("Available changed its argument to %v", got)
	}
}

func TestFolderThatIsNotThere(t *testing.T) {
	own, err := themes.Folder(filepath.Join(t.TempDir(), "none"), read)
	if err != nil || len(own) != 0 {
		t.Fatalf("themes %v, error %v", own, err)
	}
	all, err := themes.Available(own)
	if err != nil || !slices.Equal(namesOf(all), themes.Names()) {
		t.Errorf("themes %v, error %v", namesOf(all), err)
	}
}

func TestFolderTellsWhatIsWrong(t *testing.T) {
	tests := []struct {
		name, file, text string
		line             int
		reason           string
	}{
		{"unknown role", "mine.toml", "[roles]\nrec = {}\nrecc = {}\n", 3, `unknown key "recc"`},
		{"no colour", "dark.toml", "[roles]\nrec = { fg = \"crimson\" }\n", 2, `"crimson" is not a colour`},
		{"no TOML", "mine.toml", "[roles\n", 1, ""},
		{"too large", "mine.toml", strings.Repeat("#", 64<<10+1), 0, "larger than 65536 bytes"},
		{"auto", "auto.toml", green, 0, `invalid theme name "auto"`},
		{"space", "my theme.toml", green, 0, `invalid theme name "my theme"`},
		{"no name", "-.toml", green, 0, "invalid theme name"},
		{"escape sequence", "a\x1b[31m.toml", green, 0, `invalid theme name "a\x1b[31m"`},
		{"long", strings.Repeat("a", 65) + ".toml", green, 0, "invalid theme name"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := folder(t, map[string]string{test.file: test.text, "right.toml": green})
			_, err := themes.Folder(dir, read)
			var bad *themes.FileError
			if !errors.As(err, &bad) {
				t.Fatalf("error is %v, want a FileError", err)
			}
			if bad.File != filepath.Join(dir, test.file) || bad.Line != test.line || !strings.Contains(bad.Reason, test.reason) {
				t.Errorf("error is %q, want line %d and %q", bad, test.line, test.reason)
			}
		})
	}
}

func TestFolderTellsOfEveryFile(t *testing.T) {
	_, err := themes.Folder(folder(t, map[string]string{"a.toml": "[rolls]\n", "b.toml": "[roles]\nx = {}\n"}), read)
	if err == nil || !strings.Contains(err.Error(), "a.toml, line 1") || !strings.Contains(err.Error(), "b.toml, line 2") {
		t.Errorf("error is %v, want both files", err)
	}
}

func TestFolderOfOtherThings(t *testing.T) {
	t.Run("a link to nothing", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.Symlink("nothing", filepath.Join(dir, "mine.toml")); err != nil {
			t.Fatal(err)
		}
		if _, err := themes.Folder(dir, read); err == nil || !strings.Contains(err.Error(), "mine.toml") {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("a file in place of the folder", func(t *testing.T) {
		dir := folder(t, map[string]string{"themes": ""})
		if _, err := themes.Folder(filepath.Join(dir, "themes"), read); err == nil || !strings.Contains(err.Error(), "the theme folder cannot be read") {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("too many", func(t *testing.T) {
		files := map[string]string{}
		for i := range 101 {
			files[fmt.Sprintf("t%d.toml", i)] = green
		}
		if _, err := themes.Folder(folder(t, files), read); err == nil || !strings.Contains(err.Error(), "has 101 themes; at most 100") {
			t.Errorf("error is %v", err)
		}
	})
}
