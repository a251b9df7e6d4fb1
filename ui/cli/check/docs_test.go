package check_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"capdeck/tlibconn/contract"
)

// The table of the cases in docs/CHECK.md is that of the program.
func TestDocs(t *testing.T) {
	const path, begin, end = "../../../docs/CHECK.md", "-update -->\n", "<!-- end of cases -->"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, after, found := strings.Cut(string(text), begin)
	old, after, closed := strings.Cut(after, end)
	if !found || !closed {
		t.Fatalf("%s has no place for the cases", path)
	}
	want := casesTable()
	switch {
	case old == want:
	case *update:
		if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Error(err)
		}
	default:
		t.Errorf("%s has another table of the cases; -update writes this one:\n%s", path, want)
	}
}

func casesTable() string {
	var out strings.Builder
	out.WriteString("| case | class | what it checks | its line of the contract |\n| --- | --- | --- | --- |\n")
	for _, c := range contract.Cases() {
		needs := ""
		if words := c.Needs.Words(); len(words) > 0 {
			needs = " (needs " + strings.Join(words, ", ") + ")"
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s%s | %s |\n", c.ID, c.Class, c.Title, needs, cellOf(c.Clause))
	}
	return out.String()
}

// cellOf returns a clause as the text of a table's cell: those from a table have bars.
func cellOf(clause string) string {
	return strings.ReplaceAll(strings.Trim(clause, "| "), "|", "·")
}
