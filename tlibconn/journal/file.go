package journal

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

const (
	// RetryInterval is how often a journal that cannot be written is tried
	// again, and how often it is synchronised with the disk.
	RetryInterval = time.Second
	// maxWaiting is how many bytes of outcomes wait for the disk, about 50,000
	// outcomes.
	maxWaiting = 16 << 20
)

// ErrClosed is the error of a File that was closed.
var ErrClosed = errors.New("the journal is closed")

// Sync says when lines are on the disk itself, and so outlive a power failure.
// What the operating system has outlives the end of the process in any case.
type Sync uint8

// When a File calls fsync. The zero value is SyncSecond.
const (
	// SyncSecond: once a second if something was written, and at Close.
	SyncSecond Sync = iota
	// SyncAlways: also before Intent returns.
	SyncAlways
)

// Options says how a File is opened. Dir and Go are required.
type Options struct {
	// Dir is the directory of the files. It is made, with mode 0700, if it does
	// not exist, and it is the user's alone: a wider mode is narrowed.
	Dir string
	// User names whoever sends.
	User string
	// PID is the process's id, 0 for this process's.
	PID int
	// Start is when the process started, zero for the time of Open. With PID it
	// tells processes apart.
	Start time.Time
	// Now is the clock, nil for time.Now.
	Now func() time.Time
	// Sync says when fsync is called.
	Sync Sync
	// Secrets are texts, such as a password, that are replaced wherever a
	// server's text repeats them. Blank ones are left out.
	Secrets []string
	// Changed, if not nil, is called when the journal fails, for another reason
	// than before, and when it works again. The calls come in order, one at a
	// time, on the File's own goroutine, and hold no lock; the state at Open is
	// not announced.
	Changed func(State)
	// Go starts the File's goroutine, which ends with Close.
	Go func(func())
}

// State says whether a File can be written.
type State struct {
	// Err is why it cannot, nil if it can.
	Err error
	// Since is when it was first seen to fail; zero while it works.
	Since time.Time
	// Lost counts the outcomes for which there was no room while others waited
	// for the disk, until a line of the journal says how many they were.
	Lost uint64
}

// File is the journal on disk of one process (docs/ARCHITECTURE.md, Files): a
// file a day. It implements [Journal], and no goroutine needs a lock to call
// it.
type File struct {
	options Options
	encoder encoder
	sync    func(*os.File) error
	wake    chan struct{} // holds one
	closing chan struct{}
	done    chan struct{}
	once    sync.Once

	// mu is held during writes, which may be slow.
	mu     sync.Mutex
	closed bool
	day    dayFile
	lines  []byte // of the intents that are written
	out    []byte // of the write that is made
	kept   []byte // outcomes that are in no file yet
	dirty  bool   // fsync is due
	// writeErr is of the last write, syncErr of the last fsync.
	writeErr, syncErr error

	// queueMu is never held while anything is waited for.
	queueMu sync.Mutex
	queue   []byte // outcomes that wait for a write
	waiting int    // bytes of queue and kept
	state   State
	ended   bool // no more outcomes
}

// Open opens the journal and starts its goroutine. What is wrong with the
// options is an error; what is wrong with the disk is not: State says it, Intent
// refuses with it, and it is tried again every RetryInterval.
func Open(options Options) (*File, error) {
	switch {
	case options.Dir == "":
		return nil, errors.New("the journal needs a directory")
	case options.Go == nil:
		return nil, errors.New("the journal needs Go, which starts its goroutine")
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
	// The error stands in the state.
	_ = f.write(nil)
	f.mu.Unlock()
	announced := f.State()
	options.Go(func() { f.run(announced) })
	return f, nil
}

// State says whether the journal can be written. It does not wait for a write.
func (f *File) State() State {
	f.queueMu.Lock()
	defer f.queueMu.Unlock()
	return f.state
}

// Intent writes the entries with one write(2) and returns when the operating
// system has them. On an error nothing of them is in the file, unless the disk
// refuses to take half-written lines back.
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

// Outcome hands the entries to the File's goroutine and does not wait for the
// disk. While the journal cannot be written they are kept, up to 16 MiB; the
// error says that there was no room for them.
func (f *File) Outcome(entries []Outcome) error {
	var lines []byte
	for i := range entries {
		lines = f.encoder.appendOutcome(lines, &entries[i])
	}
	return f.enqueue(lines, len(entries))
}

// Tell records that a user was told of the processes' commands of unknown
// outcome, so that [Unknown] counts them no more.
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
			return fmt.Errorf("too many outcomes wait for a journal that cannot be written: %w", f.state.Err)
		}
		return errors.New("too many outcomes wait for the journal")
	}
	f.queue = append(f.queue, lines...)
	f.waiting += len(lines)
	f.signal()
	return nil
}

// Close writes what waits, synchronises and closes the file, and waits for the
// goroutine. It is an error if anything is lost. Calling it again is harmless.
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
			err = nil // all that could not be written is that it could not
		}
	}
	if f.dirty {
		err = errors.Join(err, f.synchronise())
	}
	if err = errors.Join(err, f.day.close()); err != nil {
		return fmt.Errorf("the end of the journal could not be written: %w", err)
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

// run is the File's goroutine: it writes outcomes, calls fsync, tries again what
// failed, and announces states.
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

// flush writes the outcomes that wait. When the timer has fired it also tries a
// journal that failed, and synchronises.
func (f *File) flush(timer bool) {
	f.mu.Lock()
	if timer && f.writeErr != nil || f.writeErr == nil && f.waits() {
		// The error stands in the state.
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
	// fsync can be slow, and no command has to wait for it.
	err := f.sync(handle)
	if errors.Is(err, os.ErrClosed) {
		return // the day changed, and that synchronised the file
	}
	f.mu.Lock()
	f.synchronised(err)
	f.mu.Unlock()
}

// waits reports whether outcomes wait for a write.
func (f *File) waits() bool {
	f.queueMu.Lock()
	defer f.queueMu.Unlock()
	return f.waiting > 0
}
