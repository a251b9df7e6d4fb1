package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestHouseNoMutableState refuses package-level variables that anything changes, or could
// change through a pointer: tests and sessions in one process would share them.
func TestHouseNoMutableState(t *testing.T) {
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loaded {
		for _, problem := range p.Errors {
			t.Error(problem)
		}
		for _, found := range mutations(p.Fset, p.Syntax, p.TypesInfo) {
			t.Error(found)
		}
	}
}

// TestMutations holds the check itself to each way of changing a variable.
func TestMutations(t *testing.T) {
	const declarations = `package p
type settings struct{ on bool }
func (s *settings) set() {}
func (s settings) get() bool { return s.on }
var (
	counter int
	pair    [2]int
	now     settings
	table   = map[string]int{}
	list    = []int{1}
	shared  = &settings{}
	events  = make(chan int)
	words   = [...]string{"a"}
)
`
	for _, c := range []struct {
		statement string
		want      int
	}{
		{"counter++", 1},
		{"counter = 1", 1},
		{"counter += 1", 1},
		{"now.on = true", 1},
		{"pair[0] = 1", 1},
		{"list[0] = 1", 1},
		{"(list)[0]++", 1},
		{"table[`a`] = 1", 1},
		{"clear(table)", 1},
		{"delete(table, `a`)", 1},
		{"copy(list, list)", 1},
		{"_ = &counter", 1},
		{"_ = &pair[0]", 1},
		{"_ = pair[:]", 1},
		{"_ = append(pair[:], list...)", 1},
		{"list := append(list, pair[:]...); _ = list", 0},
		{"now.set()", 1},
		{"f := now.set; f()", 1},
		{"for counter = range list {}", 1},
		{"for counter, pair[0] = range list {}", 2},
		{"counter, x := 1, 2; _, _ = counter, x", 0}, // a variable of the function's own
		{"table := map[string]int{}; clear(table)", 0},
		{"_ = now.get()", 0},
		{"_ = words[0]", 0},
		{"for range list {}", 0},
		{"_ = table[`a`]", 0},
	} {
		files := token.NewFileSet()
		tree, err := parser.ParseFile(files, "p.go", declarations+"func f() {\n"+c.statement+"\n}", 0)
		if err != nil {
			t.Fatal(err)
		}
		info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Types: map[ast.Expr]types.TypeAndValue{}}
		if _, err := new(types.Config).Check("p", files, []*ast.File{tree}, info); err != nil {
			t.Fatalf("%s: %v", c.statement, err)
		}
		found := mutations(files, []*ast.File{tree}, info)
		// shared and events are refused by their types in each case.
		found = slices.DeleteFunc(found, func(text string) bool { return strings.Contains(text, "shared") || strings.Contains(text, "events") })
		if len(found) != c.want {
			t.Errorf("%q is found %d times, want %d: %q", c.statement, len(found), c.want, found)
		}
	}
}

// mutations returns a sentence about each change of a package-level variable.
func mutations(files *token.FileSet, trees []*ast.File, info *types.Info) []string {
	s := mutationSearch{files: files, info: info, onlyRead: map[ast.Expr]bool{}}
	for _, tree := range trees {
		for _, declaration := range tree.Decls {
			if group, ok := declaration.(*ast.GenDecl); ok && group.Tok == token.VAR {
				s.declared(group)
			}
		}
		ast.Inspect(tree, s.visit)
	}
	return s.found
}

type mutationSearch struct {
	files *token.FileSet
	info  *types.Info
	// onlyRead are the arguments of functions that read a slice and keep nothing of it.
	onlyRead map[ast.Expr]bool
	found    []string
}

