package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// source is one Go file of the module.
type source struct {
	folder, path string
	test         bool
	lines        int
	files        *token.FileSet
	tree         *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && path != ".") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files := token.NewFileSet()
		tree, err := parser.ParseFile(files, path, text, 0)
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(filepath.Dir(path))
		all = append(all, source{
			folder: strings.TrimPrefix(folder, "."), path: path, test: strings.HasSuffix(path, "_test.go"),
			lines: strings.Count(string(text), "\n"), files: files, tree: tree,
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// timesOfDay are the files that may turn a time into a number or strip its monotonic
// reading, each with the reason. Everywhere else order, age and timeouts come from
// time.Time's own methods, which a clock that is set does not change.
var timesOfDay = map[string]string{
	"model/messages/log.go":          "a message's time is shown, never compared: messages are ordered by number",
	"model/occurrence/occurrence.go": "when something happened is shown; only the answer and the end of one query are told together by it",
	"tlibconn/simserver/state.go":    "EventTime is a time of day on the wire",
	"tlibconn/simserver/requests.go": "ServerStartTime is a time of day on the wire",
	"ui/cli/evidence/run.go":         "the longer of both clocks counts: the monotonic one stands still while a machine sleeps",
	"ui/cli/term/suspend.go":         "the longer of both clocks counts: the monotonic one stands still while a machine sleeps",
}

// TestHouseTimes finds times of day where the monotonic clock is meant.
func TestHouseTimes(t *testing.T) {
	used := map[string]bool{}
	for _, file := range sources(t) {
		if file.test {
			continue
		}
		ast.Inspect(file.tree, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			method, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch method.Sel.Name {
			case "Unix", "UnixNano", "UnixMicro", "UnixMilli":
				ok = len(call.Args) == 0
			case "Round":
				ok = len(call.Args) == 1 && isZero(call.Args[0])
			default:
				return true
			}
			if _, allowed := timesOfDay[file.path]; ok && !allowed {
				t.Errorf("%s calls %s, which drops the monotonic reading", file.files.Position(call.Pos()), method.Sel.Name)
			} else if ok {
				used[file.path] = true
			}
			return true
		})
	}
	for path := range timesOfDay {
		if !used[path] {
			t.Errorf("%s needs no exception any more", path)
		}
	}
}

func isZero(expression ast.Expr) bool {
	literal, ok := expression.(*ast.BasicLit)
	return ok && literal.Value == "0"
}
