package screentest

import (
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// hangGuard is how long a wait may take before the test is given up.
const hangGuard = 30 * time.Second

// maxRaw is how many bytes Raw keeps, from the first.
const maxRaw = 8 << 20

// Terminal runs a program in a pseudo-terminal and draws what it writes. Nothing is ever answered to what the program may ask.
type Terminal struct {
	// Screen shows what has been read so far.
	Screen *Screen

	device *os.File
	cmd    *exec.Cmd

	mu sync.Mutex
	// changed is signalled after each read, and when a state below changes.
	changed *sync.Cond
	raw     []byte
	paused  bool
	ended   bool
	exited  bool
	code    int
}

// Start runs cmd on a terminal of width columns and height rows. Unless cmd.Env is set, the program sees the test's environment with
// TERM=xterm-256color and without NO_COLOR and COLORFGBG. When the test ends the program's process group is killed, and the
// test fails if the program wrote anything that Screen does not know.
func Start(t testing.TB, cmd *exec.Cmd, width, height int) *Terminal {
	t.Helper()
	if cmd.Env == nil {
		cmd.Env = environment(os.Environ())
	}
	device, err := pty.StartWithSize(cmd, size(width, height))
	if err != nil {
		t.Fatalf("starting %s on a pseudo-terminal: %v", cmd.Path, err)
	}
	term := &Terminal{Screen: New(width, height), device: device, cmd: cmd}
	term.changed = sync.NewCond(&term.mu)
	go term.read()
	go term.reap()
	t.Cleanup(func() { term.close(t) })
	return term
}

// environment returns environ with what a program looks up about its terminal.
func environment(environ []string) []string {
	kept := slices.DeleteFunc(environ, func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains([]string{"TERM", "NO_COLOR", "COLORFGBG", "COLORTERM", "CLICOLOR", "CLICOLOR_FORCE"}, name)
	})
	return append(kept, "TERM=xterm-256color")
}

// size returns a size in the terms of pty; one that no terminal has becomes 1.
func size(width, height int) *pty.Winsize {
	limit := func(n int) uint16 { return uint16(min(max(n, 1), 1<<15)) }
	return &pty.Winsize{Cols: limit(width), Rows: limit(height)}
}

