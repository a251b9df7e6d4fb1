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

// writeKeys makes TestTableOfKeys rewrite the table:
//
//	go test ./ui/cli -run TestTableOfKeys -keys
var writeKeys = flag.Bool("keys", false, "rewrite the table of keys in docs/BOARD.md")

// TestTableOfKeys checks that the table of keys in docs/BOARD.md agrees with the table of actions.
func TestTableOfKeys(t *testing.T) {
	const path = "../../docs/BOARD.md"
	document, err := os.ReadFile(path)
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
		document = old.ReplaceAllLiteral(document, []byte(table.String()))
		if err = os.WriteFile(path, document, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(string(document), table.String()) {
		t.Errorf("docs/BOARD.md must contain this table of keys (-keys rewrites it):\n\n%s", table.String())
	}
}

// TestExampleOfAConfiguration checks that the example of a configuration file in
// docs/CONFIGURATION.md is valid, since readers copy it.
func TestExampleOfAConfiguration(t *testing.T) {
	document, err := os.ReadFile("../../docs/CONFIGURATION.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile(`(?m)^    host = .*\n((    .*)?\n)+`).FindString(string(document))
	if !strings.Contains(example, "[keys]") {
		t.Fatalf("docs/CONFIGURATION.md has no example of a configuration file: %q", example)
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	text := regexp.MustCompile(`(?m)^    `).ReplaceAllString(example, "")
	if err = os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = flags.NewSpec().Read(path, true); err != nil {
		t.Errorf("the example in docs/CONFIGURATION.md is not a valid configuration: %v\n%s", err, text)
	}
}

// TestLinks checks that what README.md and the pages of docs link to exists: the file, and the section in it.
// README.md has 150 lines at most.
func TestLinks(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	link, notInSection := regexp.MustCompile(`\]\(([^):#]*)(#[^)]+)?\)`), regexp.MustCompile(`[^a-z0-9 _-]`)
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(page)
		if lines := strings.Count(string(text), "\n"); name == "README.md" && lines > 150 {
			t.Errorf("README.md has %d lines", lines)
		}
		for _, match := range link.FindAllStringSubmatch(string(text), -1) {
			target := filepath.Join(filepath.Dir(page), match[1])
			if match[1] == "" {
				target = page
			}
			linked, err := os.ReadFile(target)
			if err != nil {
				t.Errorf("%s has a link to a file that is not there: %v", name, err)
				continue
			}
			found := match[2] == ""
			for line := range strings.Lines(string(linked)) {
				heading := strings.TrimSpace(strings.TrimLeft(line, "#"))
				slug := strings.ReplaceAll(notInSection.ReplaceAllString(strings.ToLower(heading), ""), " ", "-")
				found = found || strings.HasPrefix(line, "#") && "#"+slug == match[2]
			}
			if !found {
				t.Errorf("%s has a link to a section that is not there: %s", name, match[0])
			}
		}
	}
}
