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

// MaxQueued is the maximum number of bytes that wait for the terminal, unless a single frame is larger. With Screen,
// at most two frames are outstanding, so the limit is never reached. Output beyond it is refused and counted
// (Stats.Refused), which reveals a mistake and bounds the memory.
const MaxQueued = 4 << 20

// spareLimit is the capacity above which the buffer of a written unit is left to the garbage collector instead of
// being reused.
const spareLimit = 256 << 10

// ErrQueueFull is returned if more than MaxQueued bytes would wait for the terminal.
var ErrQueueFull = errors.New("the terminal accepts no output: too much is already waiting for it")

// Options configures a Writer.
type Options struct {
	// Terminal is the terminal, usually os.Stdout; required. The Writer uses it for the size of the window and the
	// line settings, and opens its own description of it. The Writer never closes it.
	Terminal *os.File
	// Input is the terminal that keys are read from and that a Reader sets to raw mode, usually os.Stdin. If it is
	// nil or not a terminal, Terminal is used.
	Input *os.File
	// Go starts the writing goroutine; required.
	Go func(func())
	// FrameQueued is called from Write, on the renderer's goroutine, with the number of each marked frame that was
	// queued. It must not block. It may be nil; Screen.FrameQueued is meant for it.
	FrameQueued func(frame uint64)
	// FrameWritten is called on the writing goroutine each time no frame is left to write, with the number of the
	// last marked frame that was written, 0 if none was marked. It must not block, because the terminal gets nothing
	// in the meantime. It may be nil; Screen.FrameWritten is meant for it.
	FrameWritten func(frame uint64)
}

// Stats are counts since the Writer was created.
type Stats struct {
	// Queued is the number of bytes that wait now, including the unit that is being written.
	Queued int
	// MostQueued is the largest value that Queued ever had.
	MostQueued int
	// FramesWritten counts the frames (calls of Write) that the terminal accepted completely.
	FramesWritten uint64
	// Refused counts the writes that exceeded MaxQueued and were discarded. It stays 0 unless there is a mistake.
	Refused uint64
	// Err is why the terminal can no longer be written to; nil while it can.
	Err error
}

// Writer is Bubble Tea's output. It copies what it is given and writes it to the terminal from one goroutine, so
// that no caller ever waits for the terminal. Any goroutine may call its methods. See the package documentation.
type Writer struct {
	terminal *os.File
	settings *settings
	out      *os.File
	ownOut   bool
	options  Options

	pending atomic.Int64
	// reader is informed about frames; nil until there is one.
	reader atomic.Pointer[Reader]
	// lost is called when another program has the terminal; nil until there is a Stops.
	lost atomic.Pointer[func()]

	mu    sync.Mutex
	work  *sync.Cond
	queue []unit
	spare []byte
	stats Stats
	// lastWritten is the number of the last marked frame that the terminal accepted.
	lastWritten uint64
	// touched: something was written, so there may be something to take down.
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

// unit is a sequence of bytes that reaches the terminal without interruption.
type unit struct {
	kind  unitKind
	bytes []byte
	// frame is the number that Screen gave a frame, 0 if it has none.
	frame uint64
	// taken is closed when it is the turn of a flushUnit.
	taken chan struct{}
	// until is the deadline of a restoreUnit.
	until time.Time
}

// New returns a Writer for a terminal and starts its goroutine, which ends with Close, CloseWithin or Restore.
// Restore returns the terminal to its present line settings. In the background of the terminal nothing is written:
// the Writer waits until the process is in the foreground.
//
// Terminal need not be a terminal: the Writer then writes to whatever file it is. New returns an error if Terminal
// or Go is missing.
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

// Write queues p, which must be exactly one frame of Bubble Tea, and returns at once. It copies p without the marks
// of Screen. A frame that repeats the number of a queued one replaces it, because Bubble Tea draws a frame again
// only if it draws all of it.
//
// Write returns ErrQueueFull and queues nothing if more than MaxQueued bytes would wait. After Close or Restore, and
// if the terminal is gone (Stats.Err), p is discarded and the error is nil.
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

// WriteString queues a control sequence of Bubble Tea and returns at once. A control sequence is not a frame:
// Pending and FrameWritten ignore it. Errors are those of Write.
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

// Inject queues a sequence that is not part of the screen, such as an OSC 52 copy, a bell or an OSC 9 notification,
// and returns at once. The sequence reaches the terminal whole, between two frames. It must not move the cursor or
// change the colours. p is copied. Errors are those of Write.
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

// Pending reports whether a frame is queued or being written. It takes no lock. It stays true when the terminal is
// gone, because nothing more can be shown.
func (w *Writer) Pending() bool { return w.pending.Load() > 0 }

func (w *Writer) tellLost() {
	if lost := w.lost.Load(); lost != nil {
		(*lost)()
	}
}

// Stats returns the current counts.
func (w *Writer) Stats() Stats {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stats
}

// Fd returns the descriptor of Terminal, for its size. The Writer may write to a different one.
func (w *Writer) Fd() uintptr { return w.terminal.Fd() }

// Read always returns an error. It exists because Bubble Tea expects a complete file.
func (w *Writer) Read([]byte) (int, error) {
	return 0, errors.New("the output writer cannot be read from; keys come from the terminal's input")
}

// discards reports whether the Writer discards output now. w.mu is held.
func (w *Writer) discards() bool { return w.end.begun || w.stats.Err != nil }

// admit returns an error if size more bytes must not wait. w.mu is held.
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

// dropQueuedFrame removes the frame with this number from the queue. w.mu is held.
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
