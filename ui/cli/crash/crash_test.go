//go:build linux

package crash

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestPanic(t *testing.T) {
	tests := []struct{ mode, where string }{
		{"goroutine", "a goroutine"},
		{"command", "a command"},
		{"batch", "a command"},
		{"sequence", "a command"},
		{"Update", "Update"},
		{"View", "View"},
		{"panic and hang", "a goroutine"},
	}
	for _, tt := range tests {
		t.Run(tt.mode, func(t *testing.T) {
			p := startProcess(t, tt.mode, false)
			p.readFirstFrame()
			if p.lineSettings() == p.before {
				t.Fatal("the program did not set raw mode")
			}
			p.readOn()
			p.press()
			if code := p.wait(); code != 1 {
				t.Errorf("exit code %d, want 1", code)
			}
			p.checkEnded(tt.mode != "panic and hang")
			p.checkScreen()
			name, text := p.onlyFile("crash")
			for _, want := range []string{
				"capdeck 1.2.3: internal error in " + tt.where, "panic: a wrong answer to " + redacted,
				"crash.fail", "all goroutines:", "(*Writer).run",
			} {
				if !strings.Contains(text, want) {
					t.Errorf("the report does not contain %q:\n%s", want, text)
				}
			}
			want := "capdeck stopped because of an internal error; the details are in " + name + ". Please report it together with that file.\n"
			if got := p.said(); got != want {
				t.Errorf("standard error got\n%q, want\n%q", got, want)
			}
		})
	}
}

func TestPanicWithoutAFile(t *testing.T) {
	p := startProcess(t, "unwritable", false)
	p.readFirstFrame()
	p.readOn()
	p.press()
	if code := p.wait(); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	p.checkScreen()
	got := p.said()
	for _, want := range []string{"its details could not be written to a file (", "not a directory", "panic: a wrong answer to " + redacted, "crash.fail"} {
		if !strings.Contains(got, want) {
			t.Errorf("standard error does not contain %q:\n%s", want, got)
		}
	}
}

func TestSignals(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM} {
		for _, mode := range []string{"signal", "hang"} {
			t.Run(signal.String()+" "+mode, func(t *testing.T) {
				p := startProcess(t, mode, false)
				p.readFirstFrame()
				p.readOn()
				p.press()
				if mode == "hang" {
					p.waitFor(hanging)
				} else {
					p.waitFor("pressed")
				}
				if err := p.cmd.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
				if code, want := p.wait(), 128+int(signal); code != want {
					t.Errorf("exit code %d, want %d", code, want)
				}
				p.checkEnded(mode != "hang")
				p.checkScreen()
				checkSaid(t, p, signal)
			})
		}
	}
}

func checkSaid(t *testing.T, p *process, signal syscall.Signal) {
	t.Helper()
	if signal != syscall.SIGQUIT {
		if got := p.said(); got != "" {
			t.Errorf("standard error got %q", got)
		}
		return
	}
	got := p.said()
	if !strings.HasPrefix(got, "capdeck was ended by SIGQUIT; the stacks of its goroutines are in ") {
		t.Errorf("standard error got %q", got)
	}
	if _, text := p.onlyFile("stacks"); !strings.Contains(text, "goroutine 1 [") {
		t.Errorf("the file holds no stacks:\n%s", text)
	}
}

// TestEndOnATerminalThatTakesNothing ends the program, with a key, a panic and a signal, on a terminal that has
// stopped reading, which also receives standard error.
func TestEndOnATerminalThatTakesNothing(t *testing.T) {
	tests := []struct {
		mode   string
		signal syscall.Signal
		code   int
	}{
		{"quit", 0, 0},
		{"goroutine", 0, 1},
		{"panic and hang", 0, 1},
		{"hang", syscall.SIGTERM, 128 + int(syscall.SIGTERM)},
		{"signal", syscall.SIGHUP, 128 + int(syscall.SIGHUP)},
		{"signal", syscall.SIGTERM, 128 + int(syscall.SIGTERM)},
	}
	for _, tt := range tests {
		t.Run(tt.mode+" "+tt.signal.String(), func(t *testing.T) {
			p := startProcess(t, tt.mode, true)
			p.readFirstFrame()
			p.fill()
			p.press()
			if tt.signal != 0 {
				if err := p.cmd.Process.Signal(tt.signal); err != nil {
					t.Fatal(err)
				}
			}
			if code := p.wait(); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			p.checkLineSettings()
		})
	}
}

func TestCleanEndLeavesNoFile(t *testing.T) {
	p := startProcess(t, "quit", false)
	p.readFirstFrame()
	p.readOn()
	p.press()
	if code := p.wait(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	p.checkScreen()
	if names := p.files(); len(names) != 0 {
		t.Errorf("the state directory holds %q", names)
	}
	if got := p.said(); got != "" {
		t.Errorf("standard error got %q", got)
	}
}

func TestFatalErrorsGoToAFile(t *testing.T) {
	p := startProcess(t, "unguarded", false)
	p.readFirstFrame()
	p.readOn()
	p.press()
	if code := p.wait(); code != 2 {
		t.Errorf("exit code %d, want the runtime's 2", code)
	}
	names := p.files()
	if len(names) != 1 || !strings.HasPrefix(names[0], fatalKind+"-") {
		t.Fatalf("the state directory holds %q, want one %s file", names, fatalKind)
	}
	text, err := os.ReadFile(filepath.Join(p.dir, names[0]))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"panic: a wrong answer", "crash.fail", "goroutine 1 ["} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the file does not contain %q:\n%s", want, text)
		}
	}
}
