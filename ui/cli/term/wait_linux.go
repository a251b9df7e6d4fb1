package term

import (
	"errors"
	"math"
	"time"

	"golang.org/x/sys/unix"
)

// waitReadable waits until fd or wake can be read, or timeout has passed. A negative timeout waits forever. A
// descriptor of -1 is ignored. It may return early with nothing to read.
func waitReadable(fd, wake int, timeout time.Duration) (readable, woken bool, err error) {
	milliseconds := -1
	if timeout >= 0 {
		// Rounded up: a wait that ended too early would be repeated in a busy loop.
		milliseconds = int(min((timeout+time.Millisecond-1)/time.Millisecond, math.MaxInt32))
	}
	const events = unix.POLLIN
	fds := [2]unix.PollFd{{Fd: int32(fd), Events: events}, {Fd: int32(wake), Events: events}}
	if _, err = unix.Poll(fds[:], milliseconds); err != nil && !errors.Is(err, unix.EINTR) {
		return false, false, err
	}
	return fds[0].Revents != 0, fds[1].Revents != 0, nil
}
