//go:build unix

package term

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestNewRefusesWhatIsMissing(t *testing.T) {
	for name, options := range map[string]Options{
		"no terminal":  {Go: func(f func()) { go f() }},
		"no goroutine": {Terminal: os.Stdout},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := New(options); err == nil {
				t.Error("New returned no error")
			}
		})
	}
}

func TestOrderOfFramesAndInjectedBytes(t *testing.T) {
	p := openTerminal(t)
	written := make(chan uint64, 100)
	w := p.start(Options{FrameWritten: func(frame uint64) { written <- frame }})
	// The terminal accepts nothing yet: a frame larger than its buffers is being written while the rest is queued.
	large := strings.Repeat("a", 1<<20)
	write(t, w, large)
	if err := w.Inject([]byte("\x1b]52;c;Zm9v\a")); err != nil {
		t.Fatal(err)
	}
	write(t, w, "second frame")
	if err := w.Inject([]byte("\a")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.WriteString("\x1b[?25l"); err != nil {
		t.Fatal(err)
	}
	if !w.Pending() {
		t.Error("Pending is false while the terminal has taken nothing")
	}
	p.read()
	got := p.waitFor("\x1b[?25l")
	if want := large + "\x1b]52;c;Zm9v\a" + "second frame" + "\a" + "\x1b[?25l"; got != want {
		t.Errorf("the terminal got %d bytes, ending %q; want %d", len(got), tail(got), len(want))
	}
	within(t, "FrameWritten", func() { <-written })
	if len(written) != 0 {
		t.Error("FrameWritten was called while a frame was left")
	}
	if w.Pending() {
		t.Error("Pending is true after everything was written")
	}
	if got := w.Stats().FramesWritten; got != 2 {
		t.Errorf("FramesWritten = %d, want 2", got)
	}
}

func TestMarksAreReportedAndTakenOut(t *testing.T) {
	p := openTerminal(t)
	queued, written := make(chan uint64, 10), make(chan uint64, 10)
	w := p.start(Options{
		FrameQueued:  func(frame uint64) { queued <- frame },
		FrameWritten: func(frame uint64) { written <- frame },
	})
	p.read()
	write(t, w, string(appendMark([]byte("header"), 7))+"\r\nbody")
	p.waitFor("header\r\nbody")
	within(t, "FrameQueued and FrameWritten", func() {
		if got := []uint64{<-queued, <-written}; got[0] != 7 || got[1] != 7 {
			t.Errorf("queued and written frame = %d, want 7 and 7", got)
		}
	})
}

func TestRepeatedFrameReplacesTheQueuedOne(t *testing.T) {
	p := openTerminal(t)
	w := p.start(Options{})
	write(t, w, strings.Repeat("x", 1<<20))
	for size := range 10_000 {
		write(t, w, string(appendMark(fmt.Appendf(nil, "repaint %d", size), 1)))
	}
	if got := w.Stats().MostQueued; got > 1<<20+100 {
		t.Errorf("%d bytes were queued at most; 10,000 repaints of one frame must replace each other", got)
	}
	p.read()
	if got := p.waitFor("repaint 9999"); strings.Count(got, "repaint") != 1 {
		t.Errorf("the terminal got %d repaints, want 1", strings.Count(got, "repaint"))
	}
}

func TestQueueIsCapped(t *testing.T) {
	p := openTerminal(t)
	w := p.start(Options{})
	megabyte := strings.Repeat("x", 1<<20)
	for range MaxQueued >> 20 {
		write(t, w, megabyte)
	}
	_, frameErr := w.Write([]byte(megabyte))
	_, controlErr := w.WriteString(megabyte)
	for name, err := range map[string]error{
		"Write":       frameErr,
		"WriteString": controlErr,
		"Inject":      w.Inject([]byte(megabyte)),
	} {
		if !errors.Is(err, ErrQueueFull) {
			t.Errorf("%s beyond the cap returned %v, want ErrQueueFull", name, err)
		}
	}
	stats := w.Stats()
	if stats.Refused != 3 || stats.MostQueued > MaxQueued {
		t.Errorf("Refused = %d, MostQueued = %d; want 3 and at most %d", stats.Refused, stats.MostQueued, MaxQueued)
	}
}

func TestDescriptionOfTheShellStaysBlocking(t *testing.T) {
	p := openTerminal(t)
	w := p.start(Options{})
	write(t, w, strings.Repeat("x", 1<<20))
	if !w.ownOut {
		t.Fatal("the Writer has no description of its own")
	}
	flags, err := unix.FcntlInt(p.program.Fd(), unix.F_GETFL, 0)
	if err != nil {
		t.Fatal(err)
	}
	if flags&unix.O_NONBLOCK != 0 {
		t.Error("the description that the shell shares was made non-blocking")
	}
}

func TestTerminalGone(t *testing.T) {
	p := openTerminal(t)
	called := make(chan struct{}, 1)
	w := p.start(Options{FrameWritten: func(uint64) { called <- struct{}{} }})
	write(t, w, strings.Repeat("x", 1<<20))
	if err := p.master.Close(); err != nil {
		t.Fatal(err)
	}
	within(t, "the writing goroutine's end", func() { <-w.end.done })
	if w.Stats().Err == nil {
		t.Error("Stats.Err is nil though the terminal is gone")
	}
	write(t, w, "thrown away")
	if got := w.Stats().Queued; got != 0 {
		t.Errorf("%d bytes are queued for a terminal that is gone", got)
	}
	if !w.Pending() || len(called) != 0 {
		t.Error("a frame counts as written though the terminal is gone")
	}
	if err := w.Close(); !errors.Is(err, unix.EIO) {
		t.Errorf("Close returned %v, want the terminal's error", err)
	}
}

// TestNoTerminal writes to a file, which must not be reopened, because that would begin at its start.
func TestNoTerminal(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = file.WriteString("first "); err != nil {
		t.Fatal(err)
	}
	w, err := New(Options{Terminal: file, Go: func(f func()) { go f() }})
	if err != nil {
		t.Fatal(err)
	}
	write(t, w, "second")
	if err = w.CloseWithin(hang); err != nil {
		t.Fatal(err)
	}
	if _, err = file.WriteString(" third"); err != nil {
		t.Fatalf("the Writer closed a file that is not its own: %v", err)
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != "first second third" {
		t.Errorf("the file holds %q", got)
	}
}

func TestReadIsRefused(t *testing.T) {
	p := openTerminal(t)
	if n, err := p.start(Options{}).Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("Read = %d, %v; want an error", n, err)
	}
}

func TestUnmark(t *testing.T) {
	mark := func(frame uint64) string { return string(appendMark(nil, frame)) }
	tests := []struct {
		name, in, want string
		frame          uint64
	}{
		{"nothing", "", "", 0},
		{"no mark", "abc\x1b[31mdef", "abc\x1b[31mdef", 0},
		{"one", "abc" + mark(3) + "\x1b[K", "abc\x1b[K", 3},
		{"the highest counts", mark(9) + "a" + mark(12) + "b" + mark(2), "ab", 12},
		{"largest number", mark(1<<64 - 1), "", 1<<64 - 1},
		{"number too large", "\x1b]7177;18446744073709551616\x1b\\", "\x1b]7177;18446744073709551616\x1b\\", 0},
		{"no number", "\x1b]7177;x\x1b\\a", "\x1b]7177;x\x1b\\a", 0},
		{"no end", "a\x1b]7177;5", "a\x1b]7177;5", 0},
		{"a false start before a mark", "\x1b]7177;\x1b]7177;4\x1b\\b", "\x1b]7177;b", 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, frame := appendUnmarked(nil, []byte(tt.in))
			if string(got) != tt.want || frame != tt.frame {
				t.Errorf("appendUnmarked(%q) = %q, %d; want %q, %d", tt.in, got, frame, tt.want, tt.frame)
			}
		})
	}
}
