package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestTemplate: the file that Init writes sets nothing, and with every line uncommented it sets the defaults.
func TestTemplate(t *testing.T) {
	spec := newTestSpec()
	path := filepath.Join(t.TempDir(), "new", "folder", "config.toml")
	if err := spec.Init(path); err != nil {
		t.Fatal(err)
	}
	for place, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700} {
		if info, err := os.Stat(place); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has the mode %v, %v", place, info.Mode(), err)
		}
	}
	file, err := spec.Read(path, true)
	if err != nil || len(file.Values) > 0 || len(file.Bindings.Replaced()) > 0 {
		t.Fatalf("it says %v and %v, %v", file.Values, file.Bindings.Replaced(), err)
	}
	all := regexp.MustCompile(`(?m)^#(\S)`).ReplaceAllString(content(t, path), "$1")
	if file, err = spec.Read(fileWith(t, all), true); err != nil {
		t.Fatal(err)
	}
	if len(file.Values) != len(spec.Settings()) || len(file.Bindings.Replaced()) != len(spec.Actions()) {
		t.Errorf("%d of %d keys and %d of %d actions are there", len(file.Values), len(spec.Settings()), len(file.Bindings.Replaced()), len(spec.Actions()))
	}
	for name, value := range spec.Defaults() {
		if got := file.Values[name].Text; got != value.Text {
			t.Errorf("%s is %q, its default is %q", name, got, value.Text)
		}
	}
	for i, b := range file.Bindings {
		if strings.Join(b.Action.Keys, " ") != strings.Join(spec.Actions()[i].Keys, " ") {
			t.Errorf("%s has the keys %q", b.Action.ID, b.Action.Keys)
		}
	}
	before := content(t, path)
	if err = spec.Init(path); err == nil || !strings.Contains(err.Error(), "was not changed") || content(t, path) != before {
		t.Errorf("a second Init: %v", err)
	}
}

// TestSave changes one key and nothing else.
func TestSave(t *testing.T) {
	const template = "# the theme\n#theme = \"auto\"\n\n# rate\n#query-rate = 200\n\n# keys\n[keys]\n#start = \"s\"\n"
	for name, test := range map[string]struct {
		before, key string
		value       any
		after       string
	}{
		"into nothing":             {"", "theme", "dark", "theme = \"dark\"\n"},
		"the same again":           {"theme = \"dark\"", "theme", "dark", "theme = \"dark\""},
		"in its place":             {"# a\n  theme = 'x' # mine\nlines = 1\n", "theme", "dark", "# a\n  theme = \"dark\" # mine\nlines = 1\n"},
		"a list of several lines":  {"columns = [\n  'a', # 1\n  'b',\n] # end\n\n[keys]\n", "columns", []string{"dn", "team"}, "columns = [\"dn\", \"team\"] # end\n\n[keys]\n"},
		"below its own comment":    {template, "query-rate", 5, strings.Replace(template, "= 200\n", "= 200\nquery-rate = 5\n", 1)},
		"above the table":          {"# top\n\n# of keys\n# more\n[keys]\nstart = 'f2'\n", "lines", int64(7), "# top\n\nlines = 7\n\n# of keys\n# more\n[keys]\nstart = 'f2'\n"},
		"above a table at the top": {"[keys]\n", "read-only", true, "read-only = true\n\n[keys]\n"},
		"not in the table":         {"[keys]\n#theme = 'x'\n", "theme", "a", "theme = \"a\"\n\n[keys]\n#theme = 'x'\n"},
		"after a last line":        {"lines = 1", "theme", "a", "lines = 1\ntheme = \"a\"\n"},
		"with CRLF":                {"#theme = 1\r\nlines = 1\r\n", "theme", "a", "#theme = 1\r\ntheme = \"a\"\r\nlines = 1\r\n"},
		"with escapes":             {"theme = 'x'\n", "theme", "a\"\\\n", "theme = \"a\\\"\\\\\\n\"\n"},
		"no columns":               {"", "columns", []string{}, "columns = []\n"},
		"a number":                 {"", "addp-timeout", 2.5, "addp-timeout = 2.5\n"},
		"keys as a table in line":  {"keys = {start = 'f2'}\n", "theme", "a", "keys = {start = 'f2'}\ntheme = \"a\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			path := fileWith(t, test.before)
			if err := os.Chmod(path, 0o640); err != nil {
				t.Fatal(err)
			}
			if err := newTestSpec().Save(path, test.key, test.value); err != nil {
				t.Fatal(err)
			}
			if got := content(t, path); got != test.after {
				t.Errorf("the file is\n%q, want\n%q", got, test.after)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
				t.Errorf("its mode is %v, %v", info.Mode(), err)
			}
			if _, err := newTestSpec().Read(path, true); err != nil {
				t.Error(err)
			}
			onlyFile(t, path)
		})
	}
}

