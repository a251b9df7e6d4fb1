package term

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"
)

// MaxQueued is the number of bytes that wait for the terminal at most, unless a single frame is larger.
// With Screen it is never reached: two frames are outstanding at most. What would exceed it is refused
// and counted (Stats.Refused), so that a mistake shows and memory stays bounded.
const MaxQueued = 4 << 20

// spareLimit is the capacity above which the buffer of a written unit is left to the garbage collector
// instead of being used again.
const spareLimit = 256 << 10

// ErrQueueFull is returned when more than MaxQueued bytes would wait for the terminal.
var ErrQueueFull = errors.New("the terminal takes no output: too much is waiting for it already")

// Options say what a Writer writes to and whom it tells.
type Options struct {
	// Terminal is the terminal, usually os.Stdout; required. It is used for the window's size, the line
	// settings, and to open the Writer's own description of it; the Writer never closes it.
	Terminal *os.File
	// Input is the terminal that keys are read from and that a Reader sets to raw mode, usually os.Stdin. nil,
	// or what is no terminal, means Terminal.
	Input *os.File
	// Go starts the writing goroutine; required.
	Go func(func())
	// FrameQueued is called from Write, on the renderer's goroutine, with the number of each marked frame
	// that was queued. It must not block. May be nil; Screen.FrameQueued is meant for it.
	FrameQueued func(frame uint64)
	// FrameWritten is called on the writing goroutine each time no frame is left to write, with the number
	// of the last marked frame that was written, 0 if none was marked. It must not block: the terminal
	// gets nothing meanwhile. May be nil; Screen.FrameWritten is meant for it.
	FrameWritten func(frame uint64)
}

// Stats are counts since the Writer was made.
type Stats struct {
	// Queued is the number of bytes that wait now, with the unit that is being written.
	Queued int
	// MostQueued is the largest value that Queued ever had.
	MostQueued int
	// FramesWritten counts the frames (calls of Write) that the terminal took whole.
	FramesWritten uint64
	// Refused counts what exceeded MaxQueued and was thrown away. It stays 0; anything else is a mistake.
	Refused uint64
	// Err is why the terminal can no longer be written to; nil while it can.
	Err error
}

// Writer is Bubble Tea's output: it copies what it is given and writes it to the terminal from one
// goroutine, so that no caller ever waits for the terminal. All methods may be called from any goroutine.
// See the package documentation.
type Writer struct {
	terminal *os.File
	settings *settings
	out      *os.File
	ownOut   bool
	options  Options

	pending atomic.Int64
	// reader is told of frames, nil until there is one.
	reader atomic.Pointer[Reader]
	// lost is told that the terminal is another program's, nil until there is a Stops.
	lost atomic.Pointer[func()]

	mu    sync.Mutex
	work  *sync.Cond
	queue []unit
	spare []byte
	stats Stats
	// lastWritten is the number of the last marked frame that the terminal took.
	lastWritten uint64
	// touched: something was written, so that there is something to take down.
	touched bool
	modes   modes
	end     ending
}

type unitKind int

const (
	controlUnit unitKind = iota
	frameUnit
	restoreUnit
	flushUnit
)

// unit is what reaches the terminal without anything in between.
type unit struct {
	kind  unitKind
	bytes []byte
	// frame is the number that Screen gave a frame, 0 if it has none.
	frame uint64
	// taken is closed when a flushUnit's turn has come.
	taken chan struct{}
	// until is when a restoreUnit is given up.
	until time.Time
}

// New returns a Writer for a terminal and starts its goroutine, which ends with Close, CloseWithin or
// Restore. The terminal's line settings as they are now are what Restore brings back. In the background of the
// terminal nothing is written: it waits until the process is in the foreground.
//
// It is no error if Terminal is none: the Writer then writes to whatever it is. It is one if Terminal or Go
// is missing.
func New(options Options) (*Writer, error) {
	if options.Terminal == nil || options.Go == nil {
		return nil, errors.New("the output writer needs a terminal and a way to start its goroutine")
	}
	w := &Writer{
		terminal: options.Terminal,
		out:      options.Terminal,
		options:  options,
		settings: readSettings(options.Terminal, options.Input),
	}
	w.end.done, w.end.began = make(chan struct{}), make(chan struct{})
	w.work = sync.NewCond(&w.mu)
	if term.IsTerminal(int(options.Terminal.Fd())) {
		if own, err := reopen(options.Terminal, os.O_WRONLY); err == nil {
			w.out, w.ownOut = own, true
		}
	}
	options.Go(w.run)
	return w, nil
}

