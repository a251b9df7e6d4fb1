package cli

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	// As in main: a program on Bubble Tea would ask the terminal for its colour.
	_ "capdeck/themes/dark"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/board"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/password"
	"capdeck/ui/cli/process"
	"capdeck/ui/internal/screentest"
	"capdeck/ui/keymsg"
)

const (
	panicVariable = "CAPDECK_TEST_PANIC"
	secret        = "correct-horse-battery"
)

// panicking is a screen with a fault: the key P makes it panic.
type panicking struct {
	tea.Model
	place string
	start func(func())
	now   bool
}

// boom panics with a text that no report may contain.
func boom() { panic("the password is " + secret) }

// Update passes on messages other than the key.
func (p *panicking) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if press, ok := msg.(keymsg.Press); ok && fmt.Sprint(press.Msg) == "P" {
		switch p.place {
		case "update":
			boom()
		case "view":
			p.now = true
		case "command":
			return p, func() tea.Msg { boom(); return nil }
		case "goroutine":
			p.start(boom)
		}
	}
	var cmd tea.Cmd
	p.Model, cmd = p.Model.Update(msg)
	return p, cmd
}

// View panics if the fault is in View.
func (p *panicking) View() string {
	if p.now {
		boom()
	}
	return p.Model.View()
}

// runPanicking runs capdeck with a panic in the given place.
func runPanicking(place string) exit.Code {
	streams := process.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environment: os.LookupEnv}
	return run(context.Background(), os.Args[1:], streams, board.Hooks{
		Screen: func(model tea.Model, start func(func())) tea.Model {
			return &panicking{Model: model, place: place, start: start}
		},
		Line: func(text string, start func(func())) {
			switch {
			case text == "P" && place == "line":
				boom()
			case text == "P":
				start(boom)
			}
		},
	})
}

// TestPanics makes the program panic in each place where its own code runs. The terminal is
// restored, a file that only its owner can read contains the stack, a sentence names the
// file, and the password appears nowhere.
func TestPanics(t *testing.T) {
	for _, place := range []string{"update", "view", "command", "goroutine"} {
		t.Run(place, func(t *testing.T) {
			server, err := simserver.New(simserver.Options{
				Go: func(f func()) { go f() }, Password: secret, DNs: []simserver.DN{{Number: "7001"}},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			state := t.TempDir()
			command := exec.Command(os.Args[0], "--host", server.Addr(), "--dn", "7001", "--addp-trace", "both")
			command.Env = append(os.Environ(), panicVariable+"="+place, password.Variable+"="+secret,
				"XDG_STATE_HOME="+state, "TERM=xterm-256color", "NO_COLOR=")
			terminal := screentest.Start(t, command, 120, 30)
			terminal.WaitText(t, "1 of 1 DN registered")
			terminal.Send(t, "s")
			terminal.WaitText(t, "start accepted")
			cmdline, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(command.Process.Pid), "cmdline"))
			if err != nil {
				t.Fatal(err)
			}
			terminal.Send(t, "P")
			if code := terminal.WaitExit(t); code != int(exit.Failure) {
				t.Errorf("the exit code is %d", code)
			}
			if s := terminal.Screen; s.AltScreen() || !s.CursorVisible() || s.MouseOn() || s.Bracketed() {
				t.Errorf("the terminal is not restored:\n%s", s.Text())
			}
			report := onlyReport(t, state)
			if said := strings.Join(strings.Fields(terminal.Screen.Text()), ""); !strings.Contains(said, "internalerror") || !strings.Contains(said, filepath.Base(report)) {
				t.Errorf("the last sentence does not name %s:\n%s", report, terminal.Screen.Text())
			}
			text := readAll(t, state)
			if !bytes.Contains(text, []byte("panic_test.go")) || !bytes.Contains(text, []byte(`"verb":"start"`)) {
				t.Error("the state directory contains no stack or no journal")
			}
			for name, where := range map[string][]byte{"the state directory": text, "the terminal": terminal.Raw(), "the arguments": cmdline} {
				if bytes.Contains(where, []byte(secret)) {
					t.Errorf("%s has the password", name)
				}
			}
		})
	}
}

// TestPlainPanics does the same for --plain.
func TestPlainPanics(t *testing.T) {
	for _, place := range []string{"line", "goroutine"} {
		t.Run(place, func(t *testing.T) {
			server, err := simserver.New(simserver.Options{Go: func(f func()) { go f() }, Password: secret, DNs: []simserver.DN{{Number: "7001"}}})
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			state := t.TempDir()
			command := exec.Command(os.Args[0], "--host", server.Addr(), "--dn", "7001", "--no-query", "--plain")
			command.Env = append(os.Environ(), panicVariable+"="+place, password.Variable+"="+secret, "XDG_STATE_HOME="+state, "TERM=xterm-256color")
			terminal := screentest.Start(t, command, 120, 30)
			terminal.WaitText(t, "1 DN, 1 registered")
			terminal.Send(t, "start 7001\n")
			terminal.WaitText(t, "7001: start accepted")
			terminal.Send(t, "P\n")
			if code := terminal.WaitExit(t); code != int(exit.Failure) {
				t.Errorf("the exit code is %d", code)
			}
			report := onlyReport(t, state)
			if said := strings.Join(strings.Fields(terminal.Screen.Text()), ""); !strings.Contains(said, "internalerror") || !strings.Contains(said, filepath.Base(report)) {
				t.Errorf("the last sentence does not name %s:\n%s", report, terminal.Screen.Text())
			}
			text := readAll(t, state)
			if !bytes.Contains(text, []byte(`"verb":"start"`)) || bytes.Contains(text, []byte(`"outcome":`)) {
				t.Error("the journal has no intent, or an outcome that is not known")
			}
			if bytes.Contains(append(text, terminal.Raw()...), []byte(secret)) {
				t.Error("the password was written somewhere")
			}
		})
	}
}

// onlyReport returns the only crash report of a state directory.
func onlyReport(t *testing.T, state string) string {
	t.Helper()
	reports, err := filepath.Glob(filepath.Join(state, "capdeck", "crash-*.txt"))
	if err != nil || len(reports) != 1 {
		t.Fatalf("there are the reports %v, %v", reports, err)
	}
	info, err := os.Stat(reports[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the report has the mode %v, %v", info.Mode(), err)
	}
	return reports[0]
}

// readAll returns the contents of all files below a directory.
func readAll(t *testing.T, dir string) []byte {
	t.Helper()
	var all []byte
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all = append(all, text...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
