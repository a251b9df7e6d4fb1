//go:build unix

package term

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

const (
	restored    = "\x1b[m\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[?25h"
	restoredAlt = "\x1b[m\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[?1049l\x1b[?25h"
)

func control(t *testing.T, w *Writer, s string) {
	t.Helper()
	if _, err := w.WriteString(s); err != nil {
		t.Fatal(err)
	}
}

func raw(t *testing.T, w *Writer) {
	t.Helper()
	if err := w.settings.setRaw(); err != nil {
		t.Fatal(err)
	}
}

func TestRestore(t *testing.T) {
	tests := []struct {
		name string
		use  func(t *testing.T, w *Writer)
		want string
	}{
		{"alternate screen", func(t *testing.T, w *Writer) { control(t, w, ansi.SetModeAltScreenSaveCursor) }, restoredAlt},
		{"main screen", func(t *testing.T, w *Writer) { control(t, w, ansi.HideCursor) }, restored},
		{"alternate screen left already", func(t *testing.T, w *Writer) {
			control(t, w, ansi.SetModeAltScreenSaveCursor)
			control(t, w, ansi.ResetModeAltScreenSaveCursor)
		}, restored},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := openTerminal(t)
			before := p.lineSettings()
			w := p.start(Options{})
			raw(t, w)
			if p.lineSettings() == before {
				t.Fatal("raw mode changed no line setting")
			}
			tt.use(t, w)
			write(t, w, "a frame")
			p.read()
			p.waitFor("a frame")

			var both sync.WaitGroup
			for range 2 {
				both.Go(func() {
					if err := w.Restore(hang); err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
			write(t, w, "too late")
			control(t, w, ansi.HideCursor)
			if err := w.settings.setRaw(); !errors.Is(err, errSettingsOver) {
				t.Errorf("raw mode after Restore: %v", err)
			}

			if err := w.Close(); err != nil {
				t.Errorf("Close after Restore: %v", err)
			}
			got := p.waitFor(tt.want)
			if strings.Count(got, tt.want) != 1 {
				t.Errorf("the sequences were written %d times, want once: %q", strings.Count(got, tt.want), got)
			}
			if p.lineSettings() != before {
				t.Error("the line settings are not those of the start")
			}
		})
	}
}

func TestRestoreOfAnUntouchedTerminalWritesNothing(t *testing.T) {
	p := openTerminal(t)
	w := p.start(Options{})
	if err := w.Restore(hang); err != nil {
		t.Fatal(err)
	}
	if _, err := p.program.WriteString("prompt"); err != nil {
		t.Fatal(err)
	}
	p.read()
	if got := p.waitFor("prompt"); got != "prompt" {
		t.Errorf("the terminal got %q", got)
	}
}

func TestRestoreDropsWhatWaits(t *testing.T) {
	p := openTerminal(t)
	w := p.start(Options{})
	control(t, w, ansi.SetModeAltScreenSaveCursor)
	large := strings.Repeat("x", 1<<20)
	write(t, w, large)
	write(t, w, "never shown")
	p.readPast("x")
	w.queueRestore(hang)
	w.cut()
	p.read()
	// The large frame was cut in the middle, so CAN ends any sequence that the cut was in.
	got := p.waitFor("\x18" + restoredAlt)
	if strings.Contains(got, "never shown") || len(got) >= len(large) {
		t.Errorf("the terminal got %d bytes, ending %q", len(got), tail(got))
	}
	if err := w.CloseWithin(hang); err != nil {
		t.Error(err)
	}
}

func TestRestoreFromTheWritingGoroutineThatPanicked(t *testing.T) {
	p := openTerminal(t)
	before := p.lineSettings()
	result := make(chan error, 1)
	var w *Writer
	ready := make(chan struct{})
	w = p.start(Options{
		FrameWritten: func(uint64) { panic("on the writing goroutine") },
		Go: func(f func()) {
			go func() {
				<-ready
				defer func() {
					if recover() != nil {
						result <- w.Restore(hang)
					}
				}()
				f()
			}()
		},
	})
	close(ready)
	raw(t, w)
	p.read()
	control(t, w, ansi.SetModeAltScreenSaveCursor)
	write(t, w, "frame")
	within(t, "Restore", func() {
		if err := <-result; err != nil {
			t.Error(err)
		}
	})
	p.waitFor("frame" + restoredAlt)
	if p.lineSettings() != before {
		t.Error("the line settings are not those of the start")
	}
}

// TestEndOnATerminalThatTakesNothing: the Writer ends although the terminal never reads, and the line settings are
// restored nevertheless.
func TestEndOnATerminalThatTakesNothing(t *testing.T) {
	tests := []struct {
		name     string
		blocking bool
		end      func(w *Writer) error
	}{
		{"Close", false, (*Writer).Close},
		{"Restore", false, func(w *Writer) error { return w.Restore(CloseTimeout) }},
		{"Close with the shared description", true, (*Writer).Close},
		{"Restore with the shared description", true, func(w *Writer) error { return w.Restore(CloseTimeout) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := openTerminal(t)
			before := p.lineSettings()
			start := p.start
			if tt.blocking {
				start = p.startBlocking
			}
			w := start(Options{})
			raw(t, w)
			p.fill()
			write(t, w, strings.Repeat("x", 1<<20))
			within(t, tt.name, func() {
				for range 2 {
					if err := tt.end(w); !errors.Is(err, ErrNotTaken) {
						t.Errorf("%s returned %v, want ErrNotTaken", tt.name, err)
					}
				}
			})
			if p.lineSettings() != before {
				t.Error("the line settings are not those of the start")
			}
			if !tt.blocking {
				within(t, "the writing goroutine's end", func() { <-w.end.done })
				return
			}
			// The goroutine is left in its write; the terminal frees it here.
			p.read()
			within(t, "the writing goroutine's end", func() { <-w.end.done })
		})
	}
}

// startBlocking returns a Writer that could not reopen the terminal.
func (p *terminal) startBlocking(options Options) *Writer {
	p.t.Helper()
	var run func()
	options.Go = func(f func()) { run = f }
	w := p.start(options)
	_ = w.out.Close()
	w.out, w.ownOut = p.program, false
	go run()
	return w
}

func TestCloseWritesWhatIsQueued(t *testing.T) {
	p := openTerminal(t)
	w := p.start(Options{})
	large := strings.Repeat("x", 1<<20)
	write(t, w, large)
	control(t, w, ansi.ResetModeAltScreenSaveCursor)
	p.read()
	within(t, "Close", func() {
		if err := w.CloseWithin(3 * hang); err != nil {
			t.Error(err)
		}
	})
	if got := p.waitFor(ansi.ResetModeAltScreenSaveCursor); len(got) != len(large)+len(ansi.ResetModeAltScreenSaveCursor) {
		t.Errorf("the terminal got %d bytes", len(got))
	}
	if err := w.Restore(time.Nanosecond); err != nil {
		t.Errorf("Restore after Close: %v", err)
	}
}
