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

// hangGuard is how long a wait may last before the test fails.
const hangGuard = 30 * time.Second

// maxRaw is the maximum number of bytes that Raw keeps, from the first.
const maxRaw = 8 << 20

// Terminal runs a program in a pseudo-terminal and draws its output. Queries of the program are never answered.
type Terminal struct {
	// Screen shows the output that has been read so far.
	Screen *Screen

	device *os.File
	cmd    *exec.Cmd

	mu sync.Mutex
	// changed is signalled after each read, and when a state below changes.
	changed *sync.Cond
	raw     []byte
	paused  bool
	held    bool // read while paused, and not yet accepted
	ended   bool
	exited  bool
	code    int
}

// Start runs cmd on a terminal of width columns and height rows. Unless cmd.Env is set, the program gets the test's
// environment with TERM=xterm-256color and without NO_COLOR and COLORFGBG. At the end of the test the program's
// process group is killed, and the test fails if the program wrote anything that Screen does not know.
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

// environment returns environ with the variables that describe the terminal.
func environment(environ []string) []string {
	kept := slices.DeleteFunc(environ, func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains([]string{"TERM", "NO_COLOR", "COLORFGBG", "COLORTERM", "CLICOLOR", "CLICOLOR_FORCE"}, name)
	})
	return append(kept, "TERM=xterm-256color")
}

// size returns a size for pty; an impossible one becomes 1.
func size(width, height int) *pty.Winsize {
	limit := func(n int) uint16 { return uint16(min(max(n, 1), 1<<15)) }
	return &pty.Winsize{Cols: limit(width), Rows: limit(height)}
}

// read draws the output of the program until the program has closed the terminal.
func (term *Terminal) read() {
	buffer := make([]byte, 4096)
	for {
		n, err := term.device.Read(buffer)
		term.mu.Lock()
		for term.paused {
			term.held = true
			term.changed.Broadcast()
			term.changed.Wait()
		}
		term.held = false
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

// reap waits until the program has ended.
func (term *Terminal) reap() {
	// The exit code says more than the error of Wait.
	_ = term.cmd.Wait()
	term.mu.Lock()
	defer term.mu.Unlock()
	term.exited, term.code = true, term.cmd.ProcessState.ExitCode()
	term.changed.Broadcast()
}

// close ends everything that Start started.
func (term *Terminal) close(t testing.TB) {
	t.Helper()
	term.Resume()
	if !term.gone() {
		// The whole process group is killed, because processes that the program started may hold the terminal too.
		if err := killGroup(term.cmd.Process); err != nil {
			t.Errorf("killing the program's process group: %v", err)
		}
	}
	if !term.wait(func() bool { return term.exited && term.ended }) {
		t.Errorf("the program did not close its terminal within %v after it was killed", hangGuard)
	}
	term.device.Close()
	if err := term.Screen.Err(); err != nil {
		t.Errorf("the program wrote what it should not:\n%v", err)
	}
}

// gone reports whether the program has ended and no process holds its terminal.
func (term *Terminal) gone() bool {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.exited && term.ended
}

// wait returns true as soon as done does, and false after hangGuard. done is called with the lock held.
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

// Send types keys, given as the bytes that a terminal sends for them. The test fails if the program reads nothing
// for 30 seconds.
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

// WaitFor returns when the screen meets a condition, which is checked after every read. The test fails, and prints
// the screen, after 30 seconds or when the program has ended without meeting it. what completes the sentence
// "waiting for".
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

// WaitExit waits until the program has ended and, unless reading is paused, all its output was read. It returns the
// exit code, -1 if a signal ended the program. The test fails if the program runs for another 30 seconds.
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

// Pause makes the terminal accept nothing more: a program that continues to write is blocked as soon as the kernel's
// buffer (a few KiB) is full. At most 4 KiB that are already being read are held back.
func (term *Terminal) Pause() {
	term.mu.Lock()
	defer term.mu.Unlock()
	term.paused = true
	term.changed.Broadcast()
}

// WaitHeld waits, after Pause, until the terminal holds back what it was reading: from then
// on it takes no further byte. Something must have been written since.
func (term *Terminal) WaitHeld() {
	term.mu.Lock()
	defer term.mu.Unlock()
	for !term.held && !term.ended {
		term.changed.Wait()
	}
}

// Resume makes the terminal accept the output of the program again.
func (term *Terminal) Resume() {
	term.mu.Lock()
	defer term.mu.Unlock()
	term.paused = false
	term.changed.Broadcast()
}

// Raw returns the first 8 MiB of the program's output, unchanged. The caller owns it.
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
