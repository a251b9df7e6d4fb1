package term

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"capdeck/ui/cli/term/input"
	"capdeck/ui/keymsg"
)

// readSize is how many bytes one read takes at most: what the kernel holds for a terminal.
const readSize = 4 << 10

// closedFD stands for no descriptor.
const closedFD = -2

// discardReads is how often discard reads before it lets others have their turn.
const discardReads = 16

// ErrTerminalGone is why reading ended: nobody is at the other end of the terminal any more.
var ErrTerminalGone = errors.New("the terminal is gone: it can no longer be read")

// ReaderOptions say what a Reader reads and whom it tells. All are required.
type ReaderOptions struct {
	// Writer is the way to the terminal, which knows its line settings.
	Writer *Writer
	// Screen says which frame the terminal shows.
	Screen *Screen
	// Input is the terminal that is read, usually os.Stdin. The Reader never closes it.
	Input *os.File
	// Go starts the reading goroutine.
	Go func(func())
	// Send takes the presses, one by one and in their order. It may wait; it is to return at once when nobody
	// takes presses any more, as tea.Program.Send does.
	Send func(keymsg.Press)
	// Ended is called on the reading goroutine, at most once, when the terminal is gone: the error wraps
	// ErrTerminalGone.
	Ended func(error)
}

// Reader reads keys, the mouse and pastes from the terminal, and owns its raw mode: Bubble Tea reads nothing.
// See the package documentation.
type Reader struct {
	options  ReaderOptions
	settings *settings
	fd       int
	own      *os.File // the description of its own, nil where the one that was given is read
	system   source
	decoder  *input.Decoder
	buffer   []byte
	lost     func() // is told that the terminal is another program's, nil until there is a Stops

	// mu is held while the terminal is read, so that nothing is read any more when Pause or Close returns.
	mu             sync.Mutex
	paused, closed bool
	// open: a frame was written, and what was typed before was thrown away. due: it is to be thrown away as soon as
	// the reading goroutine, which is busy, has the time.
	open, busy, due bool
	// begun is the number of the first frame while that is being written and what was typed before was thrown
	// away, else 0.
	begun uint64
}

// NewReader returns a Reader, which reads nothing and changes nothing before Start. Close must be called.
func NewReader(options ReaderOptions) (*Reader, error) {
	r := &Reader{
		options: options, settings: options.Writer.settings, fd: int(options.Input.Fd()),
		decoder: input.New(), buffer: make([]byte, readSize),
	}
	var err error
	if r.system, err = newSource(); err != nil {
		return nil, fmt.Errorf("preparing to read the terminal: %w", err)
	}
	if own, err := reopen(options.Input, os.O_RDONLY); err == nil {
		r.own, r.fd = own, descriptor(own)
	}
	options.Screen.told = r.shown
	options.Writer.reader.Store(r)
	return r, nil
}

// descriptor is Fd, which would make the description blocking.
func descriptor(file *os.File) int {
	fd := -1
	if raw, err := file.SyscallConn(); err == nil {
		_ = raw.Control(func(of uintptr) { fd = int(of) })
	}
	return fd
}

// Start sets raw mode and begins to read. What is read before the Screen's first frame was written is thrown
// away. In the background of the terminal it lets the kernel stop the process, as a shell expects.
func (r *Reader) Start() error {
	if err := r.settings.setRaw(); err != nil {
		return err
	}
	r.options.Go(r.run)
	return nil
}

// Pause returns when the Reader reads nothing more, until resume: what is typed is another program's. It
// waits for nothing but a read of bytes that are there.
func (r *Reader) Pause() { r.set(func() { r.paused = true }) }

// resume ends a Pause. What is typed counts from the next frame on.
func (r *Reader) resume() { r.set(func() { r.paused, r.open, r.begun = false, false, 0 }) }

// Close ends the Reader: it reads nothing more when it returns. The line settings are the Writer's to restore.
func (r *Reader) Close() { r.set(func() { r.closed = true }) }

func (r *Reader) set(change func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	change()
	r.wake()
}

// wake lets the reading goroutine look at what has changed. r.mu is held.
func (r *Reader) wake() {
	r.system.wake()
}

// showing is called on the writing goroutine before a frame is written: what was typed until now is thrown away
// unless a frame was written before. Whoever answers what he sees may be faster than the write returns.
func (r *Reader) showing(frame uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begun = 0
	if !r.open && !r.paused && !r.closed && !r.busy && r.options.Screen.counts(frame) && r.discard() {
		r.begun = frame
	}
}

