package flags

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/spf13/pflag"

	"capdeck/tlibconn"
	"capdeck/tlibconn/tlsconn"
)

// TestSpecNames checks that the tables beside the flags name flags that exist. (--json
// is a flag of commands, not of a group.)
func TestSpecNames(t *testing.T) {
	all := pflag.NewFlagSet("all", pflag.ContinueOnError)
	new(Board).Register(all)
	new(Send).Register(all)
	for name := range LineOnly() {
		if name != "json" && all.Lookup(name) == nil {
			t.Errorf("LineOnly names --%s, which is not a flag", name)
		}
	}
	options, spec := SpecOptions(), NewSpec()
	for _, name := range slices.Concat(options.Lists, options.Paths, slices.Collect(maps.Keys(options.Choices))) {
		if spec.Setting(name) == nil {
			t.Errorf("%s is not a key of the configuration", name)
		}
	}
}

// TestChoices checks that the flag's owner accepts each word that the configuration
// accepts, and that the default is among them.
func TestChoices(t *testing.T) {
	options := SpecOptions()
	for name, words := range options.Choices {
		if value := NewSpec().Setting(name).Default; !slices.Contains(words, value) {
			t.Errorf("%s has the default %q", name, value)
		}
	}
	for _, word := range options.Choices["addp-trace"] {
		if _, err := tlibconn.ParseADDPTrace(word); err != nil {
			t.Error(err)
		}
	}
	for _, word := range options.Choices["tls-min-version"] {
		if _, err := tlsconn.ParseVersion(word); err != nil {
			t.Error(err)
		}
	}
}

// TestDefaultKeys checks that no key is bound to two actions and that each key has a name.
func TestDefaultKeys(t *testing.T) {
	all := regexp.MustCompile(`(?m)^#(\S)`).ReplaceAll(NewSpec().Template(), []byte("$1"))
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, all, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := NewSpec().Read(path, true); err != nil {
		t.Error(err)
	}
}
