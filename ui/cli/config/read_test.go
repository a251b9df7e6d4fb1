package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"capdeck/model"
	"capdeck/model/action"
)

// TestRead reads a file with every kind of value and every way to write keys.
func TestRead(t *testing.T) {
	path := fileWith(t, "\ufeff"+`# mine
host = ["a:7000", "b:7000"]
dn = "7001,7005-7050"
dn-file = "agents.csv"
password-file = "~/.secret"
confirm = "bulk"   # often
query-rate = 1_00
lines = 0x10
addp-timeout = 2.5
read-only = true
indication-timeout = '1m30s'
columns = [
  "dn", # first
  "agent",
]

[keys]
start = "f2"
mark = ["space", "alt+m"]
stop = []
pause = ""
`+"theme = \"x\"\n")
	spec := newTestSpec()
	if _, err := spec.Read(path, true); err == nil || !strings.Contains(err.Error(), "config.toml:22: keys.theme: not an action; move the line to the top of the file, above [keys]") {
		t.Errorf("the error is %v", err)
	}
	right := strings.TrimSuffix(content(t, path), "theme = \"x\"\n")
	for name, text := range map[string]string{"LF": right, "CRLF": strings.ReplaceAll(right, "\n", "\r\n")} {
		path := fileWith(t, text)
		file, err := spec.Read(path, true)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		home, err := os.UserHomeDir()
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{
			"host": "a:7000,b:7000", "dn": "7001,7005-7050", "dn-file": filepath.Join(filepath.Dir(path), "agents.csv"),
			"password-file": filepath.Join(home, ".secret"), "confirm": "bulk", "query-rate": "100", "lines": "16",
			"addp-timeout": "2.5", "read-only": "true", "indication-timeout": "1m30s", "columns": "dn,agent",
		}
		got := map[string]string{}
		for key, value := range file.Values {
			got[key] = value.Text
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: the values are %v", name, got)
		}
		if value := file.Values["columns"]; value.Origin != path+":12" || value.Source != SourceFile {
			t.Errorf("%s: columns come from %q", name, value.Origin)
		}
		replaced := file.Bindings.Replaced()
		if len(replaced) != 4 || !slices.Equal(replaced[action.Mark], []string{"space", "alt+m"}) || len(replaced[action.Stop])+len(replaced[action.Pause]) != 0 {
			t.Errorf("%s: the keys are %v", name, replaced)
		}
		if file.Bindings[0].Origin != path+":18" {
			t.Errorf("%s: the first action's keys come from %s", name, file.Bindings[0].Origin)
		}
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		`quey-rate = 5`:              `1: quey-rate: unknown key; did you mean "query-rate"?`,
		`query_rate = 5`:             `1: query_rate: unknown key; did you mean "query-rate"?`,
		`zzz = 5`:                    `1: zzz: unknown key; run capdeck config to list them`,
		`query.rate = 5`:             `1: query.rate: unknown key; did you mean "query-rate"?`,
		"\n\nstart = 's'":            `3: start: this is an action; set its keys below the line [keys]`,
		`demo = true`:                `1: demo: not allowed in the configuration: it is for one run: give --demo`,
		`password = "x"`:             `1: password: a password is not allowed in the configuration; put it in a file with mode 600 and set password-file, or set the variable CAPDECK_PASSWORD`,
		`app_passwd = "x"`:           `1: app_passwd: a password is not allowed in the configuration; put it in a file with mode 600 and set password-file, or set the variable CAPDECK_PASSWORD`,
		`password-fil = "x"`:         `1: password-fil: unknown key; did you mean "password-file"?`,
		`query-rate = "5"`:           `1: query-rate: invalid value "5"; use a whole number without quotes, such as query-rate = 200`,
		`query-rate = 5.5`:           `1: query-rate: invalid value 5.5; use a whole number without quotes, such as query-rate = 200`,
		`lines = -1`:                 `1: lines: invalid value -1; use a whole number without quotes, such as lines = 3`,
		`read-only = "yes"`:          `1: read-only: invalid value "yes"; use true or false, without quotes`,
		`indication-timeout = 5`:     `1: indication-timeout: invalid value 5; use a duration with its unit, in quotes, such as "30s" or "1m30s"`,
		`indication-timeout = "5"`:   `1: indication-timeout: invalid value "5"; use a duration with its unit, in quotes, such as "30s" or "1m30s"`,
		`addp-timeout = "10"`:        `1: addp-timeout: invalid value "10"; use a number without quotes, such as addp-timeout = 10`,
		`theme = 2001-01-01`:         `1: theme: invalid value 2001-01-01; use a string in quotes`,
		`theme = { a = 1 }`:          `1: theme: invalid value {...}; use a string in quotes`,
		`confirm = "allways"`:        `1: confirm: invalid value "allways"; use "never", "bulk", "dangerous" or "always"; did you mean "always"?`,
		`confirm = "zzzzzz"`:         `1: confirm: invalid value "zzzzzz"; use "never", "bulk", "dangerous" or "always"; no other value is known`,
		`dn = [7001, 7002]`:          `1: dn: invalid value [7001, 7002]; use strings in quotes, such as ["one", "another"] or "one,another"`,
		`dn = 7001`:                  `1: dn: invalid value 7001; use strings in quotes, such as ["one", "another"] or "one,another"`,
		"theme = 'a'\ntheme = 'b'":   `2: theme: already set in line 1; remove one of the two`,
		"[keys]\n[keys]":             `2: [keys]: already set in line 1; remove one of the two`,
		"[[keys]]":                   `1: [keys] is a single table; write it with one pair of brackets`,
		"keys = 1":                   `1: keys: this is a table; write [keys] on its own line, and below it lines such as start = "f2"`,
		"[board]\ntheme = 'a'":       `1: unknown table [board]; the only table is [keys], and all other keys go above it`,
		"[keys]\nstrt = 's'":         `2: keys.strt: unknown action; did you mean "start"?`,
		"[keys]\nzzz = 's'":          `2: keys.zzz: unknown action; run capdeck keys to list them`,
		"[keys]\nstart = 5":          `2: keys.start: 5 is not a key; use a key or a list of keys in quotes, such as "f2" or ["f2", "ctrl+s"], or [] for none`,
		"[keys]\nstart = 'ctrlr'":    `2: keys.start: unknown key "ctrlr"; did you mean "ctrl+r"?`,
		"[keys]\nstart = 'zzzzzz'":   `2: keys.start: unknown key "zzzzzz"; key names look like "a", "A", "space", "f2", "pgup", "ctrl+a", "alt+a"`,
		"[keys]\nstart = 'ctrl+i'":   `2: keys.start: terminals cannot distinguish the key "ctrl+i" from "tab"; write "tab"`,
		"[keys]\nstart = ['s', 's']": `2: keys.start: the key "s" is listed twice`,
		"keys = { start = 'x' }":     `1: keys.start: the key "x" is also bound to stop (default); give one of the two actions another key, such as stop = "f2", or [] for none`,
		"keys.stop = 's'":            `1: keys.stop: the key "s" is also bound to start (default); give one of the two actions another key, such as start = "f2", or [] for none`,
		"[keys]\nquit = []":          `2: keys.quit: quit must keep a key; without one, only a signal would end capdeck`,
		"theme = ":                   `1: not valid TOML: `,
		"theme = dark":               `1: not valid TOML: `,
		"a = 'b\nc = 1":              `1: not valid TOML: `,
		"query-rate = 1__0":          `1: not valid TOML: `,
		"theme = '\x01'":             `1: not valid TOML: `,
		"theme = '\xff'":             `1: not valid TOML: `,
	} {
		path := fileWith(t, text)
		_, err := newTestSpec().Read(path, true)
		prefix := path + ":" + want
		if err == nil || !strings.HasPrefix(err.Error(), prefix) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: the error is\n%v, want\n%s", text, err, prefix)
		} else if err.Error() != prefix && !strings.Contains(want, "not valid TOML") {
			t.Errorf("%q: after the expected text the error continues with %q", text, strings.TrimPrefix(err.Error(), prefix))
		}
	}
}

