package settings

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/spf13/cobra"

	"capdeck/ui/cli/config"
	"capdeck/ui/cli/flags"
)

// TestLayers sets a flag on every combination of layers.
func TestLayers(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "config.toml")
	for number := range 8 {
		inFile, inVariable, onLine := number&1 != 0, number&2 != 0, number&4 != 0
		text, variables, args := "", map[string]string{"CAPDECK_CONFIG": path}, []string{}
		want, origin := "200", config.DefaultOrigin
		if inFile {
			text, want, origin = "query-rate = 1", "1", path+":1"
		}
		if inVariable {
			variables["CAPDECK_QUERY_RATE"] = "2"
			want, origin = "2", "CAPDECK_QUERY_RATE"
		}
		if onLine {
			args = []string{"--query-rate", "3"}
			want, origin = "3", "--query-rate"
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		settings, command := loaded(t, variables, args)
		if got := settings.Values["query-rate"]; got.Text != want || got.Origin != origin {
			t.Errorf("file %v, variable %v, line %v: %+v", inFile, inVariable, onLine, got)
		}
		if got := command.Flags().Lookup("query-rate").Value.String(); got != want {
			t.Errorf("file %v, variable %v, line %v: the flag is %s", inFile, inVariable, onLine, got)
		}
	}
}

func loaded(t *testing.T, variables map[string]string, args []string) (*Settings, *cobra.Command) {
	t.Helper()
	settings, command := &Settings{}, &cobra.Command{}
	new(flags.Board).Register(command.Flags())
	if err := command.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	lookup := func(name string) (string, bool) {
		value, set := variables[name]
		return value, set
	}
	if err := settings.Load(command, lookup); err != nil {
		t.Fatal(err)
	}
	return settings, command
}

// TestInForce checks that a flag removes the values that it replaces on weaker layers, and
// none on its own or a stronger one.
func TestInForce(t *testing.T) {
	value := func(text string, source config.Source) config.Value { return config.Value{Text: text, Source: source} }
	for name, test := range map[string]struct {
		values config.Layer
		stays  []string
	}{
		"demo over all": {config.Layer{
			"demo": value("true", config.SourceFlag), "host": value("a:1", config.SourceFile), "dn": value("1", config.SourceEnvironment),
			"tls-ca": value("x", config.SourceFile), "tls": value("true", config.SourceFile), "theme": value("x", config.SourceFile),
		}, []string{"demo", "theme"}},
		"no demo": {config.Layer{
			"demo": value("false", config.SourceFlag), "host": value("a:1", config.SourceFile),
		}, []string{"demo", "host"}},
		"one layer": {config.Layer{
			"dn": value("1", config.SourceFile), "dn-file": value("f", config.SourceFile),
		}, []string{"dn", "dn-file"}},
		"dn": {config.Layer{
			"dn": value("1", config.SourceFlag), "dn-file": value("f", config.SourceFile),
		}, []string{"dn"}},
		"dn-file": {config.Layer{
			"dn": value("1", config.SourceFile), "dn-file": value("f", config.SourceEnvironment),
		}, []string{"dn-file"}},
		"an empty one": {config.Layer{
			"dn": value("", config.SourceFlag), "dn-file": value("f", config.SourceFile),
		}, []string{"dn", "dn-file"}},
		"a prompt": {config.Layer{
			"password-prompt": value("true", config.SourceFlag), "password-file": value("f", config.SourceFile),
		}, []string{"password-prompt"}},
	} {
		got := slices.Sorted(maps.Keys(inForce(test.values)))
		if slices.Sort(test.stays); !slices.Equal(got, test.stays) {
			t.Errorf("%s: the remaining flags are %v", name, got)
		}
	}
}
