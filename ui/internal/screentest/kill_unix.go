//go:build unix

package screentest

import (
	"errors"
	"os"
	"syscall"
)

// killGroup kills a process and the processes that it started. It is not an error if they have ended.
func killGroup(leader *os.Process) error {
	if err := syscall.Kill(-leader.Pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}
