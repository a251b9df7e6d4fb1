//go:build linux

package crash

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// hang is how long an operation may take before the test considers it hanging: the only time in these tests.
const hang = 30 * time.Second

// process is the program under test in a pseudo-terminal. The terminal is not its controlling one: the kernel would
// reset its line settings when the process ends, and hide that they were not restored.
type process struct {
	t        *testing.T
	cmd      *exec.Cmd
	dir      string
	terminal *os.File
	master   *os.File
	stderr   *os.File
	before   unix.Termios
	ended    chan struct{}

	mu    sync.Mutex
	got   bytes.Buffer
	taken chan struct{}
}

// startProcess starts the program. stderrOnTerminal selects where its sentences are written: to the terminal, or to
// a file.
func startProcess(t *testing.T, mode string, stderrOnTerminal bool) *process {
	t.Helper()
	master, terminal, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, dir: filepath.Join(t.TempDir(), "state"), terminal: terminal, master: master, taken: make(chan struct{}, 1)}
	if mode == "unwritable" {
		if err = os.WriteFile(p.dir, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p.stderr = terminal
	if !stderrOnTerminal {
		if p.stderr, err = os.Create(filepath.Join(t.TempDir(), "stderr")); err != nil {
			t.Fatal(err)
		}
	}
	if err = pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	p.before = p.lineSettings()
	p.cmd = exec.Command(os.Args[0])
	p.cmd.Env = append(os.Environ(), modeVariable+"="+mode, dirVariable+"="+p.dir, "TERM=xterm-256color")
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = terminal, terminal, p.stderr
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err = p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.ended = make(chan struct{})
	go func() {
		defer close(p.ended)
		// The exit code is read from the state.
		_ = p.cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.ended
		_ = p.stderr.Close()
		_ = terminal.Close()
		_ = master.Close()
	})
	return p
}

func (p *process) lineSettings() unix.Termios {
	p.t.Helper()
	settings, err := unix.IoctlGetTermios(int(p.terminal.Fd()), unix.TCGETS)
	if err != nil {
		p.t.Fatal(err)
	}
	return *settings
}

// readFirstFrame reads until the program shows that it is ready.
func (p *process) readFirstFrame() {
	p.t.Helper()
	if err := p.master.SetReadDeadline(time.Now().Add(hang)); err != nil {
		p.t.Fatal(err)
	}
	const want = "ready"
	buf := make([]byte, 4<<10)
	for !strings.Contains(p.text(), want) {
		n, err := p.master.Read(buf)
		p.got.Write(buf[:n])
		if err != nil {
			p.t.Fatalf("waiting for %q: %v; the screen got %q", want, err, p.text())
		}
	}
}