// Write queues p, which Bubble Tea calls with exactly one frame, and returns at once. p is copied, without
// the marks of Screen. A frame that repeats the number of one that waits unwritten replaces it: Bubble Tea
// draws a frame again only when it draws all of it.
//
// It returns ErrQueueFull and queues nothing if more than MaxQueued bytes would wait. After Close or
// Restore, and when the terminal is gone (Stats.Err), p is thrown away and no error returned.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	frame, err := w.pushFrame(p)
	w.mu.Unlock()
	if err != nil {
		return 0, err
	}
	if frame != 0 && w.options.FrameQueued != nil {
		w.options.FrameQueued(frame)
	}
	return len(p), nil
}

func (w *Writer) pushFrame(p []byte) (uint64, error) {
	if w.discards() {
		return 0, nil
	}
	if err := w.admit(len(p)); err != nil {
		return 0, err
	}
	copied, frame := appendUnmarked(w.spare[:0], p)
	w.spare = nil
	if frame != 0 {
		w.dropQueuedFrame(frame)
	}
	w.push(unit{kind: frameUnit, bytes: copied, frame: frame})
	w.pending.Add(1)
	return frame, nil
}

// WriteString queues a control sequence of Bubble Tea and returns at once. It is no frame: Pending and
// FrameWritten take no notice of it. Errors are those of Write.
func (w *Writer) WriteString(s string) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.discards() {
		return len(s), nil
	}
	if err := w.admit(len(s)); err != nil {
		return 0, err
	}
	w.modes.note(s)
	w.push(unit{kind: controlUnit, bytes: []byte(s)})
	return len(s), nil
}

// Inject queues a sequence that is no part of the screen, such as an OSC 52 copy, a bell or an OSC 9 note,
// and returns at once. It reaches the terminal whole and between frames, never inside one. It must leave
// the cursor and the colours alone. p is copied. Errors are those of Write.
func (w *Writer) Inject(p []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.discards() {
		return nil
	}
	if err := w.admit(len(p)); err != nil {
		return err
	}
	w.push(unit{kind: controlUnit, bytes: append([]byte(nil), p...)})
	return nil
}

// Pending reports whether a frame waits to be written or is being written. It takes no lock. It stays true
// when the terminal is gone: nothing more can be shown.
func (w *Writer) Pending() bool { return w.pending.Load() > 0 }

func (w *Writer) tellLost() {
	if lost := w.lost.Load(); lost != nil {
		(*lost)()
	}
}

// Stats returns the counts as they are now.
func (w *Writer) Stats() Stats {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stats
}

// Fd returns the descriptor of the terminal as it was given, for its size. It is not the one that is
// written to.
func (w *Writer) Fd() uintptr { return w.terminal.Fd() }

// Read is there because Bubble Tea wants a whole file. Nothing can be read from an output: it returns an
// error.
func (w *Writer) Read([]byte) (int, error) {
	return 0, errors.New("the output writer cannot be read from; keys come from the terminal's input")
}

// discards reports whether what is written now is thrown away. w.mu is held.
func (w *Writer) discards() bool { return w.end.begun || w.stats.Err != nil }

// admit says whether size more bytes may wait. w.mu is held.
func (w *Writer) admit(size int) error {
	if w.stats.Queued > 0 && w.stats.Queued+size > MaxQueued {
		w.stats.Refused++
		return fmt.Errorf("%w (%d bytes)", ErrQueueFull, w.stats.Queued)
	}
	return nil
}

// push appends u to the queue and wakes the writing goroutine. w.mu is held.
func (w *Writer) push(u unit) {
	w.touched = true
	w.queue = append(w.queue, u)
	w.stats.Queued += len(u.bytes)
	w.stats.MostQueued = max(w.stats.MostQueued, w.stats.Queued)
	w.work.Signal()
}

// dropQueuedFrame takes the frame with this number out of the queue. w.mu is held.
func (w *Writer) dropQueuedFrame(frame uint64) {
	for i, u := range w.queue {
		if u.kind == frameUnit && u.frame == frame {
			w.stats.Queued -= len(u.bytes)
			w.queue = append(w.queue[:i], w.queue[i+1:]...)
			w.pending.Add(-1)
			return
		}
	}
}
