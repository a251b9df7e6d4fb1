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

// writeKeys makes TestREADMEKeys write the table anew:
//
//	go test ./ui/cli -run TestREADMEKeys -keys
var writeKeys = flag.Bool("keys", false, "write the README's table of keys anew")

// TestREADMEKeys holds the README's table of keys to the table of actions.
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
		t.Errorf("README.md does not hold the table of keys (write it anew with -keys), which is:\n\n%s", table.String())
	}
}

// TestREADMEConfiguration reads the README's example of a configuration file,
// which a reader is to be able to copy.
func TestREADMEConfiguration(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile(`(?m)^    host = .*\n((    .*)?\n)+`).FindString(string(readme))
	if !strings.Contains(example, "[keys]") {
		t.Fatalf("the README has no such example: %q", example)
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	text := regexp.MustCompile(`(?m)^    `).ReplaceAllString(example, "")
	if err = os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = flags.NewSpec().Read(path, true); err != nil {
		t.Errorf("the README's example is no configuration: %v\n%s", err, text)
	}
}
