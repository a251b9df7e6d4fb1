package dayfile

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

const (
	// RetryInterval is how often a Log retries after a failed write, and how often it
	// calls fsync.
	RetryInterval = time.Second
	// MaxWaiting is how many bytes of lines may wait for the disk.
	MaxWaiting = 16 << 20
)

// ErrClosed is the error of the methods of a closed Log.
var ErrClosed = errors.New("the log is closed")

// Sync selects when lines are forced to the disk, and so survive a power failure. Lines that the operating
// system has accepted survive the end of the process in any case.
type Sync uint8

// The choices. The zero value is SyncSecond.
const (
	// SyncSecond: once a second if something was written, and at Close.
	SyncSecond Sync = iota
	// SyncAlways: also before Write returns.
	SyncAlways
)

// Options configures a Log. Dir and Go are required.
type Options struct {
	// Dir is the directory of the files. Open creates it with mode 0700 if it does not
	// exist. If the user owns it and its mode is wider, Open narrows the mode.
	Dir string
	// PID is the process's ID; 0 means that of this process.
	PID int
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Sync selects when fsync is called.
	Sync Sync
	// Begin, if not nil, appends the lines at the beginning of each file. It is called on the goroutine that
	// writes, with the Log's lock held.
	Begin func(dst []byte, now time.Time) []byte
	// Failure, if not nil, appends a line that reports a time in which the log could not be written, or lost
	// lines. It is called as Begin is.
	Failure func(dst []byte, now time.Time, failed State) []byte
	// Changed, if not nil, is called when the log fails, when the reason changes, and
	// when it works again. The calls are made in order, one at a time, on the Log's own
	// goroutine, and without a lock. The state at Open is not reported.
	Changed func(State)
	// Go starts the Log's goroutine, which Close ends.
	Go func(func())
	// Fsync forces a file to the disk; nil means os.File.Sync.
	Fsync func(*os.File) error
}

// State reports whether a Log can be written.
type State struct {
	// Err is why the file cannot be written, nil if it can.
	Err error
	// Since is when the failure was first seen; zero while writing works.
	Since time.Time
	// Lost counts the entries that were dropped because too many others waited for the
	// disk. It is reset when a line of the log has recorded it.
	Lost uint64
}

// Log is the log of one process on disk, with one file a day. It is safe for concurrent use.
type Log struct {
	options Options
	wake    chan struct{} // has a buffer of one
	closing chan struct{}
	done    chan struct{}
	once    sync.Once

	// mu is held during writes, which may be slow.
	mu     sync.Mutex
	closed bool
	day    dayFile
	out    []byte // the bytes of the current write
	kept   []byte // queued lines that are not in a file yet
	dirty  bool   // fsync is due
	// writeErr is the error of the last write, syncErr that of the last fsync.
	writeErr, syncErr error

	// queueMu is never held while waiting for anything.
	queueMu sync.Mutex
	queue   []byte // lines that wait for a write
	waiting int    // bytes in queue and kept
	state   State
	ended   bool // no more lines are accepted
}

// Open opens the log and starts its goroutine. It returns an error only for faulty options. If the disk
// fails, State reports the error, Write returns it, and the Log retries every RetryInterval.
func Open(options Options) (*Log, error) {
	switch {
	case options.Dir == "":
		return nil, errors.New("the log needs a directory")
	case options.Go == nil:
		return nil, errors.New("the log cannot start its goroutine; set Options.Go")
	}
	if options.PID == 0 {
		options.PID = os.Getpid()
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Fsync == nil {
		options.Fsync = (*os.File).Sync
	}
	l := &Log{options: options, wake: make(chan struct{}, 1), closing: make(chan struct{}), done: make(chan struct{})}
	l.mu.Lock()
	// State reports the error.
	_ = l.write(nil)
	l.mu.Unlock()
	announced := l.State()
	options.Go(func() { l.run(announced) })
	return l, nil
}

// State reports whether the log can be written. It does not wait for a write.
func (l *Log) State() State {
	l.queueMu.Lock()
	defer l.queueMu.Unlock()
	return l.state
}

// Write writes lines with one write(2) and returns when the operating system has accepted them. On an
// error no part of them is in the file, unless the file cannot be truncated after a partial write.
func (l *Log) Write(lines []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return ErrClosed
	}
	if err := l.write(lines); err != nil {
		return err
	}
	if l.options.Sync == SyncAlways {
		return l.synchronise()
	}
	l.signal()
	return nil
}

