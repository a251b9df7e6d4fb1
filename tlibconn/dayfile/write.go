package dayfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// write writes the waiting lines, followed by lines, into the day's file with one write, and updates the
// state. The caller holds l.mu.
func (l *Log) write(lines []byte) error {
	now := l.options.Now()
	l.takeQueue()
	before := l.State()
	err := l.put(now, before, lines)
	l.writeErr = err
	if err == nil {
		l.dirty = true
		l.queueMu.Lock()
		l.waiting -= len(l.kept)
		l.state.Lost -= before.Lost
		l.queueMu.Unlock()
		l.kept = Reuse(l.kept)
	}
	l.setState(now)
	return err
}

// takeQueue moves the queued lines to l.kept.
func (l *Log) takeQueue() {
	l.queueMu.Lock()
	defer l.queueMu.Unlock()
	if len(l.kept) == 0 {
		l.kept, l.queue = l.queue, l.kept
		return
	}
	l.kept = append(l.kept, l.queue...)
	l.queue = l.queue[:0]
}

// put writes into the file of the day. If the file was deleted meanwhile, put creates a new one, because no one
// would ever read the deleted file.
func (l *Log) put(now time.Time, before State, lines []byte) error {
	for try := 0; ; try++ {
		fresh, err := l.openDay(now)
		if err != nil {
			return err
		}
		l.out = Reuse(l.out)
		if fresh && l.options.Begin != nil {
			l.out = l.options.Begin(l.out, now)
		}
		if l.options.Failure != nil && (l.writeErr != nil || before.Lost > 0) {
			l.out = l.options.Failure(l.out, now, before)
		}
		l.out = append(append(l.out, l.kept...), lines...)
		if len(l.out) == 0 {
			return nil
		}
		if err = l.day.write(l.out); err != nil {
			return err
		}
		deleted, err := l.day.deleted()
		if err != nil || !deleted {
			return err
		}
		if try > 0 {
			return fmt.Errorf("the file %s is deleted as soon as it is created", l.day.path)
		}
		_ = l.day.close() // no one can read it any more
	}
}

// openDay opens the file of the day if it is not open, and reports whether it is new.
func (l *Log) openDay(now time.Time) (fresh bool, err error) {
	day := now.UTC().Format(dayFormat)
	if l.day.handle != nil && l.day.day == day {
		return l.day.size == 0, nil
	}
	next, err := create(l.options.Dir, day, l.options.PID)
	if err != nil {
		return false, inWords(err)
	}
	if l.day.handle != nil {
		if l.dirty {
			// The state reports an error, which must not prevent a new file.
			_ = l.synchronise()
		}
		_ = l.day.close() // fsync has already reported any error
	}
	l.day = next
	return true, nil
}

// inWords rewords an error of the system to name what could not be created.
func inWords(err error) error {
	var path *fs.PathError
	switch {
	case !errors.As(err, &path):
		return err
	case path.Op == "mkdir":
		return fmt.Errorf("the folder %s cannot be created: %w", path.Path, reason(path.Err))
	}
	return fmt.Errorf("the file %s cannot be created: %w", path.Path, reason(path.Err))
}

// reason returns the cause of an error of the system, in words where the system has none that
// say what to do.
func reason(err error) error {
	if errors.Is(err, syscall.ENOTDIR) {
		return &notFolderError{err}
	}
	return err
}

// notFolderError is why a path cannot be used whose part is a file.
type notFolderError struct{ err error }

func (e *notFolderError) Error() string { return "part of the path is a file, not a folder" }

func (e *notFolderError) Unwrap() error { return e.err }

// synchronise calls fsync. The caller holds l.mu.
func (l *Log) synchronise() error {
	l.dirty = false
	l.synchronised(l.options.Fsync(l.day.handle))
	return l.syncErr
}

// synchronised records the result of fsync. The caller holds l.mu.
func (l *Log) synchronised(err error) {
	if err != nil {
		err = fmt.Errorf("written lines may not survive a power failure: %w", err)
	}
	l.dirty = l.dirty || err != nil
	l.syncErr = err
	l.setState(l.options.Now())
}

// setState derives the state from the results of the last write and fsync. The caller
// holds l.mu.
func (l *Log) setState(now time.Time) {
	err := l.writeErr
	if err == nil {
		err = l.syncErr
	}
	l.queueMu.Lock()
	defer l.queueMu.Unlock()
	switch {
	case err == nil:
		l.state.Since = time.Time{}
	case l.state.Err == nil:
		l.state.Since = now
	}
	if err != nil || l.state.Err != nil {
		l.signal()
	}
	l.state.Err = err
}

// Reuse returns the buffer emptied, or nil if it is too large to keep.
func Reuse(buffer []byte) []byte {
	const most = 1 << 20
	if cap(buffer) > most {
		return nil
	}
	return buffer[:0]
}

// dayFile is the file of one day. No other process writes into it.
type dayFile struct {
	handle *os.File
	path   string
	day    string
	size   int64
	torn   bool // its last line has no newline
	locked bool
}

// write appends lines with one write. If they are not written completely, the file is truncated, so that it
// contains none of them. If it cannot be truncated, the next write first ends the half line, so that the half
// line does not damage another.
func (d *dayFile) write(lines []byte) error {
	if !d.locked {
		// A reader that tested the lock may have held it for a moment.
		d.locked = lock(d.handle)
	}
	if d.torn {
		lines = append([]byte{'\n'}, lines...)
	}
	n, err := d.handle.Write(lines)
	if err == nil {
		d.size += int64(n)
		d.torn = false
		return nil
	}
	if n > 0 && d.handle.Truncate(d.size) != nil {
		d.size += int64(n)
		d.torn = lines[n-1] != '\n'
	}
	return err
}

func (d *dayFile) close() error {
	if d.handle == nil {
		return nil
	}
	err := d.handle.Close()
	*d = dayFile{}
	return err
}
