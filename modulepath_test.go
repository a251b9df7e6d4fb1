package main

import (
	"os"
	"strings"
	"testing"
)

// startsSilently reports whether a module path keeps the program from asking the
// terminal for its background: Go initialises packages in the order of their import
// paths as soon as their own imports are ready, and themes/dark must come before
// Bubble Tea (themes/dark, docs/RELEASING.md).
func startsSilently(module string) bool {
	return module+"/themes/dark" < "github.com/charmbracelet/bubbletea"
}

func TestHouseModulePath(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	module, ok := strings.CutPrefix(line, "module ")
	if !ok {
		t.Fatalf("go.mod begins with %q", line)
	}
	if !startsSilently(module) {
		t.Errorf("the module path %s sorts behind github.com/charmbracelet: the program would ask the terminal for its background at the start (docs/RELEASING.md)", module)
	}
}

func TestHouseModulePathsThatStartSilently(t *testing.T) {
	for module, want := range map[string]bool{
		"capdeck": true, "capdeck.example/capdeck": true, "example.com/capdeck": true, "github.com/acme/capdeck": true,
		"github.com/charmbracelet/capdeck": false, "github.com/example/capdeck": false, "gitlab.com/acme/capdeck": false, "zz.example/capdeck": false,
	} {
		if got := startsSilently(module); got != want {
			t.Errorf("a program of the module %s starts silently: %t, want %t", module, got, want)
		}
	}
}
