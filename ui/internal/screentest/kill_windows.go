package screentest

import (
	"errors"
	"os"
)

// killGroup kills a process. It is not an error if it has ended.
func killGroup(leader *os.Process) error {
	if err := leader.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}
