//go:build unix

package crash

import (
	"errors"
	"os/signal"
	"syscall"
)

// running reports whether there is a process of that id.
func running(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

// ignoreStops keeps the kernel from stopping a process that sets the terminal from its background.
func ignoreStops() { signal.Ignore(syscall.SIGTTOU) }
