//go:build unix

package term

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// stopSignal stops a process. SIGTSTP has a handler, and Go offers no way to restore the kernel's default action.
// The default action of SIGTTIN is the same.
const stopSignal = syscall.SIGTTIN

// CanSuspend returns nil if a program can be stopped and continued later, else an error that explains why not.
func CanSuspend() error { return nil }

// listen subscribes to the signals that stop and continue a process.
func (s *Stops) listen() {
	if s.ignored = signal.Ignored(syscall.SIGTSTP); !s.ignored {
		signal.Notify(s.signals, syscall.SIGTSTP)
	}
	signal.Notify(s.signals, syscall.SIGCONT)
}

// isStop reports whether a signal asks the process to stop.
func isStop(received os.Signal) bool { return received == syscall.SIGTSTP }

// stopSelf stops this process alone.
func stopSelf() {
	// An error means that there is no such process.
	_ = syscall.Kill(syscall.Getpid(), stopSignal)
}

// stopGroup stops the process group.
func stopGroup() error { return syscall.Kill(0, stopSignal) }

// inForeground reports whether this process may change the terminal.
func inForeground(fd int) bool {
	group, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP)
	// An error means that this is not our controlling terminal: it has no job control.
	return err != nil || group == unix.Getpgrp()
}

// withSettings returns the files whose line settings may be read; the first that is a terminal is used.
func withSettings(terminal, input *os.File) []*os.File { return []*os.File{input, terminal} }

// outputMode is empty: input and output of a terminal share one set of line settings.
type outputMode struct{}

func readOutputMode(*os.File) outputMode { return outputMode{} }

func (outputMode) set() error     { return nil }
func (outputMode) restore() error { return nil }

// writeNow writes as much as the terminal accepts without waiting. It returns a negative number on error.
func writeNow(fd uintptr, p []byte) int {
	n, _ := unix.Write(int(fd), p)
	return n
}
