package term

import (
	"strings"
	"sync"
	"sync/atomic"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

// Screen wraps the model that Bubble Tea runs and does the handshake with the Writer for it: while a frame
// is queued or being written, the model is updated but not drawn. See the package documentation.
//
// Init, Update and View are called by Bubble Tea, on its goroutine; FrameQueued and FrameWritten are for
// Options; Stop is for the end.
type Screen struct {
	model  tea.Model
	notice func(frame uint64) tea.Msg

	// body and lines are what the model showed last, marked the same lines as they were given to Bubble
	// Tea, shown the latter in one string.
	body   string
	lines  []string
	marked []string
	shown  string
	// frame numbers what was given to Bubble Tea, from 1; taken is the last one of which Update knows that
	// the terminal has it.
	frame, taken uint64
	// renewed: the next view is a new frame, changed or not.
	renewed bool

	queued  atomic.Uint64
	written atomic.Uint64
	// first is the number of the first frame that counts as seen: the one after the start, or after the
	// terminal was another program's.
	first atomic.Uint64
	// told is called when a frame that counts was written, on the writing goroutine; nil for nobody. It is set
	// before the first frame.
	told   func()
	signal chan struct{}
	stop   chan struct{}
	once   sync.Once
}

// frameTaken is sent when a frame was written.
type frameTaken struct{}

// NewScreen wraps model. Each time that the terminal has taken the newest frame, and so shows what the last
// call of the model's View returned, the model's Update gets what notice makes of the frame's number, before
// View is called again and before any press that was read after it; nil means that it is not told.
func NewScreen(model tea.Model, notice func(frame uint64) tea.Msg) *Screen {
	s := &Screen{
		model:  model,
		notice: notice,
		signal: make(chan struct{}, 1),
		stop:   make(chan struct{}),
	}
	s.first.Store(1)
	return s
}

// Model returns the model as it is now. It may be called on Bubble Tea's goroutine, and when it has ended.
func (s *Screen) Model() tea.Model { return s.model }

// FrameQueued tells the Screen that Bubble Tea has written a frame. It does not block.
func (s *Screen) FrameQueued(frame uint64) { s.queued.Store(frame) }

// FrameWritten tells the Screen that the terminal has taken a frame. It does not block.
func (s *Screen) FrameWritten(frame uint64) {
	s.written.Store(frame)
	if s.told != nil && s.Written() != 0 {
		s.told()
	}
	select {
	case s.signal <- struct{}{}:
	default:
	}
}

// Written returns the number of the newest frame that the terminal shows, 0 if it shows none: before the first
// frame, and from Renew until the first frame after it. It may be called from any goroutine.
func (s *Screen) Written() uint64 {
	if written := s.written.Load(); s.counts(written) {
		return written
	}
	return 0
}

// counts reports whether a frame counts as seen once it is written.
func (s *Screen) counts(frame uint64) bool { return frame >= s.first.Load() }

// Renew says that what the terminal showed counts no longer: another program had it. What View returns next is
// a new frame, though the model may look as before, and presses that were read before that frame was written
// do not reach the model any more. It is called on Bubble Tea's goroutine.
func (s *Screen) Renew() {
	s.renewed = true
	s.first.Store(s.frame + 1)
}

// Stop ends the command that waits for written frames. It may be called more than once.
func (s *Screen) Stop() { s.once.Do(func() { close(s.stop) }) }

// Init starts the model and waits for the first frame.
func (s *Screen) Init() tea.Cmd { return tea.Batch(s.model.Init(), s.await) }

// await is a command: it returns when a frame was written.
func (s *Screen) await() tea.Msg {
	select {
	case <-s.signal:
		return frameTaken{}
	case <-s.stop:
		return nil
	}
}

// Update passes msg on to the model.
func (s *Screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case frameTaken:
		return s, tea.Batch(s.await, s.note())
	case keymsg.Press:
		if !s.counts(msg.Frame) {
			return s, nil
		}
		if msg.Frame > s.taken {
			// It overtook the message that says that its frame was written.
			return s, tea.Batch(s.note(), s.pass(msg))
		}
	}
	return s, s.pass(msg)
}

// note tells the model that the newest frame was written, if it was and the model does not know.
func (s *Screen) note() tea.Cmd {
	before := s.taken
	s.taken = s.written.Load()
	if s.notice == nil || s.taken == before || s.taken != s.frame {
		return nil
	}
	return s.pass(s.notice(s.taken))
}

func (s *Screen) pass(msg tea.Msg) tea.Cmd {
	model, cmd := s.model.Update(msg)
	s.model = model
	return cmd
}

// View returns what the model shows, or the string that it returned last if its frame is on the way to the
// terminal or nothing has changed.
func (s *Screen) View() string {
	if s.frame != s.taken && s.queued.Load() == s.frame {
		return s.shown
	}
	body := s.model.View()
	if body == s.body && !s.renewed {
		return s.shown
	}
	if s.renewed {
		s.renewed, s.lines, s.marked = false, nil, nil
	}
	s.body = body
	s.frame++
	s.mark(strings.Split(body, "\n"))
	s.shown = strings.Join(s.marked, "\n")
	return s.shown
}

// mark puts the mark of s.frame on the first line that differs from what is shown. All other lines keep the
// marks that they have, so that Bubble Tea sees no change in a line that has not changed.
func (s *Screen) mark(lines []string) {
	changed := len(lines) - 1
	for i, line := range lines {
		if i >= len(s.lines) || s.lines[i] != line {
			changed = i
			break
		}
	}
	marked := make([]string, len(lines))
	for i, line := range lines {
		switch {
		case i == changed:
			marked[i] = string(appendMark([]byte(line), s.frame))
		case i < len(s.lines) && s.lines[i] == line:
			marked[i] = s.marked[i]
		default:
			marked[i] = line
		}
	}
	s.lines, s.marked = lines, marked
}
