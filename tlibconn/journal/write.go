package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// write writes the waiting outcomes, followed by lines, into the day's file with one write, and updates the
// state. The caller holds f.mu.
func (f *File) write(lines []byte) error {
	now := f.options.Now()
	f.takeQueue()
	before := f.State()
	err := f.put(now, before, lines)
	f.writeErr = err
	if err == nil {
		f.dirty = true
		f.queueMu.Lock()
		f.waiting -= len(f.kept)
		f.state.Lost -= before.Lost
		f.queueMu.Unlock()
		f.kept = reuse(f.kept)
	}
	f.setState(now)
	return err
}

// takeQueue moves the queued outcomes to f.kept.
func (f *File) takeQueue() {
	f.queueMu.Lock()
	defer f.queueMu.Unlock()
	if len(f.kept) == 0 {
		f.kept, f.queue = f.queue, f.kept
		return
	}
	f.kept = append(f.kept, f.queue...)
	f.queue = f.queue[:0]
}

// put writes into the file of the day. If the file was deleted meanwhile, put creates a new one, because no one
// would ever read the deleted file.
func (f *File) put(now time.Time, before State, lines []byte) error {
	for try := 0; ; try++ {
		fresh, err := f.openDay(now)
		if err != nil {
			return err
		}
		f.out = reuse(f.out)
		if fresh {
			f.out = f.encoder.appendProcess(f.out, now)
		}
		if f.writeErr != nil || before.Lost > 0 {
			f.out = f.encoder.appendFailure(f.out, now, before)
		}
		f.out = append(append(f.out, f.kept...), lines...)
		if len(f.out) == 0 {
			return nil
		}
		if err = f.day.write(f.out); err != nil {
			return err
		}
		deleted, err := f.day.deleted()
		if err != nil || !deleted {
			return err
		}
		if try > 0 {
			return fmt.Errorf("the file %s is deleted as soon as it is created", f.day.path)
		}
		_ = f.day.close() // no one can read it any more
	}
}

// openDay opens the file of the day if it is not open, and reports whether it is new.
func (f *File) openDay(now time.Time) (fresh bool, err error) {
	day := now.UTC().Format(dayFormat)
	if f.day.handle != nil && f.day.day == day {
		return f.day.size == 0, nil
	}
	next, err := createDay(f.options.Dir, day, f.options.PID)
	if err != nil {
		return false, inWords(err)
	}
	if f.day.handle != nil {
		if f.dirty {
			// The state reports an error, which must not prevent a new file.
			_ = f.synchronise()
		}
		_ = f.day.close() // fsync has already reported any error
	}
	f.day = next
	return true, nil
}

// inWords rewords an error of the system to name what could not be created.
func inWords(err error) error {
	var path *fs.PathError
	switch {
	case !errors.As(err, &path):
		return err
	case path.Op == "mkdir":
		return fmt.Errorf("the folder %s cannot be created: %w", path.Path, path.Err)
	}
	return fmt.Errorf("the file %s cannot be created: %w", path.Path, path.Err)
}

// synchronise calls fsync. The caller holds f.mu.
func (f *File) synchronise() error {
	f.dirty = false
	f.synchronised(f.sync(f.day.handle))
	return f.syncErr
}

// synchronised records the result of fsync. The caller holds f.mu.
func (f *File) synchronised(err error) {
	if err != nil {
		err = fmt.Errorf("written lines may not survive a power failure: %w", err)
	}
	f.dirty = f.dirty || err != nil
	f.syncErr = err
	f.setState(f.options.Now())
}

// setState derives the state from the results of the last write and fsync. The caller
// holds f.mu.
func (f *File) setState(now time.Time) {
	err := f.writeErr
	if err == nil {
		err = f.syncErr
	}
	f.queueMu.Lock()
	defer f.queueMu.Unlock()
	switch {
	case err == nil:
		f.state.Since = time.Time{}
	case f.state.Err == nil:
		f.state.Since = now
	}
	if err != nil || f.state.Err != nil {
		f.signal()
	}
	f.state.Err = err
}

// reuse returns the buffer emptied, or nil if it is too large to keep.
func reuse(buffer []byte) []byte {
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
