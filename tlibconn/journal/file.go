package journal

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"capdeck/tlibconn/dayfile"
)

// RetryInterval is how often a File retries after a failed write, and how often it calls fsync.
const RetryInterval = dayfile.RetryInterval

// ErrClosed is the error of the methods of a closed File.
var ErrClosed = errors.New("the journal is closed")

// Sync selects when lines are forced to the disk, and so survive a power failure. Lines that the operating
// system has accepted survive the end of the process in any case.
type Sync = dayfile.Sync

// The choices. The zero value is SyncSecond.
const (
	// SyncSecond: once a second if something was written, and at Close.
	SyncSecond = dayfile.SyncSecond
	// SyncAlways: also before Intent returns.
	SyncAlways = dayfile.SyncAlways
)

// State reports whether a File can be written. Lost counts outcomes.
type State = dayfile.State

// Options configures a File. Dir and Go are required.
type Options struct {
	// Dir is the directory of the files. Open creates it with mode 0700 if it does not
	// exist. If the user owns it and its mode is wider, Open narrows the mode.
	Dir string
	// User is the name of the user who sends the commands.
	User string
	// Program marks the entries of a command that is not one for daily work, such as check;
	// "" for all others.
	Program string
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

	fsync func(*os.File) error // of tests
}

// File is the journal of one process on disk (docs/ARCHITECTURE.md, Files), with one file a day. It
// implements [Journal] and is safe for concurrent use.
type File struct {
	options Options
	encoder encoder
	log     *dayfile.Log

	mu    sync.Mutex
	lines []byte // the intents being written
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
	f := &File{options: options, encoder: newEncoder(options.PID, options.Start, options.User, options.Program, options.Secrets)}
	var err error
	f.log, err = dayfile.Open(dayfile.Options{
		Dir: options.Dir, PID: options.PID, Now: options.Now, Sync: options.Sync, Changed: options.Changed, Go: options.Go, Fsync: options.fsync,
		Begin: f.encoder.appendProcess, Failure: f.encoder.appendFailure,
	})
	if err != nil {
		return nil, fmt.Errorf("the journal cannot be opened: %w", err)
	}
	return f, nil
}

// State reports whether the journal can be written. It does not wait for a write.
func (f *File) State() State { return f.log.State() }

// Intent writes the entries with one write(2) and returns when the operating system has accepted them. On an
// error no part of them is in the file, unless the file cannot be truncated after a partial write.
func (f *File) Intent(entries []Intent) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lines = dayfile.Reuse(f.lines)
	for i := range entries {
		f.lines = f.encoder.appendIntent(f.lines, &entries[i])
	}
	err := f.log.Write(f.lines)
	if errors.Is(err, dayfile.ErrClosed) {
		return ErrClosed
	}
	return err
}

// Outcome passes the entries to the File's goroutine and does not wait for the disk. While the journal cannot
// be written, up to 16 MiB of outcomes are kept, about 50,000. Outcome returns an error if there is no room for
// the entries.
func (f *File) Outcome(entries []Outcome) error {
	var lines []byte
	for i := range entries {
		lines = f.encoder.appendOutcome(lines, &entries[i])
	}
	return f.queue(lines, len(entries))
}

// Tell records that the processes' commands of unknown outcome were reported to a user, so that [Unknown] no
// longer counts them.
func (f *File) Tell(processes []Process) error {
	var lines []byte
	for _, process := range processes {
		lines = f.encoder.appendTold(lines, f.options.Now(), process)
	}
	return f.queue(lines, 0)
}

func (f *File) queue(lines []byte, outcomes int) error {
	err := f.log.Queue(lines, outcomes)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, dayfile.ErrClosed):
		return ErrClosed
	}
	return fmt.Errorf("outcomes are lost: %w", err)
}

// Close writes the waiting outcomes, calls fsync, closes the file, and waits for the goroutine. It returns an
// error if anything is lost. Further calls do nothing.
func (f *File) Close() error {
	if err := f.log.Close(); err != nil {
		return fmt.Errorf("the last lines of the journal could not be written: %w", err)
	}
	return nil
}
