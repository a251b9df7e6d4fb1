package evidence

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/model/coverage"
	"capdeck/model/incidents"
)

// Each value has a word of its own, and each constant of the types has one: a value that is
// added without a word would be written and never read.
func TestEveryValueHasAWord(t *testing.T) {
	t.Parallel()
	check(t, "../../../model/coverage", "GapCause", gapCauses())
	check(t, "../../../model/coverage", "BlindCause", blindCauses())
	check(t, "../../../model/coverage", "Exclusion", exclusions())
	check(t, "../../../model/incidents", "Severity", severities())
	check(t, "../../../model/incidents", "EntryKind", entryKinds())
	for _, cause := range []coverage.BlindCause{coverage.BlindLink, coverage.BlindNotRegistered, coverage.BlindStopped} {
		if got, ok := blindCauses().value(blindCauses().word(cause)); !ok || got != cause {
			t.Errorf("the cause %d is read as %d", cause, got)
		}
	}
	if _, ok := entryKinds().value(""); ok {
		t.Error("no word is a kind")
	}
	if Severity(incidents.Major) != "major" || GapCause(coverage.GapStopped) != "stopped" {
		t.Error("the words of files")
	}
}

func check[T comparable](t *testing.T, dir, typeName string, of words[T]) {
	t.Helper()
	seen := map[string]bool{}
	for _, word := range of {
		if seen[word] {
			t.Errorf("%s: the word %q stands for two values", typeName, word)
		}
		seen[word] = true
	}
	if n := constants(t, dir, typeName); n != len(of) {
		t.Errorf("%s has %d constants and %d words", typeName, n, len(of))
	}
}

// constants counts the constants of a type, which a package declares with iota.
func constants(t *testing.T, dir, typeName string) int {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	must(t, err)
	n := 0
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		must(t, err)
		tree, err := parser.ParseFile(token.NewFileSet(), path, text, 0)
		must(t, err)
		for _, declaration := range tree.Decls {
			group, ok := declaration.(*ast.GenDecl)
			if !ok || group.Tok != token.CONST || len(group.Specs) == 0 {
				continue
			}
			if of, ok := group.Specs[0].(*ast.ValueSpec).Type.(*ast.Ident); ok && of.Name == typeName {
				n += len(group.Specs)
			}
		}
	}
	return n
}
