package term

import (
	"errors"
	"math"
	"syscall"
	"time"

	"github.com/erikgeiser/coninput"
	"golang.org/x/sys/windows"
)

// errNothing means that there is nothing to read now.
const errNothing = syscall.EAGAIN

// isNothing reports whether a read returned nothing and must be repeated.
func isNothing(err error) bool { return errors.Is(err, errNothing) }

// source is the part of the Reader that depends on the system: it waits for the console and reads its records, and a
// wake ends the wait. A read of bytes would block, with the Reader's lock held, at a record that has no text.
type source struct {
	woken   windows.Handle // an event, which resets itself
	records recordText
}

func newSource() (s source, err error) {
	s.woken, err = windows.CreateEvent(nil, 0, 0, nil)
	return s, err
}

// wake ends the current wait, or the next one.
func (s *source) wake() { _ = windows.SetEvent(s.woken) }

// close closes the event.
func (s *source) close() { _ = windows.CloseHandle(s.woken) }

// wait waits until the console has records, a wake arrives, or timeout has passed. A negative timeout waits forever.
// A console of -1 is ignored.
func (s *source) wait(console int, timeout time.Duration) (readable bool, err error) {
	milliseconds := uint32(windows.INFINITE)
	if timeout >= 0 {
		// Rounded up: a wait that ended too early would be repeated in a busy loop.
		milliseconds = uint32(min((timeout+time.Millisecond-1)/time.Millisecond, math.MaxInt32))
	}
	handles := []windows.Handle{s.woken}
	if console >= 0 {
		handles = append(handles, windows.Handle(console))
	}
	first, err := windows.WaitForMultipleObjects(handles, false, milliseconds)
	if err != nil && !errors.Is(err, syscall.Errno(windows.WAIT_TIMEOUT)) {
		return false, err
	}
	return err == nil && first == windows.WAIT_OBJECT_0+1, nil
}

// readable reports whether the console has records now.
func (s *source) readable(console int) (bool, error) {
	var count uint32
	err := windows.GetNumberOfConsoleInputEvents(windows.Handle(console), &count)
	return count > 0, err
}

// read reads the waiting records until they yield text, and returns its length.
func (s *source) read(console int, buffer []byte) (int, error) {
	for {
		ready, err := s.readable(console)
		if err != nil {
			return 0, err
		}
		if !ready {
			return 0, errNothing
		}
		records, err := coninput.ReadNConsoleInputs(windows.Handle(console), recordsARead)
		if err != nil {
			return 0, err
		}
		if text := s.records.appendTo(buffer[:0], records); len(text) > 0 {
			return len(text), nil
		}
	}
}
