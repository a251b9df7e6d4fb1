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

// readSize is the maximum number of bytes in one read: as many as the kernel holds for a terminal.
const readSize = 4 << 10

// closedFD means that the Reader is closed and has no descriptor to wait for.
const closedFD = -2

// discardReads is how many times discard reads before it gives other goroutines their turn.
const discardReads = 16

// ErrTerminalGone reports that reading ended because the other end of the terminal is closed.
var ErrTerminalGone = errors.New("the terminal is gone: it can no longer be read")

// ReaderOptions configures a Reader. All fields are required.
type ReaderOptions struct {
	// Writer writes to the terminal and knows its line settings.
	Writer *Writer
	// Screen knows which frame the terminal shows.
	Screen *Screen
	// Input is the terminal that is read, usually os.Stdin. The Reader never closes it.
	Input *os.File
	// Go starts the reading goroutine.
	Go func(func())
	// Send receives the presses one at a time, in order. It may block, but must return at once when no one receives
	// presses any more, as tea.Program.Send does.
	Send func(keymsg.Press)
	// Ended is called on the reading goroutine, at most once, if the terminal is gone. The error wraps
	// ErrTerminalGone.
	Ended func(error)
}

// Reader reads keys, the mouse and pastes from the terminal, and owns its raw mode. Bubble Tea reads nothing. See
// the package documentation.
type Reader struct {
	options  ReaderOptions
	settings *settings
	fd       int
	own      *os.File // the Reader's own description, nil if it reads the given one
	system   source
	decoder  *input.Decoder
	buffer   []byte
	lost     func() // is called when another program has the terminal; nil until there is a Stops

	// mu is held during each read of the terminal, so that nothing more is read once Pause or Close has returned.
	mu             sync.Mutex
	paused, closed bool
	// open: a frame was written, and earlier input was discarded. due: earlier input must still be discarded, as
	// soon as the reading goroutine is no longer busy.
	open, busy, due bool
	// begun is the number of the first frame while that frame is being written and earlier input was discarded, else
	// 0.
	begun uint64
}

// NewReader returns a Reader. It reads and changes nothing before Start. Close must be called.
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

// descriptor returns the file's descriptor. Fd would make the description blocking.
func descriptor(file *os.File) int {
	fd := -1
	if raw, err := file.SyscallConn(); err == nil {
		_ = raw.Control(func(of uintptr) { fd = int(of) })
	}
	return fd
}

// Start sets raw mode and begins to read. Input that is read before the Screen's first frame was written is
// discarded. In the background of the terminal, Start leaves it to the kernel to stop the process, as a shell
// expects.
func (r *Reader) Start() error {
	if err := r.settings.setRaw(); err != nil {
		return err
	}
	r.options.Go(r.run)
	return nil
}

// Pause stops reading until resume, because another program gets the input. It returns once nothing more is read,
// and waits only for a read whose bytes have already arrived.
func (r *Reader) Pause() { r.set(func() { r.paused = true }) }

// resume ends a Pause. Input counts from the next frame on.
func (r *Reader) resume() { r.set(func() { r.paused, r.open, r.begun = false, false, 0 }) }

// Close ends the Reader, which reads nothing more once Close has returned. Restoring the line settings is left to
// the Writer.
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

// wake makes the reading goroutine check what has changed. r.mu is held.
func (r *Reader) wake() {
	r.system.wake()
}

// showing is called on the writing goroutine before a frame is written. It discards earlier input unless a frame was
// written before. It runs before the write because a user may answer what he sees before the write returns.
func (r *Reader) showing(frame uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begun = 0
	if !r.open && !r.paused && !r.closed && !r.busy && r.options.Screen.counts(frame) && r.discard() {
		r.begun = frame
	}
}

// delayed is called on the writing goroutine when the terminal has not accepted a frame at once. Input that arrives
// in the meantime is not an answer to that frame.
func (r *Reader) delayed() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begun = 0
}

// shown is called on the writing goroutine after a frame was written. Presses count from the first one on.
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

// begin makes presses count from now on if all earlier input has been discarded. If input is still left, begin must
// be called again. r.mu is held, and the reading goroutine is not busy.
func (r *Reader) begin() {
	r.open = r.discard()
	if r.due = !r.open; r.due {
		r.wake()
	}
}

// discard discards the input typed so far, and reports whether none is left. r.mu is held, and the reading goroutine
// is not busy.
func (r *Reader) discard() bool {
	for range discardReads {
		readable, err := r.system.readable(r.fd)
		if err == nil && readable {
			var n int
			n, _, err = r.read()
			r.decoder.Feed(time.Now(), 0, r.buffer[:max(n, 0)], func(keymsg.Press) {})
		}
		if err != nil || !readable {
			return true // the error occurs again, and is reported then
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

// release closes the descriptors of the Reader after their last use.
func (r *Reader) release() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.system.close()
	if r.own != nil {
		_ = r.own.Close()
	}
}

// step waits for the terminal and handles one read. It returns false at the end.
func (r *Reader) step() bool {
	fd, timeout := r.look()
	if fd == closedFD {
		return false
	}
	// The time is read before the wait, so that input that arrived in time is not late because the program was slow.
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

// look returns the descriptor to wait for, as other goroutines have asked for it: -1 to wait only for a wake,
// closedFD at the end.
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

// expire decides what to do with held bytes whose deadline has passed at now, when nothing could be read.
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

// take reads once and sends the presses that the read completes.
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

// read reads if the terminal belongs to the program now. Otherwise it pauses and returns errNothing, because under
// the settings of a shell the end of a line typed there could be mistaken for the end of the terminal. frame is the
// frame that the terminal showed before the read, 0 if none counts. r.mu is held.
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