// readOn reads in the background until the terminal is closed.
func (p *process) readOn() {
	p.t.Helper()
	if err := p.master.SetReadDeadline(time.Time{}); err != nil {
		p.t.Fatal(err)
	}
	go func() {
		buf := make([]byte, 4<<10)
		for {
			n, err := p.master.Read(buf)
			p.mu.Lock()
			p.got.Write(buf[:n])
			p.mu.Unlock()
			select {
			case p.taken <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
}

func (p *process) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.got.String()
}

// press presses the key at which the program does what its mode says.
func (p *process) press() {
	p.t.Helper()
	if _, err := p.master.WriteString("x"); err != nil {
		p.t.Fatal(err)
	}
}

// fill writes to the terminal until the kernel accepts no further byte.
func (p *process) fill() {
	p.t.Helper()
	own, err := os.OpenFile(fmt.Sprintf("/proc/self/fd/%d", p.terminal.Fd()), os.O_WRONLY|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = own.Close() }()
	raw, rawErr := own.SyscallConn()
	master, masterErr := p.master.SyscallConn()
	if err = errors.Join(rawErr, masterErr); err != nil {
		p.t.Fatal(err)
	}
	// The kernel moves up to this many bytes to the reader's side after the writer's side was full.
	const readersSide = 4095
	chunk := make([]byte, 1<<10)
	for full := false; !full; {
		waiting := 0
		var countErr, writeErr error
		err = errors.Join(
			master.Control(func(fd uintptr) { waiting, countErr = unix.IoctlGetInt(int(fd), unix.TIOCINQ) }),
			raw.Control(func(fd uintptr) { _, writeErr = unix.Write(int(fd), chunk) }),
		)
		if err = errors.Join(err, countErr); err != nil {
			p.t.Fatal(err)
		}
		full = writeErr != nil && waiting >= readersSide
	}
}

// wait waits until the program has ended and returns its exit code.
func (p *process) wait() int {
	p.t.Helper()
	guard := time.NewTimer(hang)
	defer guard.Stop()
	select {
	case <-p.ended:
		return p.cmd.ProcessState.ExitCode()
	case <-guard.C:
		p.t.Fatalf("the program did not end; the screen got %q", p.text())
		return -1
	}
}

// waitFor waits until the program, whose output is read in the background, has shown want.
func (p *process) waitFor(want string) {
	p.t.Helper()
	guard := time.NewTimer(hang)
	defer guard.Stop()
	for !strings.Contains(p.text(), want) {
		select {
		case <-p.taken:
		case <-guard.C:
			p.t.Fatalf("waiting for %q; the screen got %q", want, p.text())
		}
	}
}

// checkEnded checks whether main ended the program, or the Guard had to because Update hung.
func (p *process) checkEnded(byItself bool) {
	p.t.Helper()
	if _, err := os.Stat(p.dir + endedSuffix); (err == nil) != byItself {
		p.t.Errorf("the end of main: %v; reached should be %v", err, byItself)
	}
}

// checkScreen waits until all modes that were set on the terminal are reset, and checks the line settings.
func (p *process) checkScreen() {
	p.t.Helper()
	guard := time.NewTimer(hang)
	defer guard.Stop()
	for left := modesLeft(p.text()); len(left) > 0; left = modesLeft(p.text()) {
		select {
		case <-p.taken:
		case <-guard.C:
			p.t.Fatalf("modes %v were left; the screen got %q", left, p.text())
		}
	}
	p.checkLineSettings()
}

func (p *process) checkLineSettings() {
	p.t.Helper()
	if p.lineSettings() != p.before {
		p.t.Error("the line settings are not those of the start")
	}
}

// modesLeft returns the modes that differ from those that a shell expects.
func modesLeft(text string) []string {
	var left []string
	for _, mode := range []string{"1000", "1002", "1003", "1006", "1049", "2004"} {
		if strings.LastIndex(text, "\x1b[?"+mode+"h") > strings.LastIndex(text, "\x1b[?"+mode+"l") {
			left = append(left, mode)
		}
	}
	if strings.LastIndex(text, "\x1b[?25l") > strings.LastIndex(text, "\x1b[?25h") {
		left = append(left, "25")
	}
	return left
}

// files returns the names of the files in the state directory.
func (p *process) files() []string {
	p.t.Helper()
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		p.t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// onlyFile returns the one file in the state directory, and checks that only its owner may read it.
func (p *process) onlyFile(kind string) (name, text string) {
	p.t.Helper()
	names := p.files()
	if len(names) != 1 || !strings.HasPrefix(names[0], kind+"-") {
		p.t.Fatalf("the state directory holds %q, want one %s file", names, kind)
	}
	name = filepath.Join(p.dir, names[0])
	info, err := os.Stat(name)
	if err != nil {
		p.t.Fatal(err)
	}
	if info.Mode() != 0o600 {
		p.t.Errorf("the file has mode %v, want 0600", info.Mode())
	}
	content, err := os.ReadFile(name)
	if err != nil {
		p.t.Fatal(err)
	}
	if strings.Contains(string(content), secret) || strings.Contains(string(content), `pass\"word`) {
		p.t.Error("the file holds the password")
	}
	return name, string(content)
}

// said returns what the program wrote to standard error, which is a file.
func (p *process) said() string {
	p.t.Helper()
	if _, err := p.stderr.Seek(0, io.SeekStart); err != nil {
		p.t.Fatal(err)
	}
	text, err := io.ReadAll(p.stderr)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}