// delayed is called on the writing goroutine when the terminal has not taken a frame at once: what is typed
// meanwhile is no answer to it.
func (r *Reader) delayed() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begun = 0
}

// shown is called on the writing goroutine when a frame was written. From the first one on presses count.
func (r *Reader) shown() {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.open, r.paused, r.closed:
	case r.begun != 0:
		r.open, r.begun = true, 0
	case r.busy:
		r.due = true
		r.wake()
	default:
		r.begin()
	}
}

// begin lets presses count from here on, when there is nothing that was typed before; where there is no end of
// that, it is to be called again. r.mu is held, and the reading goroutine is not busy.
func (r *Reader) begin() {
	r.open = r.discard()
	if r.due = !r.open; r.due {
		r.wake()
	}
}

// discard throws away what was typed until now, and reports whether that is all. r.mu is held, and the reading
// goroutine is not busy.
func (r *Reader) discard() bool {
	for range discardReads {
		readable, err := r.system.readable(r.fd)
		if err == nil && readable {
			var n int
			n, _, err = r.read()
			r.decoder.Feed(time.Now(), 0, r.buffer[:max(n, 0)], func(keymsg.Press) {})
		}
		if err != nil || !readable {
			return true // an error comes again, and is told then
		}
	}
	return false
}

// run is the reading goroutine.
func (r *Reader) run() {
	defer r.release()
	for r.step() {
	}
}

// release gives back the descriptors of the Reader, which nobody uses any more.
func (r *Reader) release() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.system.close()
	if r.own != nil {
		_ = r.own.Close()
	}
}

// step waits for the terminal and takes what one read gives. It returns false at the end.
func (r *Reader) step() bool {
	fd, timeout := r.look()
	if fd == closedFD {
		return false
	}
	// Before the look at what is there: what came in time is not late because the program was slow.
	now := time.Now()
	readable, err := r.system.wait(fd, timeout)
	switch {
	case err != nil:
		return r.ended(err)
	case readable:
		return r.take()
	}
	r.expire(now)
	return true
}

// look returns what is to be waited for, as others have asked for: -1 for a wake only, closedFD for the end.
func (r *Reader) look() (fd int, timeout time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.closed:
		return closedFD, 0
	case r.paused:
		return -1, -1
	case r.due:
		r.begin()
	}
	if deadline, held := r.decoder.Deadline(); held {
		return r.fd, max(time.Until(deadline), 0)
	}
	return r.fd, -1
}

// expire decides what is held if it was too long ago at now, when nothing could be read.
func (r *Reader) expire(now time.Time) {
	r.mu.Lock()
	deadline, held := r.decoder.Deadline()
	r.busy = held && !r.paused && !now.Before(deadline)
	due := r.busy
	r.mu.Unlock()
	if due {
		r.decoder.Expire(now, r.options.Send)
		r.idle()
	}
}

func (r *Reader) idle() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy = false
}

// take reads once and hands over what that completes.
func (r *Reader) take() bool {
	now := time.Now()
	r.mu.Lock()
	n, frame, err := r.read()
	r.busy = err == nil && n > 0
	r.mu.Unlock()
	switch {
	case isNothing(err):
		return true
	case err == nil && n == 0:
		return r.ended(io.EOF)
	case err != nil:
		return r.ended(err)
	}
	r.decoder.Feed(now, frame, r.buffer[:n], r.options.Send)
	r.idle()
	return true
}

// read reads if the terminal is the program's now; otherwise it pauses and returns errNothing. frame is what the
// terminal showed before, 0 for nothing that counts. With the settings of a shell the end of what was typed there
// could be taken for the terminal's end. r.mu is held.
func (r *Reader) read() (n int, frame uint64, err error) {
	if r.paused || r.closed {
		return 0, 0, errNothing
	}
	if r.lost != nil && (!r.settings.foreground() || !r.settings.isRaw()) {
		r.paused = true
		r.lost()
		return 0, 0, errNothing
	}
	frame = r.begun
	if r.open {
		frame = r.options.Screen.Written()
	}
	n, err = r.system.read(r.fd, r.buffer)
	return n, frame, err
}

func (r *Reader) ended(err error) bool {
	r.mu.Lock()
	closed := r.closed
	r.mu.Unlock()
	if !closed {
		r.options.Ended(fmt.Errorf("%w (%w)", ErrTerminalGone, err))
	}
	return false
}
