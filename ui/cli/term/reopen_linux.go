package term

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// reopen opens the terminal again, non-blocking and with its own description. It returns an error where that is not
// possible. mode is os.O_RDONLY or os.O_WRONLY. See the package documentation.
func reopen(terminal *os.File, mode int) (*os.File, error) {
	flags := mode | unix.O_NOCTTY | unix.O_NONBLOCK
	own, err := os.OpenFile(fmt.Sprintf("/proc/self/fd/%d", terminal.Fd()), flags, 0)
	if err != nil {
		// After su the terminal belongs to another user. /dev/tty opens the controlling terminal without a check of
		// its owner.
		own, err = os.OpenFile("/dev/tty", flags, 0)
	}
	if err != nil {
		return nil, fmt.Errorf("reopening the terminal: %w", err)
	}
	if err := checkReopened(own, terminal); err != nil {
		_ = own.Close()
		return nil, err
	}
	return own, nil
}

// checkReopened returns an error if own is a different terminal, or if Go's poller cannot wait for it.
func checkReopened(own, terminal *os.File) error {
	if err := own.SetDeadline(time.Time{}); err != nil {
		return fmt.Errorf("polling the reopened terminal: %w", err)
	}
	want, err := unix.IoctlGetUint32(int(terminal.Fd()), unix.TIOCGDEV)
	if err != nil {
		return fmt.Errorf("reading the device number of the terminal: %w", err)
	}
	raw, err := own.SyscallConn()
	if err != nil {
		return fmt.Errorf("accessing the reopened terminal: %w", err)
	}
	var got uint32
	// Not own.Fd(), which would make the description blocking again.
	if controlErr := raw.Control(func(fd uintptr) {
		got, err = unix.IoctlGetUint32(int(fd), unix.TIOCGDEV)
	}); controlErr != nil {
		return fmt.Errorf("accessing the reopened terminal: %w", controlErr)
	}
	if err != nil {
		return fmt.Errorf("reading the device number of the terminal: %w", err)
	}
	if got != want {
		return fmt.Errorf("the reopened terminal is device %#x, not %#x", got, want)
	}
	return nil
}
