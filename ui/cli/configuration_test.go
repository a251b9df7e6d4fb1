package cli

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"capdeck/tlibconn"
	"capdeck/ui/cli/config"
	"capdeck/ui/cli/process"
)

// TestSpecNames: what the table beside the flags says of a flag is said of one
// that exists.
func TestSpecNames(t *testing.T) {
	board, send := newBoardCommand(process.Streams{}, hooks{}, nil).Flags(), newSendCommand(process.Streams{}).Flags()
	for name := range lineOnly() {
		if board.Lookup(name) == nil && send.Lookup(name) == nil {
			t.Errorf("there is no flag --%s to keep out of the configuration", name)
		}
	}
	options := specOptions()
	for _, name := range slices.Concat(options.Lists, options.Paths, slices.Collect(maps.Keys(options.Choices))) {
		if newSpec().Setting(name) == nil {
			t.Errorf("there is no key %s", name)
		}
	}
	for _, flags := range []*pflag.FlagSet{board, send} {
		flags.VisitAll(func(flag *pflag.Flag) {
			if _, never := lineOnly()[flag.Name]; !never && newSpec().Setting(flag.Name) == nil {
				t.Errorf("--%s is no key of the configuration", flag.Name)
			}
		})
	}
}

// TestChoices: each word that the configuration takes is one that the flag's
// owner takes, and the default is among them.
func TestChoices(t *testing.T) {
	options := specOptions()
	for name, words := range options.Choices {
		if value := newSpec().Setting(name).Default; !slices.Contains(words, value) {
			t.Errorf("%s has the default %q", name, value)
		}
	}
	for _, word := range options.Choices["addp-trace"] {
		if _, err := tlibconn.ParseADDPTrace(word); err != nil {
			t.Error(err)
		}
	}
	for _, word := range options.Choices["tls-min-version"] {
		if _, err := tlibconn.ParseTLSVersion(word); err != nil {
			t.Error(err)
		}
	}
}

// TestDefaultKeys: no key means two actions, and each has a name.
func TestDefaultKeys(t *testing.T) {
	all := regexp.MustCompile(`(?m)^#(\S)`).ReplaceAll(newSpec().Template(), []byte("$1"))
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, all, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := newSpec().Read(path, true); err != nil {
		t.Error(err)
	}
}

// TestLayers gives flags on every layer, in every combination.
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
		if got := settings.values["query-rate"]; got.Text != want || got.Origin != origin {
			t.Errorf("file %v, variable %v, line %v: %+v", inFile, inVariable, onLine, got)
		}
		if got := command.Flags().Lookup("query-rate").Value.String(); got != want {
			t.Errorf("file %v, variable %v, line %v: the flag is %s", inFile, inVariable, onLine, got)
		}
	}
}

func loaded(t *testing.T, variables map[string]string, args []string) (*configuration, *cobra.Command) {
	t.Helper()
	settings := &configuration{}
	command := newBoardCommand(process.Streams{}, hooks{}, settings)
	if err := command.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	lookup := func(name string) (string, bool) {
		value, set := variables[name]
		return value, set
	}
	if err := settings.load(command, lookup); err != nil {
		t.Fatal(err)
	}
	return settings, command
}

// TestInForce: a flag takes out what it makes pointless on weaker layers, and
// nothing on its own or a stronger one.
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
			t.Errorf("%s: what stays is %v", name, got)
		}
	}
}
