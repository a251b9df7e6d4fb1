//go:build unix

package term

import (
	"bytes"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"capdeck/ui/keymsg"
)

// hang is how long an operation may take before the test considers it hanging: the only time in these tests.
const hang = 30 * time.Second

// terminal is a pseudo-terminal: the end of the program, and the end of a terminal emulator. The latter accepts
// nothing until read is called.
type terminal struct {
	t       *testing.T
	program *os.File
	master  *os.File

	mu      sync.Mutex
	got     bytes.Buffer
	changed chan struct{}
	ended   chan struct{}
}

// openTerminal returns a terminal that passes output on unchanged.
func openTerminal(t *testing.T) *terminal {
	t.Helper()
	master, program, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{t: t, program: program, master: master, changed: make(chan struct{}, 1)}
	if err = pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	settings, err := unix.IoctlGetTermios(int(program.Fd()), getSettings)
	if err != nil {
		t.Fatal(err)
	}
	settings.Oflag &^= unix.OPOST
	if err = unix.IoctlSetTermios(int(program.Fd()), setSettings, settings); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = program.Close()
		_ = master.Close()
		if term.ended != nil {
			<-term.ended
		}
	})
	return term
}

// read starts to accept the output of the program.
func (p *terminal) read() {
	p.ended = make(chan struct{})
	go func() {
		defer close(p.ended)
		buf := make([]byte, 1<<16)
		for {
			n, err := p.master.Read(buf)
			p.mu.Lock()
			p.got.Write(buf[:n])
			p.mu.Unlock()
			select {
			case p.changed <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
}

// fill writes to the terminal, which is not read, until the kernel accepts no further byte.
func (p *terminal) fill() {
	p.t.Helper()
	own, err := reopen(p.program, os.O_WRONLY)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = own.Close() }()
	raw, err := own.SyscallConn()
	if err != nil {
		p.t.Fatal(err)
	}
	// The kernel moves up to this many bytes to the reader's side after the writer's side was full.
	const readersSide = 4095
	chunk := make([]byte, 1<<10)
	for full := false; !full; {
		waiting := p.waiting()
		if err = raw.Control(func(fd uintptr) {
			_, writeErr := unix.Write(int(fd), chunk)
			full = writeErr != nil && waiting >= readersSide
		}); err != nil {
			p.t.Fatal(err)
		}
	}
}

// waiting returns the number of bytes that a read of the terminal would return now.
func (p *terminal) waiting() int {
	p.t.Helper()
	raw, err := p.master.SyscallConn()
	if err != nil {
		p.t.Fatal(err)
	}
	var count int
	// Not Fd, which would make the descriptor blocking, so that its reads could not be ended.
	if controlErr := raw.Control(func(fd uintptr) {
		count, err = unix.IoctlGetInt(int(fd), countInput)
	}); controlErr != nil || err != nil {
		p.t.Fatal(controlErr, err)
	}
	return count
}

// readPast reads until the output contains want, and no further than the kernel delivers.
func (p *terminal) readPast(want string) {
	p.t.Helper()
	var got []byte
	buf := make([]byte, 256)
	for !bytes.Contains(got, []byte(want)) {
		n, err := p.master.Read(buf)
		if err != nil {
			p.t.Fatal(err)
		}
		got = append(got, buf[:n]...)
	}
}

// text returns what the terminal has accepted.
func (p *terminal) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.got.String()
}

// waitFor waits until the accepted output ends with want, and returns all of it.
func (p *terminal) waitFor(want string) string {
	p.t.Helper()
	guard := time.NewTimer(hang)
	defer guard.Stop()
	for {
		if text := p.text(); strings.HasSuffix(text, want) {
			return text
		}
		select {
		case <-p.changed:
		case <-guard.C:
			p.t.Fatalf("the terminal got %d bytes, ending %q; they never ended with %q", len(p.text()), tail(p.text()), want)
		}
	}
}

func tail(s string) string { return s[max(0, len(s)-200):] }

// lineSettings are the terminal's line settings.
func (p *terminal) lineSettings() unix.Termios {
	p.t.Helper()
	settings, err := unix.IoctlGetTermios(int(p.program.Fd()), getSettings)
	if err != nil {
		p.t.Fatal(err)
	}
	return *settings
}

// startReader returns a Reader on p that is closed at the end of the test, and its presses.
func (p *terminal) startReader(w *Writer, screen *Screen) (*Reader, chan keymsg.Press) {
	p.t.Helper()
	presses := make(chan keymsg.Press, 1000)
	r := p.newReader(w, screen, func(press keymsg.Press) { presses <- press }, func(err error) { p.t.Errorf("reading ended: %v", err) })
	if err := r.Start(); err != nil {
		p.t.Fatal(err)
	}
	return r, presses
}

func (p *terminal) newReader(w *Writer, screen *Screen, send func(keymsg.Press), ended func(error)) *Reader {
	p.t.Helper()
	var over chan struct{}
	r, err := NewReader(ReaderOptions{
		Writer: w, Screen: screen, Input: p.program, Send: send, Ended: ended,
		Go: func(f func()) {
			over = make(chan struct{})
			go func() {
				defer close(over)
				f()
			}()
		},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		r.Close()
		if over != nil {
			await(p.t, "the reading goroutine's end", over)
		}
	})
	return r
}

// press presses keys.
func (p *terminal) press(keys string) {
	p.t.Helper()
	if _, err := p.master.WriteString(keys); err != nil {
		p.t.Fatal(err)
	}
}

// within fails the test if f does not return.
func within(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	await(t, what, done)
}

func await(t *testing.T, what string, done <-chan struct{}) {
	t.Helper()
	guard := time.NewTimer(hang)
	defer guard.Stop()
	select {
	case <-done:
	case <-guard.C:
		t.Fatalf("%s: nothing happened", what)
	}
}

// start returns a Writer on p that is closed at the end of the test.
func (p *terminal) start(options Options) *Writer {
	p.t.Helper()
	options.Terminal = p.program
	if options.Go == nil {
		options.Go = func(f func()) { go f() }
	}
	w, err := New(options)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		_ = w.Restore(time.Nanosecond)
		if w.ownOut {
			await(p.t, "the writing goroutine's end", w.end.done)
		}
	})
	return w
}

func write(t *testing.T, w *Writer, p string) {
	t.Helper()
	if n, err := w.Write([]byte(p)); n != len(p) || err != nil {
		t.Fatalf("Write of %d bytes = %d, %v", len(p), n, err)
	}
}
