//go:build unix

package term

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/sys/unix"

	"capdeck/ui/keymsg"
)

// reading is a Reader on a terminal, with its Writer and Screen.
type reading struct {
	*terminal
	w       *Writer
	screen  *Screen
	reader  *Reader
	presses chan keymsg.Press
	frames  uint64
}

func startReading(t *testing.T) *reading {
	t.Helper()
	p := &reading{terminal: openTerminal(t)}
	p.screen = NewScreen(&counter{}, nil)
	t.Cleanup(p.screen.Stop)
	p.w = p.start(Options{FrameQueued: p.screen.FrameQueued, FrameWritten: p.screen.FrameWritten})
	p.reader, p.presses = p.startReader(p.w, p.screen)
	return p
}

// frame writes a frame.
func (p *reading) frame() {
	p.t.Helper()
	p.frames++
	p.screen.frame = p.frames
	write(p.t, p.w, string(appendMark(nil, p.frames))+"frame")
}

// next returns the next press.
func (p *reading) next() string {
	p.t.Helper()
	name := ""
	within(p.t, "a press", func() { name = fmt.Sprint((<-p.presses).Msg) })
	return name
}

// pressUntil presses a key until a press arrives, and returns the first one.
func (p *reading) pressUntil(key string) string {
	p.t.Helper()
	guard := time.After(hang)
	again := time.NewTicker(time.Millisecond)
	defer again.Stop()
	for {
		select {
		case press := <-p.presses:
			return fmt.Sprint(press.Msg)
		case <-guard:
			p.t.Fatalf("%q was pressed and never came", key)
		case <-again.C:
			p.press(key)
		}
	}
}

// awaitRead waits until the program has read all input.
func (p *reading) awaitRead() {
	p.t.Helper()
	within(p.t, "reading", func() {
		for left := 1; left > 0; {
			var err error
			if left, err = unix.IoctlGetInt(int(p.program.Fd()), countInput); err != nil {
				return
			}
		}
	})
}

func TestReaderOwnsRawMode(t *testing.T) {
	p := openTerminal(t)
	before := p.lineSettings()
	screen := NewScreen(&counter{}, nil)
	w := p.start(Options{})
	r := p.newReader(w, screen, func(keymsg.Press) {}, func(error) {})
	if p.lineSettings() != before {
		t.Error("the line settings were changed before Start")
	}
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	settings := p.lineSettings()
	if settings.Lflag&(unix.ICANON|unix.ECHO|unix.ISIG) != 0 || settings.Iflag&unix.ICRNL != 0 {
		t.Errorf("Start did not set raw mode: %+v", settings)
	}
	r.Close()
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if p.lineSettings() != before {
		t.Error("the line settings are not those of the start")
	}
}

// TestTypedBeforeTheFirstFrame: no one could see what such a key would do.
func TestTypedBeforeTheFirstFrame(t *testing.T) {
	for name, test := range map[string]struct{ before, after string }{
		"keys":                       {"sxp", "j"},
		"an answer of the terminal":  {"\x1b]11;rgb:1111/2222/3333\x1b\\", "j"},
		"the beginning of an answer": {"\x1b]11;rgb:1111", "/ssss/xxxx\x1b\\j"},
		"the beginning of a paste":   {"\x1b[200~s", "xs\x1b[201~j"},
	} {
		t.Run(name, func(t *testing.T) {
			p := startReading(t)
			p.press(test.before)
			p.awaitRead()
			p.read()
			p.frame()
			p.waitFor("frame")
			p.press(strings.TrimSuffix(test.after, "j"))
			if got := p.pressUntil("j"); got != "j" {
				t.Errorf("%q came", got)
			}
		})
	}
}

// TestTypedWhileNothingIsShown has a terminal that does not even accept the first frame.
func TestTypedWhileNothingIsShown(t *testing.T) {
	p := startReading(t)
	p.fill()
	p.frame()
	p.press("sxp")
	p.awaitRead()
	p.read()
	p.waitFor("frame")
	if got := p.pressUntil("j"); got != "j" {
		t.Errorf("%q came", got)
	}
}

// TestTypedAtSightOfTheFirstFrame: a user who answers what he sees is never too fast.
func TestTypedAtSightOfTheFirstFrame(t *testing.T) {
	for range 50 {
		p := startReading(t)
		p.frame()
		p.readPast("frame")
		p.press("j")
		if got := p.next(); got != "j" {
			t.Errorf("%q came", got)
		}
	}
}

// TestPressCarriesItsFrame: a press has the number of the frame that was written before it was read.
func TestPressCarriesItsFrame(t *testing.T) {
	p := startReading(t)
	p.read()
	for frame := uint64(1); frame <= 3; frame++ {
		p.frame()
		within(t, "the frame", func() {
			for p.screen.Written() != frame {
				<-p.screen.signal
			}
		})
		p.press("j")
		within(t, "a press", func() {
			if press := <-p.presses; press.Frame != frame {
				t.Errorf("the press carries frame %d, want %d", press.Frame, frame)
			}
		})
	}
}

