//go:build !linux

package term

import (
	"errors"
	"os"
)

// reopen always returns an error. On other systems opening /dev/fd/N yields the same description, and /dev/tty
// cannot be polled everywhere.
func reopen(*os.File, int) (*os.File, error) { return nil, errors.ErrUnsupported }
