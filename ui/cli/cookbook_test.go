//go:build unix

package cli

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// block is a block of code of the cookbook.
type block struct {
	language, text string
}

// recipe is a section of the cookbook.
type recipe struct {
	title  string
	blocks []block
}

func recipes(t *testing.T) []recipe {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "COOKBOOK.md"))
	if err != nil {
		t.Fatal(err)
	}
	var all []recipe
	var open *block
	for line := range strings.Lines(string(text)) {
		title, isTitle := strings.CutPrefix(line, "## ")
		language, isFence := strings.CutPrefix(strings.TrimSpace(line), "```")
		switch {
		case isFence && open == nil:
			last := &all[len(all)-1]
			last.blocks = append(last.blocks, block{language: language})
			open = &last.blocks[len(last.blocks)-1]
		case isFence:
			open = nil
		case open != nil:
			open.text += line
		case isTitle:
			all = append(all, recipe{title: strings.TrimSpace(title)})
		}
	}
	return all
}

// TestCookbook runs every command of docs/COOKBOOK.md: the blocks of a recipe one after the
// other in a folder of its own, which has the files that the recipe writes down.
func TestCookbook(t *testing.T) {
	t.Parallel()
	all := recipes(t)
	if len(all) < 8 {
		t.Fatalf("the cookbook has %d recipes", len(all))
	}
	for _, r := range all {
		t.Run(r.title, func(t *testing.T) {
			t.Parallel()
			dir, server := exampleFolder(t), exampleServer(t)
			for _, b := range r.blocks {
				if b.language == "sh" {
					runBlock(t, dir, server, b.text)
				} else {
					writeBlock(t, dir, b.text)
				}
			}
		})
	}
}

// writeBlock writes a file whose name is the comment in its first line.
func writeBlock(t *testing.T, dir, text string) {
	t.Helper()
	first, _, _ := strings.Cut(text, "\n")
	name := strings.TrimLeft(first, "#/ ")
	path := filepath.Join(dir, filepath.Clean("/"+name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if name == "" || os.WriteFile(path, []byte(text), 0o600) != nil {
		t.Fatalf("the block that begins with %q cannot be written: its first line is a comment with the name of its file", first)
	}
}

// runBlock runs a block as a shell does that stops at the first command that fails.
func runBlock(t *testing.T, dir, server, text string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free := listener.Addr().String()
	listener.Close()
	text = strings.NewReplacer("127.0.0.1:7000", free, "tserver.example:7000", server, "/tmp/", shortFolder(t)).Replace(text)
	cmd := shell(dir, "")
	cmd.Args = []string{"/bin/sh", "-ec", text}
	cmd.Env = append(cmd.Env, "CAPDECK_QUIET_TIME=50ms", "CAPDECK_WATCH_TIME=50ms")
	output, err := combinedOutput(cmd)
	if err != nil {
		t.Errorf("%v\n%s\n%s", err, text, output)
	}
}

// combinedOutput runs a command with its output in a file, which programs that it leaves behind
// cannot hold open.
func combinedOutput(cmd *exec.Cmd) (string, error) {
	file, err := os.CreateTemp(cmd.Dir, "output")
	if err != nil {
		return "", err
	}
	defer file.Close()
	cmd.Stdout, cmd.Stderr = file, file
	failed := cmd.Run()
	output, err := os.ReadFile(file.Name())
	if failed == nil {
		failed = err
	}
	return string(output), failed
}

// TestCookbookFiles holds the commands in files for CI servers to being those that run.
func TestCookbookFiles(t *testing.T) {
	t.Parallel()
	inFile := regexp.MustCompile(`(?m)(?:run: |sh ')(capdeck [^'\n]*)`)
	for _, r := range recipes(t) {
		var ran []string
		for _, b := range r.blocks {
			if b.language == "sh" {
				ran = append(ran, strings.Split(strings.ReplaceAll(b.text, "\\\n  ", ""), "\n")...)
			}
		}
		for _, b := range r.blocks {
			if b.language == "sh" {
				continue
			}
			for _, found := range inFile.FindAllStringSubmatch(b.text, -1) {
				if !slices.Contains(ran, found[1]) {
					t.Errorf("in %q the command is in a file only, and is not run:\n%s", r.title, found[1])
				}
			}
		}
	}
}
