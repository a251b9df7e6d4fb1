package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// write puts what waits, and lines after it, into the day's file with one
// write, and keeps the state. f.mu is held.
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

// takeQueue takes over the outcomes that wait.
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

// put writes into the file of the day. A file that was deleted meanwhile gets a
// successor: nobody would ever read what was written into it.
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
			return fmt.Errorf("the file %s is deleted as soon as it is made", f.day.path)
		}
		_ = f.day.close() // nobody can read it any more
	}
}

// openDay opens the file of the day, if it is not open, and reports whether it
// is a new one.
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
			// The state tells of an error; it keeps no new file from being made.
			_ = f.synchronise()
		}
		_ = f.day.close() // fsync has said what there was to say
	}
	f.day = next
	return true, nil
}

// inWords says what could not be made, where the system says what it was doing.
func inWords(err error) error {
	var path *fs.PathError
	switch {
	case !errors.As(err, &path):
		return err
	case path.Op == "mkdir":
		return fmt.Errorf("the folder %s cannot be made: %w", path.Path, path.Err)
	}
	return fmt.Errorf("the file %s cannot be made: %w", path.Path, path.Err)
}

// synchronise calls fsync. f.mu is held.
func (f *File) synchronise() error {
	f.dirty = false
	f.synchronised(f.sync(f.day.handle))
	return f.syncErr
}

// synchronised takes in what fsync returned. f.mu is held.
func (f *File) synchronised(err error) {
	if err != nil {
		err = fmt.Errorf("what was written may not outlive a power failure: %w", err)
	}
	f.dirty = f.dirty || err != nil
	f.syncErr = err
	f.setState(f.options.Now())
}

// setState tells what the last write and fsync said. f.mu is held.
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

// reuse returns an empty buffer with the memory of one, unless that is more
// than is needed for long.
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
	torn   bool // its last line has no end
	locked bool
}

// write appends lines with one write. If not all of them get in, none does,
// unless the file cannot be cut; then the half line gets an end with the next
// write, so that it spoils no other.
func (d *dayFile) write(lines []byte) error {
	if !d.locked {
		// A reader that was looking for the lock held it for a moment.
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