// TestClashOfTwoLines: the error names both lines.
func TestClashOfTwoLines(t *testing.T) {
	path := fileWith(t, "[keys]\nresume = 'f2'\nhelp = 'f2'\n")
	_, err := newTestSpec().Read(path, true)
	want := fmt.Sprintf(`%s:3: keys.help: the key "f2" is also bound to resume (%s:2); give one of the two actions another key, such as resume = "f2", or [] for none`, path, path)
	if err == nil || err.Error() != want {
		t.Errorf("the error is\n%v, want\n%s", err, want)
	}
}

// TestYesAnswersNoQuestionOfItsOwn: if the key were held down, it would ask and answer.
func TestYesAnswersNoQuestionOfItsOwn(t *testing.T) {
	path := fileWith(t, "[keys]\nstop = \"y\"\ncopy = \"f9\"\n")
	_, err := newTestSpec().Read(path, true)
	want := path + `:2: keys.stop: stop can ask for confirmation, and the key "y" confirms; use another key, because holding this one down would confirm at once`
	if err == nil || err.Error() != want {
		t.Errorf("the error is\n%v, want\n%s", err, want)
	}
}

// TestSwap swaps the keys of two actions, which is not a conflict.
func TestSwap(t *testing.T) {
	if _, err := newTestSpec().Read(fileWith(t, "[keys]\nstart = 'x'\nstop = 's'\n"), true); err != nil {
		t.Error(err)
	}
}

