package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowedImports says which packages of the module a package may import: imports
// point one way (docs/ARCHITECTURE.md, The house). "..." stands for every package, and
// "." for the root.
const allowedImports = `
.: ui/cli ui/cli/process themes/dark
tlibconn/wire:
tlibconn/wire/internal/vectors:
tlibconn/wire/tjson: tlibconn/wire tlibconn/wire/quote
tlibconn/wire/tlog: tlibconn/wire tlibconn/wire/quote
tlibconn/wire/quote:
tlibconn/event: tlibconn/wire
tlibconn/journal: tlibconn/wire tlibconn/event
tlibconn: tlibconn/event tlibconn/internal/neterror tlibconn/tlsconn tlibconn/wire
tlibconn/internal/neterror:
tlibconn/tlsconn: tlibconn/internal/neterror
tlibconn/capture: tlibconn tlibconn/event tlibconn/journal tlibconn/wire
tlibconn/tlibtest: tlibconn/event tlibconn/simserver tlibconn/wire
tlibconn/recorder: tlibconn tlibconn/event tlibconn/wire
tlibconn/simserver: tlibconn/wire
tlibconn/simserver/selfsigned:
model/action: tlibconn/event
model/board: model/board/index tlibconn/event tlibconn/wire
model/board/index:
model/say: model/board model/bulk model/phrase tlibconn/event tlibconn/wire
model/stats: model/board tlibconn/event
model/bulk: model/board tlibconn/event
model/casefold:
model/column:
model/dnlist:
model/filter: model/casefold model/dnlist
model/effect: model/board tlibconn/event
model/messages: model/board model/casefold tlibconn/event tlibconn/wire tlibconn/wire/tlog
model/overlay: model/action model/board model/column tlibconn/event
model/newdns: model/board model/dnlist
model/panes: model/action
model/phrase:
model/rows: model/board model/column model/filter
model/sent: model/board tlibconn/journal
model: model/action model/board model/bulk model/column model/dnlist model/effect model/filter model/messages model/newdns model/overlay model/panes model/phrase model/rows model/say model/sent model/stats tlibconn/event tlibconn/journal tlibconn/wire tlibconn/wire/tlog
themes:
themes/dark:
ui: model model/action model/dnlist model/effect model/overlay model/panes model/phrase themes ui/bindings ui/canvas ui/cell ui/detail ui/dntext ui/export ui/fold ui/footer ui/header ui/keymsg ui/messages ui/overlay ui/rows ui/sent ui/statistics
ui/bindings: model/action
ui/canvas: model/action model/board themes ui/cell ui/fold
ui/cell:
ui/detail: model/action model/board model/say themes ui/bindings ui/canvas ui/cell ui/dntext ui/fold
ui/dntext: model/board model/phrase model/say themes tlibconn/event ui/cell
ui/export: model/board model/say tlibconn/event tlibconn/wire tlibconn/wire/quote tlibconn/wire/tjson
ui/fold: ui/cell
ui/footer: model/action themes ui/bindings ui/canvas ui/cell
ui/header: model model/action model/board model/bulk model/phrase model/say themes tlibconn/event ui/bindings ui/canvas ui/cell ui/fold
ui/internal/screentest:
ui/keymsg:
ui/messages: model/action model/messages model/phrase model/say themes tlibconn/wire tlibconn/wire/tlog ui/canvas ui/cell ui/dntext
ui/overlay: model/action model/board model/column model/filter model/overlay model/phrase themes ui/bindings ui/canvas ui/cell ui/fold ui/keymsg ui/rows
ui/plain: model model/action model/board model/dnlist model/effect model/messages model/overlay model/phrase model/say model/sent tlibconn/event tlibconn/wire ui/cell
ui/rows: model/action model/board model/column model/phrase model/rows model/say themes ui/canvas ui/cell ui/dntext
ui/sent: model/phrase model/say model/sent themes ui/canvas ui/cell ui/dntext ui/fold
ui/statistics: model/board model/phrase model/say model/stats themes tlibconn/event ui/canvas ui/cell ui/dntext ui/fold
ui/cli: ui/cli/board ui/cli/configcmd ui/cli/crash ui/cli/decode ui/cli/encode ui/cli/exit ui/cli/flags ui/cli/journal ui/cli/keys ui/cli/print ui/cli/process ui/cli/send ui/cli/settings ui/cli/textfile ui/cli/themes ui/cli/tserver
ui/cli/charset:
ui/cli/codec: tlibconn/wire tlibconn/wire/tjson tlibconn/wire/tlog ui/cell ui/cli/exit ui/cli/process ui/cli/textfile
ui/cli/crash: ui/cell
ui/cli/decode: ui/cli/codec ui/cli/flags ui/cli/process
ui/cli/dnfile: model/dnlist ui/cli/textfile
ui/cli/encode: ui/cli/codec ui/cli/flags ui/cli/process
ui/cli/exit:
ui/cli/flags: model model/board model/column model/dnlist themes tlibconn tlibconn/capture tlibconn/tlsconn ui/cli/charset ui/cli/config ui/cli/dnfile ui/cli/exit ui/cli/password ui/cli/process ui/cli/textfile
ui/cli/journal: model/board model/phrase model/say tlibconn/event tlibconn/journal ui/cell ui/cli/dnfile ui/cli/exit ui/cli/flags ui/cli/print ui/cli/process
ui/cli/password: ui/cli/exit ui/cli/process ui/cli/textfile
ui/cli/print: ui/cell
ui/cli/process: ui/cli/crash ui/cli/exit
ui/cli/term: ui/cli/term/input ui/keymsg
ui/cli/tserver: tlibconn/recorder tlibconn/simserver tlibconn/simserver/selfsigned ui/cell ui/cli/dnfile ui/cli/exit ui/cli/flags ui/cli/password ui/cli/print ui/cli/process ui/cli/textfile
ui/cli/term/input: ui/keymsg
ui/cli/config: model model/action model/overlay ui/cli/textfile ui/keymsg
ui/cli/textfile:
ui/cli/configcmd: tlibconn ui/cell ui/cli/config ui/cli/exit ui/cli/flags ui/cli/print ui/cli/process ui/cli/settings ui/cli/userthemes
ui/cli/keys: ui/cli/config ui/cli/flags ui/cli/print ui/cli/process ui/cli/settings
ui/cli/settings: ui/cli/config ui/cli/exit ui/cli/flags ui/cli/process
ui/cli/themes: themes ui/cli/flags ui/cli/print ui/cli/process ui/cli/settings ui/cli/userthemes
ui/cli/userthemes: themes ui/cli/exit ui/cli/process ui/cli/textfile
ui/cli/live: model model/board model/column model/effect model/phrase tlibconn tlibconn/capture tlibconn/journal ui/cli/charset ui/cli/crash ui/cli/dnfile ui/cli/exit ui/cli/flags ui/cli/process ui/cli/settings ui/cli/textfile
ui/cli/send: model/board model/phrase model/say tlibconn/capture tlibconn/event tlibconn/wire ui/cell ui/cli/dnfile ui/cli/exit ui/cli/flags ui/cli/live ui/cli/process
ui/cli/demo: tlibconn/event tlibconn/recorder tlibconn/simserver ui/cli/dnfile
ui/cli/board: model/phrase ui/cli/board/plain ui/cli/board/screen ui/cli/demo ui/cli/dnfile ui/cli/exit ui/cli/flags ui/cli/live ui/cli/process ui/cli/settings ui/cli/userthemes
ui/cli/board/screen: model model/effect model/messages model/phrase themes ui ui/cell ui/cli/config ui/cli/crash ui/cli/live ui/cli/print ui/cli/process ui/cli/settings ui/cli/term ui/cli/userthemes ui/export ui/keymsg
ui/cli/board/plain: model model/effect model/say tlibconn/event ui/cell ui/cli/config ui/cli/crash ui/cli/exit ui/cli/flags ui/cli/live ui/cli/textfile ui/plain
ui/cli/ptytest: ...
ui/cli/bench: ...
tlibconn/reliability: ...
`

