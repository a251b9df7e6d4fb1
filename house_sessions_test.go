package main

import (
	"go/ast"
	"slices"
	"strconv"
	"testing"
)

const (
	sessionPackage = "capdeck/tlibconn"
	captureFolder  = "tlibconn/capture"
)

// TestHouseSessions holds the two packages that open sessions to being the only
// ones, so that no path around the journal and the write lock can be written: the
// commands of capdeck go through tlibconn/capture, and the recorder sends none.
func TestHouseSessions(t *testing.T) {
	openers := []string{captureFolder, "tlibconn/recorder"}
	opened := map[string]bool{}
	for _, file := range sources(t) {
		if file.test || file.folder == "tlibconn" {
			continue
		}
		name := nameOfSessions(file.tree)
		ast.Inspect(file.tree, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			owner, isName := selector.X.(*ast.Ident)
			switch {
			case selector.Sel.Name == "SetAllow" && file.folder != captureFolder,
				slices.Contains([]string{"Allow", "CaptureCommands", "BeforeWrite"}, selector.Sel.Name) && name != "" && file.folder != captureFolder:
				t.Errorf("%s uses %s, which is for %s only", file.files.Position(selector.Pos()), selector.Sel.Name, captureFolder)
			case isName && name != "" && owner.Name == name && selector.Sel.Name == "Open":
				opened[file.folder] = true
				if !slices.Contains(openers, file.folder) {
					t.Errorf("%s opens a session: use %s", file.files.Position(selector.Pos()), captureFolder)
				}
			}
			return true
		})
		ast.Inspect(file.tree, func(node ast.Node) bool {
			pair, ok := node.(*ast.KeyValueExpr)
			if !ok || name == "" || file.folder == captureFolder {
				return true
			}
			if key, isName := pair.Key.(*ast.Ident); isName && slices.Contains([]string{"Allow", "CaptureCommands", "BeforeWrite"}, key.Name) {
				t.Errorf("%s sets %s, which is for %s only", file.files.Position(pair.Pos()), key.Name, captureFolder)
			}
			return true
		})
	}
	for _, folder := range openers {
		if !opened[folder] {
			t.Errorf("%s opens no session: is the test looking for the right function?", folder)
		}
	}
}

// nameOfSessions returns the name by which a file knows the package of sessions,
// "" if it does not import it.
func nameOfSessions(tree *ast.File) string {
	for _, spec := range tree.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err != nil || path != sessionPackage {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return "tlibconn"
	}
	return ""
}