// Queue passes lines, which hold that many entries, to the Log's goroutine and does not wait for the disk. While
// the log cannot be written, up to MaxWaiting bytes are kept. Queue returns an error if there is no room for the
// lines; State.Lost then counts their entries.
func (l *Log) Queue(lines []byte, entries int) error {
	l.queueMu.Lock()
	defer l.queueMu.Unlock()
	switch {
	case l.ended:
		return ErrClosed
	case l.waiting+len(lines) > MaxWaiting:
		l.state.Lost += uint64(entries)
		if l.state.Err != nil {
			return fmt.Errorf("too many lines are waiting for a log that cannot be written: %w", l.state.Err)
		}
		return errors.New("too many lines are waiting for the log")
	}
	l.queue = append(l.queue, lines...)
	l.waiting += len(lines)
	l.signal()
	return nil
}

// Close writes the waiting lines, calls fsync, closes the file, and waits for the goroutine. It returns an
// error if anything is lost. Further calls do nothing.
func (l *Log) Close() error {
	var err error
	l.once.Do(func() {
		l.queueMu.Lock()
		l.ended = true
		l.queueMu.Unlock()
		close(l.closing)
		<-l.done
		err = l.finish()
	})
	return err
}

func (l *Log) finish() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	var err error
	if l.waits() || l.writeErr != nil {
		err = l.write(nil)
		if !l.waits() && l.State().Lost == 0 {
			err = nil // only the line about the failure could not be written
		}
	}
	if l.dirty {
		err = errors.Join(err, l.synchronise())
	}
	return errors.Join(err, l.day.close())
}

// signal wakes the goroutine.
func (l *Log) signal() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// run is the Log's goroutine: it writes queued lines, calls fsync, retries after failures, and reports states.
func (l *Log) run(announced State) {
	defer close(l.done)
	timer := time.NewTimer(RetryInterval)
	timer.Stop()
	defer timer.Stop()
	armed := false
	for {
		select {
		case <-l.closing:
			return
		case <-l.wake:
			l.flush(false)
		case <-timer.C:
			armed = false
			l.flush(true)
		}
		if !armed && l.due() {
			timer.Reset(RetryInterval)
			armed = true
		}
		if state := l.State(); l.options.Changed != nil && !sameReason(state.Err, announced.Err) {
			announced = state
			l.options.Changed(state)
		}
	}
}

func sameReason(a, b error) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.Error() == b.Error()
}

// due reports whether the goroutine has something to do later.
func (l *Log) due() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dirty || l.writeErr != nil || l.syncErr != nil
}

// flush writes the waiting lines. After the timer has fired, it also retries a failed log and calls fsync.
func (l *Log) flush(timer bool) {
	l.mu.Lock()
	if timer && l.writeErr != nil || l.writeErr == nil && l.waits() {
		// State reports the error.
		_ = l.write(nil)
	}
	handle := l.day.handle
	synchronise := timer && l.dirty && handle != nil
	if synchronise {
		l.dirty = false
	}
	l.mu.Unlock()
	if !synchronise {
		return
	}
	// fsync can be slow, and no Write should wait for it.
	err := l.options.Fsync(handle)
	if errors.Is(err, os.ErrClosed) {
		return // the day changed, and openDay synchronised the file
	}
	l.mu.Lock()
	l.synchronised(err)
	l.mu.Unlock()
}

// waits reports whether lines are waiting for a write.
func (l *Log) waits() bool {
	l.queueMu.Lock()
	defer l.queueMu.Unlock()
	return l.waiting > 0
}
