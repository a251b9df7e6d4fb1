package term

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// reopen opens the terminal once more, non-blocking and with a description of its own, and returns an error
// where that is not possible. See the package documentation.
// mode is os.O_RDONLY or os.O_WRONLY.
func reopen(terminal *os.File, mode int) (*os.File, error) {
	flags := mode | unix.O_NOCTTY | unix.O_NONBLOCK
	own, err := os.OpenFile(fmt.Sprintf("/proc/self/fd/%d", terminal.Fd()), flags, 0)
	if err != nil {
		// After su the terminal belongs to another user; /dev/tty opens the controlling one without asking.
		own, err = os.OpenFile("/dev/tty", flags, 0)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the terminal once more: %w", err)
	}
	if err := checkReopened(own, terminal); err != nil {
		_ = own.Close()
		return nil, err
	}
	return own, nil
}

// checkReopened refuses a description that is another terminal, or that Go's poller cannot wait for.
func checkReopened(own, terminal *os.File) error {
	if err := own.SetDeadline(time.Time{}); err != nil {
		return fmt.Errorf("the terminal cannot be waited for: %w", err)
	}
	want, err := unix.IoctlGetUint32(int(terminal.Fd()), unix.TIOCGDEV)
	if err != nil {
		return fmt.Errorf("asking the terminal which device it is: %w", err)
	}
	raw, err := own.SyscallConn()
	if err != nil {
		return fmt.Errorf("the terminal cannot be asked: %w", err)
	}
	var got uint32
	// Not own.Fd(), which would make the description blocking again.
	if controlErr := raw.Control(func(fd uintptr) {
		got, err = unix.IoctlGetUint32(int(fd), unix.TIOCGDEV)
	}); controlErr != nil {
		return fmt.Errorf("the terminal cannot be asked: %w", controlErr)
	}
	if err != nil {
		return fmt.Errorf("asking the terminal which device it is: %w", err)
	}
	if got != want {
		return fmt.Errorf("the terminal opened once more is device %#x, not %#x", got, want)
	}
	return nil
}
