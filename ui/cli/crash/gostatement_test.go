package crash

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// isTestSupport reports whether a package, named by its directory in the module, is code for tests that is not
// in test files. It may start goroutines, because only tests import it: checkFile reports any other importer.
// tlibconn/tlibtest is exported, so its simulated server also runs in test programs that have no Guard.
func isTestSupport(dir string) bool {
	return dir == "ui/internal/screentest" || dir == "tlibconn/tlibtest"
}

// TestNoBareGoroutine checks the module: outside this package, only code for tests may start a goroutine that the
// Guard does not know.
func TestNoBareGoroutine(t *testing.T) {
	root := moduleRoot(t)
	files := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skipDir(path, root)
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files++
		return checkFile(t, root, path)
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Error("no file was checked")
	}
}

// skipDir skips the directories that the go command ignores, and the packages that may start goroutines.
func skipDir(path, root string) error {
	relative, err := filepath.Rel(root, path)
	if err != nil {
		return err
	}
	name := filepath.Base(path)
	hidden := path != root && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata")
	if hidden || filepath.ToSlash(relative) == "ui/cli/crash" || isTestSupport(filepath.ToSlash(relative)) {
		return filepath.SkipDir
	}
	return nil
}

func checkFile(t *testing.T, root, path string) error {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	relative, err := filepath.Rel(root, path)
	if err != nil {
		return err
	}
	for _, start := range goroutineStarts(file) {
		if isLibraryDefault(filepath.ToSlash(relative)) {
			continue
		}
		t.Errorf("%s:%d: %s starts a goroutine whose panic leaves the terminal unusable; use the injected Go function",
			relative, set.Position(start.at).Line, start.what)
	}
	for _, imported := range file.Imports {
		imported, err := strconv.Unquote(imported.Path.Value)
		if err != nil {
			return err
		}
		if dir, ok := strings.CutPrefix(imported, "capdeck/"); ok && isTestSupport(dir) {
			t.Errorf("%s imports %s, which is for tests only", relative, dir)
		}
	}
	return nil
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err = os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod in any directory above")
		}
		dir = parent
	}
}

// isLibraryDefault reports whether a file holds the go statement that a session or a simulated T-Server uses if
// its Options.Go is nil. Programs without a Guard import these packages; capdeck always sets Options.Go.
func isLibraryDefault(path string) bool {
	return path == "tlibconn/options.go" || path == "tlibconn/simserver/options.go"
}

// goroutineStart is a place that starts a goroutine without the Guard.
type goroutineStart struct {
	at   token.Pos
	what string
}

// goroutineStarts finds go statements and other ways to start a goroutine: time.AfterFunc, context.AfterFunc, and Go
// of a sync.WaitGroup that the file declares.
func goroutineStarts(file *ast.File) []goroutineStart {
	groups := waitGroups(file)
	var found []goroutineStart
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GoStmt:
			found = append(found, goroutineStart{node.Pos(), "the go statement"})
		case *ast.SelectorExpr:
			owner := lastName(node.X)
			if node.Sel.Name == "AfterFunc" && (owner == "time" || owner == "context") {
				found = append(found, goroutineStart{node.Pos(), owner + ".AfterFunc"})
			}
			if node.Sel.Name == "Go" && groups[owner] {
				found = append(found, goroutineStart{node.Pos(), "sync.WaitGroup.Go"})
			}
		}
		return true
	})
	return found
}

// waitGroups returns the names of fields, parameters and variables that are declared as a sync.WaitGroup.
func waitGroups(file *ast.File) map[string]bool {
	names := map[string]bool{}
	add := func(kind ast.Expr, idents []*ast.Ident) {
		if star, ok := kind.(*ast.StarExpr); ok {
			kind = star.X
		}
		if selector, ok := kind.(*ast.SelectorExpr); ok && selector.Sel.Name == "WaitGroup" && lastName(selector.X) == "sync" {
			for _, ident := range idents {
				names[ident.Name] = true
			}
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.Field:
			add(node.Type, node.Names)
		case *ast.ValueSpec:
			add(node.Type, node.Names)
		}
		return true
	})
	return names
}

// lastName returns the last name of a selector: "c" of a.b.c.
func lastName(expression ast.Expr) string {
	switch expression := expression.(type) {
	case *ast.Ident:
		return expression.Name
	case *ast.SelectorExpr:
		return expression.Sel.Name
	default:
		return ""
	}
}

func TestGoroutineStarts(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"none", `func f(g interface{ Go(func()) }) { g.Go(func() {}) }`, nil},
		{"go statement", `func f() { if true { go f() } }`, []string{"the go statement"}},
		{"inside a literal", `var f = func() { go func() {}() }`, []string{"the go statement"}},
		{"wait group variable", `func f() { var wait sync.WaitGroup; wait.Go(f) }`, []string{"sync.WaitGroup.Go"}},
		{"wait group field", `type s struct { wait sync.WaitGroup }; func (s *s) f() { s.wait.Go(nil) }`, []string{"sync.WaitGroup.Go"}},
		{"wait group parameter", `func f(wait *sync.WaitGroup) { wait.Go(nil) }`, []string{"sync.WaitGroup.Go"}},
		{"timer", `func f() { time.AfterFunc(1, f) }`, []string{"time.AfterFunc"}},
		{"context", `func f() { context.AfterFunc(nil, f) }`, []string{"context.AfterFunc"}},
		{"in a comment", "// go f()\nfunc f() {}", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\n"+tt.body, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, start := range goroutineStarts(file) {
				got = append(got, start.what)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("goroutineStarts = %q, want %q", got, tt.want)
			}
		})
	}
}
