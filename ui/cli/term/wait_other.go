//go:build unix && !linux

package term

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// waitReadable waits until fd or wake can be read, or timeout has passed. A negative timeout waits forever. A
// descriptor of -1 is ignored. It may return early with nothing to read. It uses select because poll does not
// support terminals on every system.
func waitReadable(fd, wake int, timeout time.Duration) (readable, woken bool, err error) {
	var limit *unix.Timeval
	if timeout >= 0 {
		value := unix.NsecToTimeval(timeout.Nanoseconds() + time.Microsecond.Nanoseconds() - 1)
		limit = &value
	}
	var set unix.FdSet
	for _, each := range []int{fd, wake} {
		if each >= 0 {
			set.Set(each)
		}
	}
	if _, err = unix.Select(max(fd, wake)+1, &set, nil, nil, limit); err != nil {
		if errors.Is(err, unix.EINTR) {
			return false, false, nil
		}
		return false, false, err
	}
	return fd >= 0 && set.IsSet(fd), wake >= 0 && set.IsSet(wake), nil
}
