package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"capdeck/model/action"
)

// TestAsksIsComplete carries out every action under the policy that always asks, and checks
// that Asks is set for exactly those that open a dialog which the yes key answers.
func TestAsksIsComplete(t *testing.T) {
	for _, row := range Actions() {
		f := newFloor(t, 3, Options{Confirm: ConfirmAlways})
		open := action.Start // an open command, so that quitting asks
		if row.ID == open {
			open = action.Pause
		}
		f.do(open)
		f.shown()
		f.press("y")
		f.leave()
		f.do(row.ID)
		d := f.m.Overlay().Dialog()
		if opens := d != nil && !d.Menu; opens != row.Asks {
			t.Errorf("%s opens a dialog: %v; Asks says %v", row.ID, opens, row.Asks)
		}
	}
}

// TestEveryActionHasOneRow compares the IDs that package action declares with the
// table: each has exactly one row, with a handler and help.
func TestEveryActionHasOneRow(t *testing.T) {
	rows := map[action.ID]int{}
	for _, row := range actionTable() {
		rows[row.ID]++
		if row.handle == nil || row.Help == "" || row.Group == "" {
			t.Errorf("%s has no handler, help or group", row.ID)
		}
	}
	declared := declaredActions(t)
	if len(declared) == 0 {
		t.Fatal("found no IDs")
	}
	for _, id := range declared {
		if rows[id] != 1 {
			t.Errorf("%s has %d rows", id, rows[id])
		}
		delete(rows, id)
	}
	for id := range rows {
		t.Errorf("%s is not declared in package action", id)
	}
}

// declaredActions reads the constants of type action.ID.
func declaredActions(t *testing.T) []action.ID {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "action/action.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var ids []action.ID
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if of, ok := spec.Type.(*ast.Ident); !ok || of.Name != "ID" {
			return true
		}
		for _, value := range spec.Values {
			text, err := strconv.Unquote(value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, action.ID(text))
		}
		return true
	})
	return ids
}
