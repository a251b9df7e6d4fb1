//go:build unix

package process

import (
	"context"
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// pollTime is how often, in milliseconds, a watch of a pipe looks whether it is still needed.
const pollTime = 1000

// OnReaderLeft calls left when the reader of a pipe leaves, even if nothing is written. It ends with ctx. start starts a
// goroutine.
func OnReaderLeft(ctx context.Context, out *os.File, start func(func()), left func()) {
	info, err := out.Stat()
	if err != nil || info.Mode()&(os.ModeNamedPipe|os.ModeSocket) == 0 {
		return
	}
	fd := int32(out.Fd())
	start(func() {
		for ctx.Err() == nil {
			// No event is asked for: an error is always reported.
			fds := [1]unix.PollFd{{Fd: fd}}
			switch n, err := unix.Poll(fds[:], pollTime); {
			case errors.Is(err, unix.EINTR):
			case err != nil:
				return // a write will tell
			case n > 0 && fds[0].Revents&unix.POLLERR != 0:
				left()
				return
			}
		}
	})
}

// ReaderLeft reports whether an error means that the reader of the output has left.
func ReaderLeft(err error) bool { return errors.Is(err, syscall.EPIPE) }