// declared refuses variables whose type alone says that they are shared state.
func (s *mutationSearch) declared(group *ast.GenDecl) {
	for _, spec := range group.Specs {
		for _, name := range spec.(*ast.ValueSpec).Names {
			object := s.info.Defs[name]
			if object == nil || name.Name == "_" {
				continue
			}
			switch kind := object.Type().Underlying().(type) {
			case *types.Chan:
				s.report(name, object)
			case *types.Pointer:
				if !slices.Contains([]string{"*regexp.Regexp", "*unicode.RangeTable"}, kind.String()) {
					s.report(name, object)
				}
			}
		}
	}
}

func (s *mutationSearch) visit(node ast.Node) bool {
	switch node := node.(type) {
	case *ast.AssignStmt:
		for _, left := range node.Lhs {
			s.changed(left)
		}
	case *ast.IncDecStmt:
		s.changed(node.X)
	case *ast.RangeStmt:
		s.changed(node.Key)
		s.changed(node.Value)
	case *ast.UnaryExpr:
		if node.Op == token.AND {
			s.changed(node.X)
		}
	case *ast.SliceExpr:
		if kind := s.info.TypeOf(node.X); kind != nil && !s.onlyRead[node] {
			if _, isArray := kind.Underlying().(*types.Array); isArray {
				s.changed(node.X)
			}
		}
	case *ast.CallExpr:
		s.call(node)
	case *ast.SelectorExpr:
		s.method(node)
	}
	return true
}

// call looks at the built-in functions that change their first argument, and takes note
// of arguments that are only read.
func (s *mutationSearch) call(node *ast.CallExpr) {
	name, ok := node.Fun.(*ast.Ident)
	if selector, isSelector := node.Fun.(*ast.SelectorExpr); isSelector {
		name, ok = selector.Sel, true
	}
	if !ok || len(node.Args) == 0 {
		return
	}
	switch called := s.info.Uses[name].(type) {
	case *types.Builtin:
		switch called.Name() {
		case "clear", "delete", "copy":
			s.changed(node.Args[0])
		case "append":
			s.reads(node.Args[1:])
		}
	case *types.Func:
		switch called.FullName() {
		case "slices.Clone", "slices.Contains", "slices.ContainsFunc", "slices.Index", "slices.IndexFunc", "strings.Join":
			s.reads(node.Args)
		}
	}
}

func (s *mutationSearch) reads(arguments []ast.Expr) {
	for _, argument := range arguments {
		s.onlyRead[argument] = true
	}
}

// method looks at methods that take the address of what they are called on.
func (s *mutationSearch) method(node *ast.SelectorExpr) {
	selection := s.info.Selections[node]
	if selection == nil || selection.Kind() != types.MethodVal {
		return
	}
	receiver := selection.Obj().(*types.Func).Signature().Recv()
	_, byAddress := receiver.Type().(*types.Pointer)
	if _, isPointer := s.info.TypeOf(node.X).Underlying().(*types.Pointer); byAddress && !isPointer && !selection.Indirect() {
		s.changed(node.X)
	}
}

// changed reports an expression that is, or lies in, a package-level variable.
func (s *mutationSearch) changed(expression ast.Expr) {
	for {
		switch e := expression.(type) {
		case *ast.ParenExpr:
			expression = e.X
		case *ast.IndexExpr:
			expression = e.X
		case *ast.StarExpr:
			expression = e.X
		case *ast.SelectorExpr:
			if s.info.Selections[e] == nil {
				s.variable(e.Sel) // of another package
				return
			}
			expression = e.X
		case *ast.Ident:
			s.variable(e)
			return
		default:
			return
		}
	}
}

func (s *mutationSearch) variable(name *ast.Ident) {
	object, ok := s.info.Uses[name].(*types.Var)
	if ok && object.Pkg() != nil && object.Parent() == object.Pkg().Scope() {
		s.report(name, object)
	}
}

func (s *mutationSearch) report(name *ast.Ident, object types.Object) {
	s.found = append(s.found, fmt.Sprintf("%s: the package variable %s is, or can be, changed", s.files.Position(name.Pos()), object.Name()))
}