// read draws what the program writes, until it has closed the terminal.
func (term *Terminal) read() {
	buffer := make([]byte, 4096)
	for {
		n, err := term.device.Read(buffer)
		term.mu.Lock()
		for term.paused {
			term.changed.Wait()
		}
		term.raw = append(term.raw, buffer[:min(n, maxRaw-len(term.raw))]...)
		term.mu.Unlock()
		_, _ = term.Screen.Write(buffer[:n])
		term.mu.Lock()
		// Linux reports EIO when the last process has closed the terminal.
		term.ended = err != nil
		term.changed.Broadcast()
		term.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// reap waits for the program's end.
func (term *Terminal) reap() {
	// The exit code tells more than the error that Wait makes of it.
	_ = term.cmd.Wait()
	term.mu.Lock()
	defer term.mu.Unlock()
	term.exited, term.code = true, term.cmd.ProcessState.ExitCode()
	term.changed.Broadcast()
}

// close ends everything that Start began.
func (term *Terminal) close(t testing.TB) {
	t.Helper()
	term.Resume()
	if !term.gone() {
		// Its process group, because what it started may hold the terminal too.
		if err := killGroup(term.cmd.Process); err != nil {
			t.Errorf("killing the program's process group: %v", err)
		}
	}
	if !term.wait(func() bool { return term.exited && term.ended }) {
		t.Errorf("the program did not let go of its terminal within %v after it was killed", hangGuard)
	}
	term.device.Close()
	if err := term.Screen.Err(); err != nil {
		t.Errorf("the program wrote what it should not:\n%v", err)
	}
}

// gone tells whether the program has ended and nobody holds its terminal.
func (term *Terminal) gone() bool {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.exited && term.ended
}

// wait returns true as soon as done does, and false when the hang guard ends. done runs with the lock held.
func (term *Terminal) wait(done func() bool) bool {
	expired := false
	guard := time.AfterFunc(hangGuard, func() {
		term.mu.Lock()
		defer term.mu.Unlock()
		expired = true
		term.changed.Broadcast()
	})
	defer guard.Stop()
	term.mu.Lock()
	defer term.mu.Unlock()
	for !done() {
		if expired {
			return false
		}
		term.changed.Wait()
	}
	return true
}

// Send types keys, as the bytes that a terminal sends for them. A program that reads nothing for 30 seconds fails the test.
func (term *Terminal) Send(t testing.TB, keys string) {
	t.Helper()
	written := make(chan error, 1)
	go func() {
		_, err := io.WriteString(term.device, keys)
		written <- err
	}()
	select {
	case err := <-written:
		if err != nil {
			t.Fatalf("typing %q: %v", keys, err)
		}
	case <-time.After(hangGuard):
		t.Fatalf("typing %q: the program reads nothing", keys)
	}
}

// WaitFor returns when the screen shows what is asked for, which is looked at after every read. After 30 seconds, or when the program has ended
// without it, the test fails with the screen. what completes the sentence "waiting for".
func (term *Terminal) WaitFor(t testing.TB, shows func(screen *Screen) bool, what string) {
	t.Helper()
	met := false
	inTime := term.wait(func() bool {
		met = shows(term.Screen)
		return met || term.ended
	})
	switch {
	case met:
		return
	case !inTime:
		t.Fatalf("waiting for %s: not seen within %v; the screen:\n%s", what, hangGuard, term.Screen.Text())
	default:
		t.Fatalf("waiting for %s: the program has ended; the screen:\n%s", what, term.Screen.Text())
	}
}

// WaitText waits as WaitFor until some row contains text.
func (term *Terminal) WaitText(t testing.TB, text string) {
	t.Helper()
	term.WaitFor(t, func(screen *Screen) bool { return strings.Contains(screen.Text(), text) }, "the text "+text)
}

// WaitExit waits for the program's end, and, unless reading is paused, for all that it wrote; it returns the exit code, -1 if a
// signal ended it. A program that runs for another 30 seconds fails the test.
func (term *Terminal) WaitExit(t testing.TB) int {
	t.Helper()
	if !term.wait(func() bool { return term.exited && (term.ended || term.paused) }) {
		t.Fatalf("waiting for the program's end: it still runs after %v; the screen:\n%s", hangGuard, term.Screen.Text())
	}
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.code
}

// Resize changes the terminal's size; the program gets SIGWINCH.
func (term *Terminal) Resize(t testing.TB, width, height int) {
	t.Helper()
	term.Screen.Resize(width, height)
	if err := pty.Setsize(term.device, size(width, height)); err != nil {
		t.Fatalf("resizing the terminal: %v", err)
	}
}

// Pause makes the terminal take nothing more: a program that goes on writing is blocked as soon as the kernel's buffer (a few KiB) is
// full. A piece of at most 4 KiB that is being read already is held back.
func (term *Terminal) Pause() {
	term.mu.Lock()
	defer term.mu.Unlock()
	term.paused = true
	term.changed.Broadcast()
}

// Resume makes the terminal take again what the program writes.
func (term *Terminal) Resume() {
	term.mu.Lock()
	defer term.mu.Unlock()
	term.paused = false
	term.changed.Broadcast()
}

// Raw returns everything that the program wrote, as it came, its first 8 MiB. The caller owns it.
func (term *Terminal) Raw() []byte {
	term.mu.Lock()
	defer term.mu.Unlock()
	return slices.Clone(term.raw)
}

// Signal sends a signal to the program.
func (term *Terminal) Signal(t testing.TB, signal os.Signal) {
	t.Helper()
	if err := term.cmd.Process.Signal(signal); err != nil {
		t.Fatalf("sending %v to the program: %v", signal, err)
	}
}