// mayImport reads allowedImports.
func mayImport() map[string][]string {
	allowed := map[string][]string{}
	for line := range strings.Lines(strings.TrimSpace(allowedImports)) {
		folder, imports, _ := strings.Cut(strings.TrimSpace(line), ":")
		allowed[strings.TrimPrefix(folder, ".")] = strings.Fields(imports)
	}
	return allowed
}

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

func TestHouseImports(t *testing.T) {
	mayImport := mayImport()
	for _, file := range sources(t) {
		if file.test {
			continue
		}
		allowed, known := mayImport[file.folder]
		if !known {
			t.Errorf("%s: the package has no line in mayImport", file.path)
			continue
		}
		for _, spec := range file.tree.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			inside, ours := strings.CutPrefix(path, "capdeck/")
			if ours && !slices.Contains(allowed, inside) && !slices.Contains(allowed, "...") {
				t.Errorf("%s imports %s", file.path, path)
			}
			checkForeign(t, file, path)
		}
	}
}

// TestHouseCommands holds the commands of the command line, which are the packages below
// ui/cli with a function Command, to being imported by the root command alone.
func TestHouseCommands(t *testing.T) {
	all, commands := sources(t), map[string]bool{}
	for _, file := range all {
		if !file.test && strings.HasPrefix(file.folder, "ui/cli/") && file.tree.Scope.Lookup("Command") != nil {
			commands[file.folder] = true
		}
	}
	if !commands["ui/cli/board"] || !commands["ui/cli/send"] {
		t.Fatalf("the commands are %v", commands)
	}
	for _, file := range all {
		for _, spec := range file.tree.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if inside, ours := strings.CutPrefix(path, "capdeck/"); ours && !file.test && commands[inside] && file.folder != "ui/cli" {
				t.Errorf("%s imports the command %s: what commands share is in live, flags or a leaf", file.path, inside)
			}
		}
	}
}