// TestAllMistakes: every error of a file is reported, in the order of the lines.
func TestAllMistakes(t *testing.T) {
	path := fileWith(t, "colour = 1\nquery-rate = 'x'\n[keys]\nstart = 'x'\nfly = 'f'\nquit = []\nresume = [\n")
	_, err := newTestSpec().Read(path, true)
	if err == nil {
		t.Fatal("no error")
	}
	var lines []int
	for _, line := range strings.Split(err.Error(), "\n") {
		var number int
		if _, scanErr := fmt.Sscanf(strings.TrimPrefix(line, path), ":%d:", &number); scanErr != nil {
			t.Errorf("the line %q: %v", line, scanErr)
		}
		lines = append(lines, number)
	}
	if want := []int{1, 2, 4, 5, 6, 7}; !slices.Equal(lines, want) {
		t.Errorf("mistakes are in the lines %v, want %v:\n%v", lines, want, err)
	}
	var problem *Problem
	if !errors.As(err, &problem) || problem.Line != 1 || problem.Key != "colour" || problem.File != path {
		t.Errorf("the first problem is %+v", problem)
	}
}

// TestTooManyMistakes: the report ends after the hundredth error.
func TestTooManyMistakes(t *testing.T) {
	for name, text := range map[string]string{
		"unknown":      strings.Repeat("x", 10),
		"double":       "theme",
		"double table": "",
	} {
		var file strings.Builder
		for i := range 5000 {
			switch name {
			case "unknown":
				fmt.Fprintf(&file, "%s%d = 1\n", text, i)
			case "double":
				fmt.Fprintf(&file, "theme = 'x'\n")
			default:
				fmt.Fprintf(&file, "[x]\n")
			}
		}
		_, err := newTestSpec().Read(fileWith(t, file.String()), true)
		if err == nil || strings.Count(err.Error(), "\n") != mostProblems || !strings.HasSuffix(err.Error(), "there are more errors; fix these first") {
			t.Errorf("%s: %d lines", name, strings.Count(err.Error(), "\n"))
		}
	}
}

func TestNoFile(t *testing.T) {
	spec := newTestSpec()
	path := filepath.Join(t.TempDir(), "none.toml")
	file, err := spec.Read(path, false)
	if err != nil || file.Exists || len(file.Values) > 0 || len(file.Bindings) != len(model.Actions()) || len(file.Bindings.Replaced()) > 0 {
		t.Errorf("without a file: %+v, %v", file, err)
	}
	if _, err = spec.Read(path, true); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), path) {
		t.Errorf("a named file that is missing: %v", err)
	}
	if _, err = spec.Read(t.TempDir(), false); err == nil || !strings.Contains(err.Error(), "it is a folder, not a file") {
		t.Errorf("a folder: %v", err)
	}
	if _, err = spec.Read(fileWith(t, strings.Repeat("#", maxFile+1)), false); err == nil || !strings.Contains(err.Error(), "it is larger than 262144 bytes") {
		t.Errorf("a huge file: %v", err)
	}
}

func TestFileThatIsNoText(t *testing.T) {
	spec := newTestSpec()
	for text, want := range map[string]string{
		"\xff\xfet\x00h\x00":    "it is UTF-16 text; save it as UTF-8",
		"theme = \"x\"\n\x00\n": "line 2 contains a NUL byte",
	} {
		var problem *Problem
		if _, err := spec.Read(fileWith(t, text), true); !errors.As(err, &problem) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	file, err := spec.Read(fileWith(t, "\ufefftheme = \"light\"\r\n"), true)
	if err != nil || file.Values["theme"].Text != "light" {
		t.Errorf("with a byte order mark: %v", err)
	}
}

// FuzzRead reads anything: it ends, and every error has its place.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "theme = 'x'\n[keys]\nstart=['f2']", "keys={start={a=1}}", "[keys", "a.b.c=1", "\"\"=''", "dn=[[],{}]", "[keys]\n\"a.b\"=1", "keys.start.x = 1", "\xff", "theme=nan"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := newTestSpec().parse("f", data)
		var problem *Problem
		if err != nil && (!errors.As(err, &problem) || problem.File != "f") {
			t.Errorf("the error is %v", err)
		}
	})
}
