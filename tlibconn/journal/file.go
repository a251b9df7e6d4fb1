package journal

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

const (
	// RetryInterval is how often a File retries after a failed write, and how often it
	// calls fsync.
	RetryInterval = time.Second
	// maxWaiting is how many bytes of outcomes may wait for the disk: about 50,000 outcomes.
	maxWaiting = 16 << 20
)

// ErrClosed is the error of the methods of a closed File.
var ErrClosed = errors.New("the journal is closed")

// Sync selects when lines are forced to the disk, and so survive a power failure. Lines that the operating
// system has accepted survive the end of the process in any case.
type Sync uint8

// The choices. The zero value is SyncSecond.
const (
	// SyncSecond: once a second if something was written, and at Close.
	SyncSecond Sync = iota
	// SyncAlways: also before Intent returns.
	SyncAlways
)

// Options configures a File. Dir and Go are required.
type Options struct {
	// Dir is the directory of the files. Open creates it with mode 0700 if it does not
	// exist. If the user owns it and its mode is wider, Open narrows the mode.
	Dir string
	// User is the name of the user who sends the commands.
	User string
	// PID is the process's ID; 0 means that of this process.
	PID int
	// Start is when the process started; zero means the time of Open. Together with PID it
	// identifies the process.
	Start time.Time
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Sync selects when fsync is called.
	Sync Sync
	// Secrets are texts, such as a password, that are replaced wherever a server's text
	// contains them. Empty ones are ignored.
	Secrets []string
	// Changed, if not nil, is called when the journal fails, when the reason changes, and
	// when it works again. The calls are made in order, one at a time, on the File's own
	// goroutine, and without a lock. The state at Open is not reported.
	Changed func(State)
	// Go starts the File's goroutine, which Close ends.
	Go func(func())
}

// State reports whether a File can be written.
type State struct {
	// Err is why the file cannot be written, nil if it can.
	Err error
	// Since is when the failure was first seen; zero while writing works.
	Since time.Time
	// Lost counts the outcomes that were dropped because too many others waited for the
	// disk. It is reset when a line of the journal has recorded it.
	Lost uint64
}

// File is the journal of one process on disk (docs/ARCHITECTURE.md, Files), with one file a day. It
// implements [Journal] and is safe for concurrent use.
type File struct {
	options Options
	encoder encoder
	sync    func(*os.File) error
	wake    chan struct{} // has a buffer of one
	closing chan struct{}
	done    chan struct{}
	once    sync.Once

	// mu is held during writes, which may be slow.
	mu     sync.Mutex
	closed bool
	day    dayFile
	lines  []byte // the intents being written
	out    []byte // the bytes of the current write
	kept   []byte // outcomes that are not in a file yet
	dirty  bool   // fsync is due
	// writeErr is the error of the last write, syncErr that of the last fsync.
	writeErr, syncErr error

	// queueMu is never held while waiting for anything.
	queueMu sync.Mutex
	queue   []byte // outcomes that wait for a write
	waiting int    // bytes in queue and kept
	state   State
	ended   bool // no more outcomes are accepted
}

// Open opens the journal and starts its goroutine. It returns an error only for faulty options. If the disk
// fails, State reports the error, Intent returns it, and the File retries every RetryInterval.
func Open(options Options) (*File, error) {
	switch {
	case options.Dir == "":
		return nil, errors.New("the journal needs a directory")
	case options.Go == nil:
		return nil, errors.New("the journal cannot start its goroutine; set Options.Go")
	}
	if options.PID == 0 {
		options.PID = os.Getpid()
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Start.IsZero() {
		options.Start = options.Now()
	}
	f := &File{
		options: options, encoder: newEncoder(options.PID, options.Start, options.User, options.Secrets),
		sync: (*os.File).Sync, wake: make(chan struct{}, 1), closing: make(chan struct{}), done: make(chan struct{}),
	}
	f.mu.Lock()
	// State reports the error.
	_ = f.write(nil)
	f.mu.Unlock()
	announced := f.State()
	options.Go(func() { f.run(announced) })
	return f, nil
}

// State reports whether the journal can be written. It does not wait for a write.
func (f *File) State() State {
	f.queueMu.Lock()
	defer f.queueMu.Unlock()
	return f.state
}

// Intent writes the entries with one write(2) and returns when the operating system has accepted them. On an
// error no part of them is in the file, unless the file cannot be truncated after a partial write.
func (f *File) Intent(entries []Intent) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return ErrClosed
	}
	f.lines = reuse(f.lines)
	for i := range entries {
		f.lines = f.encoder.appendIntent(f.lines, &entries[i])
	}
	if err := f.write(f.lines); err != nil {
		return err
	}
	if f.options.Sync == SyncAlways {
		return f.synchronise()
	}
	f.signal()
	return nil
}

