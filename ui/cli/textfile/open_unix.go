//go:build unix

package textfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// open opens a file for reading. It does not block: opening a pipe would otherwise wait for a writer.
func open(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
}

// othersRead reports whether users other than the owner can read or write a file.
func othersRead(mode fs.FileMode) bool { return mode.Perm()&0o077 != 0 }

// await waits until the file has something to read or has ended. It returns false if end comes first. A pipe that no
// writer has opened yet has not ended, although a read would report its end.
func await(file *os.File, end time.Time) (ready bool, err error) {
	raw, err := file.SyscallConn()
	if err != nil {
		return false, fmt.Errorf("waiting: %w", err)
	}
	for {
		wait := time.Until(end)
		if wait <= 0 {
			return false, nil
		}
		var n int
		var failed error
		err = raw.Control(func(fd uintptr) {
			n, failed = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, int(wait.Milliseconds())+1)
		})
		switch {
		case err != nil:
			return false, fmt.Errorf("waiting: %w", err)
		case failed != nil && !errors.Is(failed, unix.EINTR):
			return false, fmt.Errorf("waiting: %w", failed)
		case n > 0:
			return true, nil
		}
	}
}