// onlyFile reports files that were left next to a file.
func onlyFile(t *testing.T, path string) {
	t.Helper()
	if beside, err := os.ReadDir(filepath.Dir(path)); err != nil || len(beside) != 1 {
		t.Errorf("beside the file there are %v, %v", beside, err)
	}
}

func TestSaveRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		before, key string
		value       any
		want        string
	}{
		"a file with mistakes": {"colour = 1\n", "theme", "a", "has errors and was not changed"},
		"an unknown key":       {"", "colour", "a", `"colour" cannot be saved`},
		"a key of an action":   {"", "start", "a", `"start" cannot be saved`},
		"a wrong value":        {"", "confirm", "maybe", `confirm cannot be saved: `},
		"a wrong type":         {"", "lines", "many", `lines cannot be saved: `},
	} {
		path := fileWith(t, test.before)
		if err := newTestSpec().Save(path, test.key, test.value); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: the error is %v", name, err)
		}
		if got := content(t, path); got != test.before {
			t.Errorf("%s: the file is now %q", name, got)
		}
		onlyFile(t, path)
	}
	if err := newTestSpec().Save(t.TempDir(), "theme", "a"); err == nil {
		t.Error("a folder was accepted as a file")
	}
}

// TestSaveMakesFolders creates missing folders, only for their owner.
func TestSaveMakesFolders(t *testing.T) {
	path := filepath.Join(t.TempDir(), "capdeck", "config.toml")
	if err := newTestSpec().Save(path, "theme", "dark"); err != nil {
		t.Fatal(err)
	}
	for place, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(place); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has the mode %v, %v", place, info.Mode(), err)
		}
	}
}

// TestSaveThroughLinks writes to the targets of links, which stay links.
func TestSaveThroughLinks(t *testing.T) {
	dir := t.TempDir()
	real := filepath.Join(dir, "dotfiles", "capdeck.toml")
	first, second := filepath.Join(dir, "first"), filepath.Join(dir, "second")
	for link, to := range map[string]string{first: second, second: filepath.Join("dotfiles", "capdeck.toml")} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	// At first their target does not exist.
	for _, theme := range []string{"dark", "light"} {
		if err := newTestSpec().Save(first, "theme", theme); err != nil {
			t.Fatal(err)
		}
		if got, want := content(t, real), "theme = \""+theme+"\"\n"; got != want {
			t.Errorf("the file is %q", got)
		}
		if to, err := os.Readlink(first); err != nil || to != second {
			t.Errorf("the link leads to %q, %v", to, err)
		}
	}
	round := filepath.Join(dir, "round")
	if err := os.Symlink(round, round); err != nil {
		t.Fatal(err)
	}
	if err := newTestSpec().Save(round, "theme", "dark"); err == nil || !strings.Contains(err.Error(), "symbolic links") {
		t.Errorf("links in a circle: %v", err)
	}
}

// TestSaveProperty saves any value in any valid file: the saved value is read back, and the other values and lines
// stay.
func TestSaveProperty(t *testing.T) {
	lines := []string{
		"# theme = 'old'", "#columns = []", "theme = 'x'", "columns = ['a',\n  'b', # why\n]", "query-rate = 5 # five", "", "   ",
		"read-only = true", "host = 'a:1,b:1'", "# a comment", "keys.start = 'f2'",
	}
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.Permutation(lines).Draw(t, "lines")[:rapid.IntRange(0, len(lines)).Draw(t, "count")]
		text := strings.Join(body, "\n")
		if rapid.Bool().Draw(t, "a table") && !strings.Contains(text, "keys.start") {
			text += "\n# keys\n[keys]\nstop = 'f3'\n#theme = 'x'"
		}
		if rapid.Bool().Draw(t, "last newline") {
			text += "\n"
		}
		path := filepath.Join(dir, "config.toml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		spec := newTestSpec()
		before, err := spec.Read(path, true)
		if err != nil {
			t.Fatal(err)
		}
		key, want := "theme", rapid.StringMatching(`[a-zé"\\'\n\t ]{0,8}`).Draw(t, "value")
		value := any(want)
		if rapid.Bool().Draw(t, "a list") {
			items := rapid.SliceOf(rapid.StringMatching(`[a-z]{1,3}`)).Draw(t, "items")
			key, value, want = "columns", items, strings.Join(items, ",")
		}
		if err = spec.Save(path, key, value); err != nil {
			t.Fatal(err)
		}
		after, err := spec.Read(path, true)
		if err != nil {
			t.Fatal(err)
		}
		if got := after.Values[key].Text; got != want {
			t.Errorf("%s is read as %q, saved was %q", key, got, want)
		}
		for name, value := range before.Values {
			if name != key && after.Values[name].Text != value.Text {
				t.Errorf("%s was %q and is %q", name, value.Text, after.Values[name].Text)
			}
		}
		now, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range body {
			if !strings.HasPrefix(line, key+" =") && !strings.Contains(string(now), line) {
				t.Errorf("the line %q is gone", line)
			}
		}
	})
}
