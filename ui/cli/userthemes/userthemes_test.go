package userthemes

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"capdeck/themes"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
)

func TestLoadThemes(t *testing.T) {
	dir := t.TempDir()
	for name, colour := range map[string]string{"night.toml": "46", "light.toml": "99"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("[roles]\nrec = { fg = \""+colour+"\" }\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		asked, colours string
		names          []string
		rec            string
	}{
		{"night", "", []string{"night", "dark", "light", "mono", "contrast", "colorblind"}, "\x1b[38;5;46m"},
		{"light", "", []string{"light", "dark", "mono", "contrast", "colorblind", "night"}, "\x1b[38;5;99m"},
		{"auto", "0;15", []string{"light", "dark", "mono", "contrast", "colorblind", "night"}, "\x1b[38;5;99m"},
		{"mono", "0;15", []string{"mono", "dark", "light", "contrast", "colorblind", "night"}, ""},
	}
	for _, test := range tests {
		t.Run(test.asked, func(t *testing.T) {
			streams := process.Streams{Environment: func(string) (string, bool) { return test.colours, true }}
			names, loaded, _, err := Load(test.asked, dir, streams)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(names, test.names) {
				t.Errorf("the names are %v, want %v", names, test.names)
			}
			for i, theme := range loaded {
				if theme.Name() != names[i] {
					t.Errorf("theme %d is %s, its name %s", i, theme.Name(), names[i])
				}
			}
			if got := loaded[0].Open(themes.Rec); got != test.rec {
				t.Errorf("rec is %q, want %q", got, test.rec)
			}
		})
	}
}

func TestLoadThemesRefuses(t *testing.T) {
	streams := process.Streams{Environment: func(string) (string, bool) { return "", false }}
	t.Run("an unknown name", func(t *testing.T) {
		dir := t.TempDir()
		_, _, _, err := Load("../dark", dir, streams)
		if !errors.Is(err, themes.ErrUnknownTheme) || exit.CodeOf(err) != exit.Usage || !strings.Contains(err.Error(), dir) {
			t.Errorf("error is %v", err)
		}
	})
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine.toml")
	if err := os.WriteFile(mine, []byte("[roles]\nrecc = {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("an invalid file", func(t *testing.T) {
		_, _, _, err := Load("mine", dir, streams)
		if err == nil || exit.CodeOf(err) != exit.Usage || !strings.Contains(err.Error(), mine+", line 2: ") {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("an invalid file of another theme", func(t *testing.T) {
		names, all, wrong, err := Load("light", dir, streams)
		if err != nil || wrong == nil || !strings.Contains(wrong.Error(), mine+", line 2: ") || names[0] != "light" || len(all) != len(themes.Names()) {
			t.Errorf("%v, %v; wrong is %v", names, err, wrong)
		}
	})
}

// TestThemeThatIsGone removes the theme that was asked for, on a terminal with a light background.
func TestThemeThatIsGone(t *testing.T) {
	for _, test := range []struct{ asked, front string }{{"mono", "mono"}, {"night", "light"}} {
		all, err := Read(t.TempDir(), test.asked, "light")
		if err != nil || all[0].Name() != test.front || len(all) != len(themes.Names()) {
			t.Errorf("%s: %v, %v", test.asked, Names(all), err)
		}
	}
}

// TestThemeProblem tests the sentence about invalid files in the line of notes: one line, with the first error and
// the number of errors.
func TestThemeProblem(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.toml": "[roles]\nrecc = {}\nofff = {}\n", "b.toml": "[roles]\nrec = 3\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Read(dir, "dark")
	if err == nil {
		t.Fatal("the files are accepted")
	}
	got := Problem(err)
	if !strings.HasPrefix(got, `(1 of 3) theme file a.toml, line 2: unknown key "recc";`) || strings.ContainsAny(got, "\n") {
		t.Errorf("the note is %q", got)
	}
	if err = os.Remove(filepath.Join(dir, "a.toml")); err != nil {
		t.Fatal(err)
	}
	_, err = Read(dir, "dark")
	if got = Problem(err); !strings.HasPrefix(got, "theme file b.toml, line 2: ") {
		t.Errorf("the note is %q", got)
	}
}

func TestThemeFilesThatAreNoTOML(t *testing.T) {
	for text, want := range map[string]string{
		"[roles]\nrec = { bold = 1e999 }\n":             "line 2: the number is too large",
		"[roles]\nrec = \"x\n":                          "line 2: a quoted string has no closing quote",
		"[[roles]]\n":                                   "line 1: \"roles\" has a value of the wrong type",
		"[roles]\nrec = { fg = \"escape strconv.\" }\n": "line 2: \"escape strconv.\" is not a colour",
		"[roles]\nescape = {}\n":                        "line 2: unknown key \"escape\"",
	} {
		path := filepath.Join(t.TempDir(), "mine.toml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ownThemes(filepath.Dir(path)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
