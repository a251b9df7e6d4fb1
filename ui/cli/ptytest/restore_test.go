//go:build unix

package ptytest

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// shell runs a program as a person's shell does, and records the line settings of the terminal before and after it,
// and its process number. It leads the session of the terminal: when a leader ends, the kernel resets the settings,
// which would hide that the program did not restore them.
const shell = `
cd "$1" && shift || exit 99
stty -g >before
sh -c 'echo $$ >pid.new && mv pid.new pid && exec "$@"' sh "$@"
code=$?
stty -g >after
exit $code
`

// underShell starts the program under the shell, which leaves its notes in the returned directory.
func underShell(t *testing.T, args ...string) (d *desk, notes string) {
	t.Helper()
	notes = t.TempDir()
	cmd := exec.Command("sh", append([]string{"-c", shell, "sh", notes, program()}, args...)...)
	// SIGQUIT leaves a report, which is not an internal error.
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "XDG_STATE_HOME="+notes)
	return &desk{Terminal: screentest.Start(t, cmd, wide.width, wide.height), cmd: cmd}, notes
}

// note returns a note of the shell.
func note(t *testing.T, notes, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(notes, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// settings fails unless the line settings are unchanged.
func settings(t *testing.T, notes string) {
	t.Helper()
	before, after := note(t, notes, "before"), note(t, notes, "after")
	if before == "" || before != after {
		t.Errorf("the line settings were %q and are %q", before, after)
	}
}

// TestQuitRestores ends the program with q and with ctrl+c.
func TestQuitRestores(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]string{"q": "q", "ctrl+c": "\x03"} {
		t.Run(name, func(t *testing.T) {
			p := startServer(t, simserver.Options{}, "7001")
			d, notes := underShell(t, "--host", p.server.Addr(), "--dn", "7001", "--no-query")
			d.WaitText(t, "1 of 1 DN registered")
			if !d.Screen.AltScreen() || d.Screen.CursorVisible() || !d.Screen.MouseOn() {
				t.Error("the screen is not up")
			}
			d.Send(t, key)
			if code := d.WaitExit(t); code != 0 {
				t.Errorf("the program ended with %d", code)
			}
			d.isRestored(t)
			settings(t, notes)
		})
	}
}

// TestSignals: a signal ends the program with exit code 128 and its number, and the terminal is restored.
func TestSignals(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			p := startServer(t, simserver.Options{}, "7001")
			d, notes := underShell(t, "--host", p.server.Addr(), "--dn", "7001", "--no-query")
			d.WaitText(t, "1 of 1 DN registered")
			pid, err := strconv.Atoi(note(t, notes, "pid"))
			if err != nil {
				t.Fatal(err)
			}
			if err = syscall.Kill(pid, signal); err != nil {
				t.Fatal(err)
			}
			if code := d.WaitExit(t); code != 128+int(signal) {
				t.Errorf("the program ended with %d, want %d", code, 128+int(signal))
			}
			d.isRestored(t)
			settings(t, notes)
		})
	}
}

// TestSignalIsAnExit: the signal does not kill the process, which exits by itself.
func TestSignalIsAnExit(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--no-query")
	d.WaitText(t, "1 of 1 DN registered")
	d.Signal(t, syscall.SIGTERM)
	if code := d.WaitExit(t); code != 128+int(syscall.SIGTERM) {
		t.Errorf("the program ended with %d", code)
	}
}

// TestEndOnStalledTerminal ends the program with a key and with a signal while the terminal accepts nothing: neither
// the sequences that take down the screen, nor the sentence about it.
func TestEndOnStalledTerminal(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		end  func(d *desk)
		code int
	}{
		{"q", func(d *desk) { d.Send(t, "q") }, 1},
		{"SIGTERM", func(d *desk) { d.Signal(t, syscall.SIGTERM) }, 128 + int(syscall.SIGTERM)},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := startServer(t, simserver.Options{}, "7001")
			d := p.sitAt(t, wide, "7001", "--no-query")
			d.WaitText(t, "1 of 1 DN registered")
			d.stall(t)
			test.end(d)
			if code := d.WaitExit(t); code != test.code {
				t.Errorf("the program ended with %d, want %d", code, test.code)
			}
		})
	}
}

// TestSignalAtThePrompt: the echo that the prompt has turned off is turned on again.
func TestSignalAtThePrompt(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			d, notes := underShell(t, "--host", "127.0.0.1:1", "--dn", "7001", "--password-prompt")
			d.WaitText(t, "application password:")
			signalNoted(t, notes, signal)
			if code := d.WaitExit(t); code != 128+int(signal) {
				t.Errorf("the program ended with %d, want %d", code, 128+int(signal))
			}
			settings(t, notes)
		})
	}
}

// TestSignalAtTheFirstByte ends the program while it sets its screen up.
func TestSignalAtTheFirstByte(t *testing.T) {
	t.Parallel()
	for range 10 {
		d, notes := underShell(t, "--host", "127.0.0.1:1", "--dn", "7001")
		d.WaitFor(t, func(screen *screentest.Screen) bool { return !screen.CursorVisible() }, "the first byte")
		signalNoted(t, notes, syscall.SIGTERM)
		if code := d.WaitExit(t); code != 128+int(syscall.SIGTERM) {
			t.Errorf("the program ended with %d", code)
		}
		d.isRestored(t)
		settings(t, notes)
	}
}

// TestTerminalGone: SIGHUP is ignored, so only reading the terminal shows that it is gone.
func TestTerminalGone(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	variables, dir := withState(t)
	cmd := exec.Command("sh", "-c", `trap "" HUP; exec "$@"`, "sh", program(), "--host", p.server.Addr(), "--dn", "7001", "--no-query")
	cmd.Env = append(append(os.Environ(), "TERM=xterm-256color"), variables...)
	var said bytes.Buffer
	cmd.Stderr = &said
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(wide.width), Rows: uint16(wide.height)})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // its exit code is looked at below
	}()
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	if err = terminal.SetReadDeadline(time.Now().Add(hangGuard)); err != nil {
		t.Fatal(err)
	}
	var seen []byte
	until := func(text string) {
		t.Helper()
		buffer := make([]byte, 4<<10)
		for !bytes.Contains(seen, []byte(text)) {
			n, reading := terminal.Read(buffer)
			if seen = append(seen, buffer[:n]...); reading != nil {
				t.Fatalf("waiting for %q: %v", text, reading)
			}
		}
	}
	until("1 of 1 DN registered")
	if _, err = terminal.WriteString("s"); err != nil {
		t.Fatal(err)
	}
	until("start accepted")
	if err = terminal.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(hangGuard):
		t.Fatal("the program lives on without its terminal")
	}
	if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(said.String(), "the terminal is gone") {
		t.Errorf("the program ended with %d and said %q", code, &said)
	}
	entries := readJournal(t, dir, journal.Filter{})
	if len(entries) != 1 || entries[0].Outcome.Outcome == "" || entries[0].Outcome.Outcome == journal.OutcomeUnknown {
		t.Errorf("the journal has %+v", entries)
	}
}
