//go:build unix

package term

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// errNothing means that there is nothing to read now.
const errNothing = unix.EAGAIN

// isNothing reports whether a read returned nothing and must be repeated.
func isNothing(err error) bool { return errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EINTR) }

// source is the part of the Reader that depends on the system: it waits for the terminal and reads it, and a wake
// ends the wait.
type source struct{ wakeUp [2]*os.File }

func newSource() (s source, err error) {
	s.wakeUp[0], s.wakeUp[1], err = os.Pipe()
	return s, err
}

// wake ends the current wait, or the next one.
func (s *source) wake() {
	// The pipe is full only after 64 KiB of wakes that were not read.
	_, _ = s.wakeUp[1].Write([]byte{0})
}

// close closes the descriptors.
func (s *source) close() {
	_ = s.wakeUp[0].Close()
	_ = s.wakeUp[1].Close()
}

// wait waits until fd can be read, a wake arrives, or timeout has passed. A negative timeout waits forever.
func (s *source) wait(fd int, timeout time.Duration) (readable bool, err error) {
	readable, woken, err := waitReadable(fd, int(s.wakeUp[0].Fd()), timeout)
	if woken {
		var wakes [64]byte
		if _, reading := s.wakeUp[0].Read(wakes[:]); reading != nil {
			return false, reading
		}
	}
	return readable, err
}

// readable reports whether fd can be read now.
func (s *source) readable(fd int) (readable bool, err error) {
	readable, _, err = waitReadable(fd, -1, 0)
	return readable, err
}

// read reads the bytes that have arrived.
func (s *source) read(fd int, buffer []byte) (int, error) { return unix.Read(fd, buffer) }
