//go:build unix

package term

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

// notice is the message to the model about a frame.
type notice uint64

func noticeOf(frame uint64) tea.Msg { return notice(frame) }

// counter is a model whose View shows how many messages it received, on the second of three lines.
type counter struct {
	messages, notices, drawn int
	text                     string
}

func (c *counter) Init() tea.Cmd { return nil }

func (c *counter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case notice:
		c.notices++
	case string:
		c.text = msg
	default:
		c.messages++
	}
	return c, nil
}

func (c *counter) View() string {
	c.drawn++
	return fmt.Sprintf("header %s\nmessages %d\nkeys", c.text, c.messages)
}

// renderer does with a view what Bubble Tea's renderer does at a tick: it writes the view if it differs from the
// last one.
type renderer struct {
	t    *testing.T
	w    *Writer
	last string
}

func (r *renderer) flush(view string) {
	r.t.Helper()
	if view != r.last {
		r.last = view
		write(r.t, r.w, view)
	}
}

func newScreen(t *testing.T, p *terminal, model *counter) (*Screen, *renderer) {
	t.Helper()
	screen := NewScreen(model, noticeOf)
	t.Cleanup(screen.Stop)
	w := p.start(Options{FrameQueued: screen.FrameQueued, FrameWritten: screen.FrameWritten})
	return screen, &renderer{t: t, w: w}
}

// TestMemoryIsFlatOnATerminalThatTakesNothing draws 100,000 times on a terminal that never reads.
func TestMemoryIsFlatOnATerminalThatTakesNothing(t *testing.T) {
	p := openTerminal(t)
	model := &counter{text: strings.Repeat("x", 16<<10)}
	screen, renderer := newScreen(t, p, model)
	p.fill()

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range 100_000 {
		screen.Update(i)
		renderer.flush(screen.View())
	}
	runtime.GC()
	runtime.ReadMemStats(&after)

	if most := renderer.w.Stats().MostQueued; most > 2*(17<<10) {
		t.Errorf("%d bytes were queued at most, want two frames at most", most)
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 1<<20 {
		t.Errorf("the heap grew by %d bytes", grown)
	}
	if model.messages != 100_000 {
		t.Errorf("the model got %d messages, want all 100,000", model.messages)
	}
	if model.drawn > 2 {
		t.Errorf("the model was drawn %d times for a terminal that accepts nothing", model.drawn)
	}

	p.read()
	within(t, "the frame's way to the terminal", func() {
		for model.notices == 0 {
			screen.Update(screen.await())
		}
	})
	renderer.flush(screen.View())
	if got := p.waitFor("messages 100000\nkeys"); strings.Contains(got, markStart) {
		t.Error("a mark reached the terminal")
	}
}

func TestScreenTellsOnlyOfTheNewestFrame(t *testing.T) {
	model := &counter{}
	screen := NewScreen(model, noticeOf)
	defer screen.Stop()

	screen.View() // frame 1 is drawn, and flushed while
	screen.Update(0)
	screen.View() // frame 2 is computed.
	screen.FrameQueued(1)
	screen.FrameWritten(1)
	screen.Update(screen.await())
	if model.notices != 0 {
		t.Fatal("the model was told of a frame that is not what it showed last")
	}
	screen.FrameQueued(2)
	shown := screen.View()
	screen.Update(0)
	if screen.View() != shown {
		t.Error("View changed while its frame is on the way to the terminal")
	}
	screen.FrameWritten(2)
	screen.Update(screen.await())
	if model.notices != 1 {
		t.Errorf("the model was told %d times of frame 2, want once", model.notices)
	}
	if screen.View() == shown {
		t.Error("View did not change after its frame was written")
	}
	if drawn := model.drawn; drawn != 3 {
		t.Errorf("the model was drawn %d times, want 3", drawn)
	}
}

// listener is a model that records its messages.
type listener struct {
	frames int
	told   []tea.Msg
}

func (l *listener) Init() tea.Cmd { return nil }

func (l *listener) View() string { return fmt.Sprint("frame ", l.frames) }

func (l *listener) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	l.told = append(l.told, msg)
	return l, nil
}

// TestPressNeverOvertakesItsFrame: reader and writer send their messages independently. A press that was read after
// a frame reaches the model after the message about that frame, whichever was sent first. A press that was read
// before it keeps the number of an older frame.
func TestPressNeverOvertakesItsFrame(t *testing.T) {
	press := func(frame uint64) keymsg.Press {
		return keymsg.Press{Msg: tea.KeyMsg{Type: tea.KeyEnter}, Frame: frame}
	}
	for _, first := range []string{"press", "frame"} {
		model := &listener{}
		screen := NewScreen(model, noticeOf)
		for frame := uint64(1); frame <= 2; frame++ {
			model.frames++
			screen.View()
			screen.FrameQueued(frame)
			if frame == 2 {
				screen.Update(press(1)) // it was read while frame 2 was on its way
			}
			screen.FrameWritten(frame)
			taken := screen.await()
			if first == "frame" {
				screen.Update(taken)
			}
			screen.Update(press(frame))
			if first == "press" {
				screen.Update(taken)
			}
		}
		screen.Stop()
		want := []tea.Msg{notice(1), press(1), press(1), notice(2), press(2)}
		if fmt.Sprint(model.told) != fmt.Sprint(want) {
			t.Errorf("%s first: the model was told %v, want %v", first, model.told, want)
		}
	}
}

func TestScreenReplacesAFrameThatWasNotFlushed(t *testing.T) {
	model := &counter{}
	screen := NewScreen(model, noticeOf)
	defer screen.Stop()
	screen.View()
	screen.Update("a key was pressed before the tick")
	if !strings.Contains(screen.View(), "before the tick") {
		t.Error("a frame that the renderer has not flushed yet holds back a newer one")
	}
}

func TestScreenMarksOneChangedLine(t *testing.T) {
	model := &counter{}
	screen := NewScreen(model, nil)
	defer screen.Stop()
	lines := func() []string { return strings.Split(screen.View(), "\n") }
	first := lines()
	screen.Update(0)
	second := lines()
	if first[0] != second[0] || first[2] != second[2] {
		t.Errorf("unchanged lines changed:\n%q\n%q", first, second)
	}
	if want := "messages 1" + string(appendMark(nil, 2)); second[1] != want {
		t.Errorf("the changed line is %q, want %q", second[1], want)
	}
	if third := lines(); strings.Join(third, "\n") != strings.Join(second, "\n") {
		t.Errorf("nothing changed, but View did:\n%q\n%q", second, third)
	}
	if _, cmd := screen.Update(1); cmd != nil {
		t.Error("a command came from nowhere")
	}
	if screen.Model() != tea.Model(model) {
		t.Error("Model is not the wrapped model")
	}
}

// TestScreenMarksAFrameThatOnlyLostLines covers the one change that changes no line.
func TestScreenMarksAFrameThatOnlyLostLines(t *testing.T) {
	screen := NewScreen(nil, nil)
	screen.frame = 1
	screen.mark([]string{"a", "b", "c"})
	screen.frame = 2
	screen.mark([]string{"a", "b"})
	if want := "b" + string(appendMark(nil, 2)); screen.marked[1] != want {
		t.Errorf("the last line is %q, want %q", screen.marked[1], want)
	}
}

func TestScreenStops(t *testing.T) {
	screen := NewScreen(&counter{}, nil)
	screen.Stop()
	screen.Stop()
	if msg := screen.await(); msg != nil {
		t.Errorf("the stopped Screen's command returned %v", msg)
	}
}
