package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"capdeck/model"
)

// TestREADMEKeys holds the README's table of keys to the table of actions.
func TestREADMEKeys(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
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
	if !strings.Contains(string(readme), table.String()) {
		t.Errorf("README.md does not hold the table of keys, which is:\n\n%s", table.String())
	}
}
