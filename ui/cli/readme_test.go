package cli

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"capdeck/model"
	"capdeck/ui/cli/flags"
)

// writeKeys makes TestREADMEKeys rewrite the table:
//
//	go test ./ui/cli -run TestREADMEKeys -keys
var writeKeys = flag.Bool("keys", false, "rewrite the README's table of keys")

// TestREADMEKeys checks that the README's table of keys agrees with the table of actions.
func TestREADMEKeys(t *testing.T) {
	const path = "../../README.md"
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| keys | what they do |\n| --- | --- |\n")
	for _, action := range model.Actions() {
		keys := make([]string, len(action.Keys))
		for i, key := range action.Keys {
			keys[i] = "`" + key + "`"
		}
		fmt.Fprintf(&table, "| %s | %s |\n", strings.Join(keys, ", "), action.Help)
	}
	if *writeKeys {
		old := regexp.MustCompile(`\| keys \| what they do \|\n(\|.*\n)+`)
		readme = old.ReplaceAllLiteral(readme, []byte(table.String()))
		if err = os.WriteFile(path, readme, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(string(readme), table.String()) {
		t.Errorf("README.md must contain this table of keys (-keys rewrites it):\n\n%s", table.String())
	}
}

// TestREADMEConfiguration checks that the README's example of a configuration file is
// valid, since readers copy it.
func TestREADMEConfiguration(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile(`(?m)^    host = .*\n((    .*)?\n)+`).FindString(string(readme))
	if !strings.Contains(example, "[keys]") {
		t.Fatalf("the README has no example of a configuration file: %q", example)
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	text := regexp.MustCompile(`(?m)^    `).ReplaceAllString(example, "")
	if err = os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = flags.NewSpec().Read(path, true); err != nil {
		t.Errorf("the README's example is not a valid configuration: %v\n%s", err, text)
	}
}
