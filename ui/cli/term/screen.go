package term

import (
	"strings"
	"sync"
	"sync/atomic"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

// Screen wraps the model that Bubble Tea runs, and performs the handshake with the Writer: while a frame is queued
// or being written, the model is updated but not drawn. See the package documentation.
//
// Bubble Tea calls Init, Update and View on its goroutine. FrameQueued and FrameWritten are meant for Options, and
// Stop for the end of the program.
type Screen struct {
	model  tea.Model
	notice func(frame uint64) tea.Msg

	// body and lines hold what the model showed last; marked holds the same lines as they were given to Bubble Tea,
	// and shown joins these in one string.
	body   string
	lines  []string
	marked []string
	shown  string
	// frame is the number of the frame that was given to Bubble Tea last, from 1; taken is the last frame that
	// Update knows to be on the terminal.
	frame, taken uint64
	// renewed: the next view is a new frame even if it has not changed.
	renewed bool

	queued  atomic.Uint64
	written atomic.Uint64
	// first is the number of the first frame that counts as seen: the first one after the start, or after another
	// program had the terminal.
	first atomic.Uint64
	// told is called on the writing goroutine when a frame that counts was written; nil if no one is listening. It
	// is set before the first frame.
	told   func()
	signal chan struct{}
	stop   chan struct{}
	once   sync.Once
}

// frameTaken is sent after a frame was written.
type frameTaken struct{}

// NewScreen wraps model. notice returns a message for the model with the number of a frame, or nil for none. The
// model's Update gets that message each time the terminal has accepted the newest frame and so shows what the
// model's View returned last. It gets the message before the next call of View and before any press that was read
// after the frame.
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

// Model returns the current model. It may be called on Bubble Tea's goroutine, and after Bubble Tea has ended.
func (s *Screen) Model() tea.Model { return s.model }

// FrameQueued records that Bubble Tea has written a frame. It does not block.
func (s *Screen) FrameQueued(frame uint64) { s.queued.Store(frame) }

// FrameWritten records that the terminal has accepted a frame. It does not block.
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
// frame, and from Renew until the first frame after it. Any goroutine may call it.
func (s *Screen) Written() uint64 {
	if written := s.written.Load(); s.counts(written) {
		return written
	}
	return 0
}

// counts reports whether a frame counts as seen once it is written.
func (s *Screen) counts(frame uint64) bool { return frame >= s.first.Load() }

// Renew declares that the contents of the terminal no longer count, because another program had it. The next result
// of View is a new frame even if the model has not changed. Presses that were read before that frame was written no
// longer reach the model. Renew is called on Bubble Tea's goroutine.
func (s *Screen) Renew() {
	s.renewed = true
	s.first.Store(s.frame + 1)
}

// Stop ends the command that waits for written frames. It may be called more than once.
func (s *Screen) Stop() { s.once.Do(func() { close(s.stop) }) }

// Init initialises the model and waits for the first frame.
func (s *Screen) Init() tea.Cmd { return tea.Batch(s.model.Init(), s.await) }

// await is a command that returns when a frame was written.
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
			// The press overtook the message that reports its frame as written.
			return s, tea.Batch(s.note(), s.pass(msg))
		}
	}
	return s, s.pass(msg)
}

// note informs the model that the newest frame was written, unless it was not or the model already knows.
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

// View returns the model's view, or the string that it returned last if that frame is still on its way to the
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

// mark puts the mark of s.frame on the first line that has changed. All other lines keep their marks, so that Bubble
// Tea sees no change in an unchanged line.
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