// TestPauseLeavesWhatIsTyped: during a Pause, input stays for the program that has the terminal.
func TestPauseLeavesWhatIsTyped(t *testing.T) {
	p := startReading(t)
	p.read()
	p.frame()
	if got := p.pressUntil("j"); got != "j" {
		t.Fatalf("%q came", got)
	}
	p.reader.Pause()
	for len(p.presses) > 0 {
		<-p.presses
	}
	p.press("ls")
	within(t, "what another program reads", func() {
		buffer := make([]byte, 100)
		got := ""
		for !strings.HasSuffix(got, "ls") {
			n, err := unix.Read(int(p.program.Fd()), buffer)
			if err != nil {
				t.Error(err)
				return
			}
			got += string(buffer[:n])
		}
	})
	p.screen.Renew()
	p.reader.resume()
	p.press("sx")
	p.awaitRead()
	p.frame()
	if got := p.pressUntil("k"); got != "k" {
		t.Errorf("%q came, which was typed before the frame after the pause", got)
	}
}

// TestShellsSettings: after a stop without warning the settings are those of a shell, and input is not read.
func TestShellsSettings(t *testing.T) {
	p := startReading(t)
	p.read()
	p.frame()
	p.pressUntil("j")
	lost := make(chan struct{}, 10)
	p.reader.mu.Lock()
	p.reader.lost = func() { lost <- struct{}{} }
	p.reader.mu.Unlock()
	if err := p.w.settings.giveBack(); err != nil {
		t.Fatal(err)
	}
	raw(t, p.w)
	shell := p.lineSettings()
	shell.Lflag |= unix.ICANON
	if err := unix.IoctlSetTermios(int(p.program.Fd()), setSettings, &shell); err != nil {
		t.Fatal(err)
	}
	p.press("s\n")
	within(t, "the loss to be told", func() { <-lost })
	if left, err := unix.IoctlGetInt(int(p.program.Fd()), countInput); err != nil || left == 0 {
		t.Errorf("%d bytes are left for the shell, %v", left, err)
	}
}

// TestReadingEndsWithTheTerminal: reading ends with the terminal and reports it once.
func TestReadingEndsWithTheTerminal(t *testing.T) {
	p := openTerminal(t)
	screen := NewScreen(&counter{}, nil)
	ended := make(chan error, 10)
	r := p.newReader(p.start(Options{}), screen, func(keymsg.Press) {}, func(err error) { ended <- err })
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	if err := p.master.Close(); err != nil {
		t.Fatal(err)
	}
	within(t, "the end", func() {
		if err := <-ended; !errors.Is(err, ErrTerminalGone) {
			t.Errorf("reading ended with %v", err)
		}
	})
	r.Close()
	if len(ended) > 0 {
		t.Error("the end was told twice")
	}
}

// TestNobodyWaitsForPresses: while Send blocks, Pause and Close return, and frames are written.
func TestNobodyWaitsForPresses(t *testing.T) {
	p := openTerminal(t)
	screen := NewScreen(&counter{}, nil)
	w := p.start(Options{FrameQueued: screen.FrameQueued, FrameWritten: screen.FrameWritten})
	sending, free := make(chan struct{}, 100), make(chan struct{})
	r := p.newReader(w, screen, func(keymsg.Press) { sending <- struct{}{}; <-free }, func(error) {})
	t.Cleanup(func() { close(free) })
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	p.read()
	write(t, w, string(appendMark(nil, 1))+"first")
	p.waitFor("first")
	p.press("j")
	within(t, "a press", func() { <-sending })
	within(t, "Pause, a frame and Close", func() {
		r.Pause()
		screen.Renew()
		r.resume()
		write(t, w, string(appendMark(nil, 2))+"second")
		p.waitFor("second")
		r.Close()
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestScreenRenews(t *testing.T) {
	model := &listener{}
	screen := NewScreen(model, nil)
	defer screen.Stop()
	press := func(frame uint64) keymsg.Press {
		return keymsg.Press{Msg: tea.KeyMsg{Type: tea.KeyEnter}, Frame: frame}
	}
	first := screen.View()
	screen.FrameQueued(1)
	screen.FrameWritten(1)
	screen.Update(screen.await())
	screen.Update(press(1))
	screen.Renew()
	if got := screen.Written(); got != 0 {
		t.Errorf("frame %d counts as seen", got)
	}
	screen.Update(press(1)) // it was read before and waited
	second := screen.View()
	if second == first || screen.View() != second {
		t.Errorf("the views are %q, then %q", first, second)
	}
	screen.FrameQueued(2)
	screen.FrameWritten(2)
	if got := screen.Written(); got != 2 {
		t.Errorf("frame %d counts as seen, want 2", got)
	}
	screen.Update(press(2))
	if want := []tea.Msg{press(1), press(2)}; fmt.Sprint(model.told) != fmt.Sprint(want) {
		t.Errorf("the model was told %v, want %v", model.told, want)
	}
}
