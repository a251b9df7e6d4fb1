//go:build unix

package crash

import (
	"errors"
	"os/signal"
	"syscall"
)

// running reports whether a process with this ID exists.
func running(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

// ignoreStops keeps the kernel from stopping a process that changes the terminal from the background.
func ignoreStops() { signal.Ignore(syscall.SIGTTOU) }