// checkForeign holds the rules on libraries: one user of uniseg, no other width
// function in what draws, and nothing beside lipgloss in themes/dark.
func checkForeign(t *testing.T, file source, path string) {
	t.Helper()
	if file.folder == "themes/dark" && path != "github.com/charmbracelet/lipgloss" {
		t.Errorf("%s imports %s: it is initialised early only while it imports lipgloss and nothing else", file.path, path)
	}
	if !strings.HasPrefix(file.folder, "ui") && file.folder != "model" || file.folder == "ui/internal/screentest" {
		return
	}
	widths := []string{"github.com/mattn/go-runewidth", "github.com/charmbracelet/x/ansi", "github.com/muesli/reflow", "github.com/clipperhouse/displaywidth"}
	if file.folder != "ui/cell" {
		widths = append(widths, "github.com/rivo/uniseg")
	}
	for _, width := range widths {
		if strings.HasPrefix(path, width) {
			t.Errorf("%s imports %s: ui/cell has the one width function", file.path, path)
		}
	}
}

// TestHouseSizes holds files below 400 lines and functions below 60 lines, so
// that each can be read whole. Tables of names and tests may be longer.
func TestHouseSizes(t *testing.T) {
	for _, file := range sources(t) {
		if file.test {
			continue
		}
		if file.lines > 400 {
			t.Errorf("%s has %d lines", file.path, file.lines)
		}
		for _, declaration := range file.tree.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok || function.Body == nil {
				continue
			}
			first, last := file.files.Position(function.Pos()), file.files.Position(function.End())
			if lines := last.Line - first.Line; lines > 65 {
				t.Errorf("%s: %s has %d lines", first, function.Name.Name, lines)
			}
		}
	}
}

// timesOfDay are the files that may turn a time into a number or strip its monotonic
// reading, each with the reason. Everywhere else order, age and timeouts come from
// time.Time's own methods, which a clock that is set does not change.
var timesOfDay = map[string]string{
	"model/messages/log.go":          "a message's time is shown, never compared: messages are ordered by number",
	"tlibconn/simserver/state.go":    "EventTime is a time of day on the wire",
	"tlibconn/simserver/requests.go": "ServerStartTime is a time of day on the wire",
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
