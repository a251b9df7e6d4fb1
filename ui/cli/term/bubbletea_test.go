//go:build unix

package term

import (
	"os"
	"strings"
	"sync"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// spy is an output for Bubble Tea that records how it is used.
type spy struct {
	file *os.File

	mu      sync.Mutex
	frames  []string
	control []string
	misused []string
}

func (s *spy) Fd() uintptr { return s.file.Fd() }

func (s *spy) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.frames = append(s.frames, string(p))
	return len(p), nil
}

func (s *spy) WriteString(p string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.control = append(s.control, p)
	return len(p), nil
}

func (s *spy) Read([]byte) (int, error) {
	s.misused = append(s.misused, "Read")
	return 0, nil
}

func (s *spy) Close() error {
	s.misused = append(s.misused, "Close")
	return nil
}

// flushing is a model that shows the last text it got.
type flushing struct {
	text  string
	sizes chan tea.WindowSizeMsg
	keys  []tea.KeyMsg
}

func (f *flushing) Init() tea.Cmd { return nil }

func (f *flushing) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		select {
		case f.sizes <- msg:
		default:
		}
	case tea.KeyMsg:
		f.keys = append(f.keys, msg)
	case string:
		f.text = msg
	}
	return f, nil
}

func (f *flushing) View() string { return f.text + "\nsecond\nthird" }

// TestBubbleTeaContract checks what the package documentation says about Bubble Tea.
func TestBubbleTeaContract(t *testing.T) {
	p := openTerminal(t)
	before := p.lineSettings()
	p.press("typed before")
	out := &spy{file: p.program}
	model := &flushing{text: "first", sizes: make(chan tea.WindowSizeMsg, 1)}
	program := tea.NewProgram(model, tea.WithInput(strings.NewReader("")), tea.WithOutput(out),
		tea.WithoutSignalHandler(), tea.WithAltScreen(), tea.WithMouseCellMotion())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if _, err := program.Run(); err != nil {
			t.Error(err)
		}
	}()
	within(t, "the window's size", func() {
		if size := <-model.sizes; size.Width != 80 || size.Height != 24 {
			t.Errorf("size = %v, want 80 x 24", size)
		}
	})
	program.Send(strings.Repeat("wide ", 40))
	// Releasing and restoring the terminal makes Bubble Tea write every mode again, without using its input.
	stopped := make(chan error, 1)
	program.Send(tea.Exec(nothing{}, func(err error) tea.Msg { stopped <- err; return nil })())
	within(t, "the terminal to be released and restored", func() {
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	})
	program.Quit()
	await(t, "Bubble Tea's end", ended)

	if len(out.misused) != 0 {
		t.Errorf("Bubble Tea called %v", out.misused)
	}
	if len(out.frames) == 0 {
		t.Fatal("no frame was written by Write")
	}
	for _, frame := range out.frames {
		if !strings.HasPrefix(frame, ansi.CursorHomePosition) || !strings.HasSuffix(frame, "H") {
			t.Errorf("%q was written by Write and is not a whole frame", frame)
		}
	}
	control := strings.Join(out.control, "")
	for _, want := range []string{ansi.SetModeAltScreenSaveCursor, ansi.ResetModeAltScreenSaveCursor, ansi.SetModeBracketedPaste} {
		if strings.Count(control, want) != 2 {
			t.Errorf("%q was written %d times, want 2", want, strings.Count(control, want))
		}
	}
	for _, want := range []string{
		ansi.SetModeAltScreenSaveCursor, ansi.ResetModeAltScreenSaveCursor, ansi.HideCursor, ansi.ShowCursor,
		ansi.SetModeMouseButtonEvent, ansi.ResetModeMouseButtonEvent, ansi.ResetModeBracketedPaste,
	} {
		if !strings.Contains(control, want) {
			t.Errorf("%q was not written by WriteString", want)
		}
	}
	for _, key := range model.keys {
		t.Errorf("Bubble Tea has read %q", key)
	}
	if p.lineSettings() != before {
		t.Error("Bubble Tea changed the line settings")
	}
}

// nothing is a tea.ExecCommand that does nothing.
type nothing struct{ streams }

func (nothing) Run() error { return nil }

// TestProgramOnATerminal runs Bubble Tea on the Writer and Screen and reads the output. The first line is too wide:
// its mark must survive Bubble Tea's truncation.
func TestProgramOnATerminal(t *testing.T) {
	p := openTerminal(t)
	model := &flushing{text: "first", sizes: make(chan tea.WindowSizeMsg, 1)}
	screen := NewScreen(model, nil)
	defer screen.Stop()
	w := p.start(Options{FrameQueued: screen.FrameQueued, FrameWritten: screen.FrameWritten})
	program := tea.NewProgram(screen, tea.WithInput(strings.NewReader("")), tea.WithOutput(w),
		tea.WithoutSignalHandler(), tea.WithAltScreen())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if _, err := program.Run(); err != nil {
			t.Error(err)
		}
	}()
	within(t, "the window's size", func() { <-model.sizes })
	p.read()
	wide := strings.Repeat("wide ", 40)
	program.Send(wide)
	within(t, "the wide frame", func() {
		for !strings.Contains(p.text(), wide[:80]) {
			<-p.changed
		}
	})
	program.Send("last")
	within(t, "the last frame", func() {
		for !strings.Contains(p.text(), "last") {
			<-p.changed
		}
	})
	program.Quit()
	await(t, "Bubble Tea's end", ended)
	if err := w.CloseWithin(hang); err != nil {
		t.Error(err)
	}
	got := p.waitFor("\x1b[?1049l" + ansi.ShowCursor)
	if strings.Contains(got, "7177") {
		t.Errorf("a mark reached the terminal: %q", got)
	}
	if strings.Contains(got, wide[:81]) {
		t.Error("Bubble Tea did not cut the line that is too wide")
	}
}

// TestProgramOnATerminalThatTakesNothing: 10,000 messages are handled and the program ends, although the terminal
// does not even accept the first frame.
func TestProgramOnATerminalThatTakesNothing(t *testing.T) {
	p := openTerminal(t)
	model := &counter{text: strings.Repeat("x", 4<<10)}
	screen := NewScreen(model, noticeOf)
	defer screen.Stop()
	w := p.start(Options{FrameQueued: screen.FrameQueued, FrameWritten: screen.FrameWritten})
	p.fill()
	program := tea.NewProgram(screen, tea.WithInput(strings.NewReader("")), tea.WithOutput(w),
		tea.WithoutSignalHandler(), tea.WithAltScreen(), tea.WithFPS(120))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if _, err := program.Run(); err != nil {
			t.Error(err)
		}
	}()
	within(t, "the messages", func() {
		for i := range 10_000 {
			program.Send(i)
		}
		program.Quit()
		<-ended
		if err := w.Close(); err == nil {
			t.Error("Close reported no error though the terminal took nothing")
		}
	})
	if model.messages < 10_000 {
		t.Errorf("the model got %d messages, want 10,000 at least", model.messages)
	}
	// The control sequences of the start and the end come in addition to two frames.
	if most := w.Stats().MostQueued; most > 2*(5<<10)+1<<10 {
		t.Errorf("%d bytes were queued at most", most)
	}
}
