//go:build unix

package term

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// stopSignal stops a process. SIGTSTP has a handler, and Go gives no way back to what the kernel does at it; at
// SIGTTIN it does the same.
const stopSignal = syscall.SIGTTIN

// CanSuspend returns nil where a program can be stopped and go on later, else the sentence why not.
func CanSuspend() error { return nil }

// listen listens for the signals that stop a process and let it go on.
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
	// An error says that there is no such process.
	_ = syscall.Kill(syscall.Getpid(), stopSignal)
}

// stopGroup stops the process group.
func stopGroup() error { return syscall.Kill(0, stopSignal) }

// inForeground reports whether this process may change the terminal.
func inForeground(fd int) bool {
	group, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP)
	// An error says that it is no controlling terminal of ours: there is no job control on it.
	return err != nil || group == unix.Getpgrp()
}

// withSettings returns what the line settings can be read of, the first that is a terminal.
func withSettings(terminal, input *os.File) []*os.File { return []*os.File{input, terminal} }

// outputMode is nothing: input and output of a terminal have one set of line settings.
type outputMode struct{}

func readOutputMode(*os.File) outputMode { return outputMode{} }

func (outputMode) set() error     { return nil }
func (outputMode) restore() error { return nil }

// writeNow writes what the terminal takes now, less than 0 for an error.
func writeNow(fd uintptr, p []byte) int {
	n, _ := unix.Write(int(fd), p)
	return n
}