// Outcome passes the entries to the File's goroutine and does not wait for the disk. While the journal cannot
// be written, up to 16 MiB of outcomes are kept. Outcome returns an error if there is no room for the entries.
func (f *File) Outcome(entries []Outcome) error {
	var lines []byte
	for i := range entries {
		lines = f.encoder.appendOutcome(lines, &entries[i])
	}
	return f.enqueue(lines, len(entries))
}

// Tell records that the processes' commands of unknown outcome were reported to a user, so that [Unknown] no
// longer counts them.
func (f *File) Tell(processes []Process) error {
	var lines []byte
	for _, process := range processes {
		lines = f.encoder.appendTold(lines, f.options.Now(), process)
	}
	return f.enqueue(lines, 0)
}

func (f *File) enqueue(lines []byte, outcomes int) error {
	f.queueMu.Lock()
	defer f.queueMu.Unlock()
	switch {
	case f.ended:
		return ErrClosed
	case f.waiting+len(lines) > maxWaiting:
		f.state.Lost += uint64(outcomes)
		if f.state.Err != nil {
			return fmt.Errorf("too many outcomes are waiting for a journal that cannot be written: %w", f.state.Err)
		}
		return errors.New("too many outcomes are waiting for the journal")
	}
	f.queue = append(f.queue, lines...)
	f.waiting += len(lines)
	f.signal()
	return nil
}

// Close writes the waiting outcomes, calls fsync, closes the file, and waits for the goroutine. It returns an
// error if anything is lost. Further calls do nothing.
func (f *File) Close() error {
	var err error
	f.once.Do(func() {
		f.queueMu.Lock()
		f.ended = true
		f.queueMu.Unlock()
		close(f.closing)
		<-f.done
		err = f.finish()
	})
	return err
}

func (f *File) finish() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	var err error
	if f.waits() || f.writeErr != nil {
		err = f.write(nil)
		if !f.waits() && f.State().Lost == 0 {
			err = nil // only the line about the failure could not be written
		}
	}
	if f.dirty {
		err = errors.Join(err, f.synchronise())
	}
	if err = errors.Join(err, f.day.close()); err != nil {
		return fmt.Errorf("the last lines of the journal could not be written: %w", err)
	}
	return nil
}

// signal wakes the goroutine.
func (f *File) signal() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// run is the File's goroutine: it writes outcomes, calls fsync, retries after failures, and reports states.
func (f *File) run(announced State) {
	defer close(f.done)
	timer := time.NewTimer(RetryInterval)
	timer.Stop()
	defer timer.Stop()
	armed := false
	for {
		select {
		case <-f.closing:
			return
		case <-f.wake:
			f.flush(false)
		case <-timer.C:
			armed = false
			f.flush(true)
		}
		if !armed && f.due() {
			timer.Reset(RetryInterval)
			armed = true
		}
		if state := f.State(); f.options.Changed != nil && !sameReason(state.Err, announced.Err) {
			announced = state
			f.options.Changed(state)
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
func (f *File) due() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dirty || f.writeErr != nil || f.syncErr != nil
}

// flush writes the waiting outcomes. After the timer has fired, it also retries a failed journal and calls
// fsync.
func (f *File) flush(timer bool) {
	f.mu.Lock()
	if timer && f.writeErr != nil || f.writeErr == nil && f.waits() {
		// State reports the error.
		_ = f.write(nil)
	}
	handle := f.day.handle
	synchronise := timer && f.dirty && handle != nil
	if synchronise {
		f.dirty = false
	}
	f.mu.Unlock()
	if !synchronise {
		return
	}
	// fsync can be slow, and no command should wait for it.
	err := f.sync(handle)
	if errors.Is(err, os.ErrClosed) {
		return // the day changed, and openDay synchronised the file
	}
	f.mu.Lock()
	f.synchronised(err)
	f.mu.Unlock()
}

// waits reports whether outcomes are waiting for a write.
func (f *File) waits() bool {
	f.queueMu.Lock()
	defer f.queueMu.Unlock()
	return f.waiting > 0
}
