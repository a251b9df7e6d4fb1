package config

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"capdeck/model"
)

// newTestSpec has a key of each kind.
func newTestSpec() *Spec {
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags.String("host", "", "the T-Server")
	flags.String("dn", "", "DNs to register")
	flags.String("dn-file", "", "a file of DNs")
	flags.String("password-file", "", "a file with the password")
	flags.String("confirm", "dangerous", "what asks first")
	flags.String("theme", "auto", "the theme")
	flags.Int("query-rate", 200, "queries a second")
	flags.Uint("lines", 3, "lines")
	flags.Float64("addp-timeout", 10, "seconds")
	flags.Bool("read-only", false, "only queries")
	flags.Duration("indication-timeout", 5*time.Second, "how long")
	flags.StringSlice("columns", []string{"dn", "state"}, "the columns")
	flags.Bool("demo", false, "simulated")
	return New(Options{
		Flags: []*pflag.FlagSet{flags}, LineOnly: map[string]string{"demo": "is for one run: give --demo"},
		Lists: []string{"host", "dn"}, Paths: []string{"dn-file", "password-file"},
		Choices: map[string][]string{"confirm": {"never", "bulk", "dangerous", "always"}},
		Actions: model.Actions(),
	})
}

// fileWith writes a configuration and returns its path.
func fileWith(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
