//go:build !linux

package term

import (
	"errors"
	"os"
)

// reopen always returns an error: elsewhere opening /dev/fd/N gives the same description again, and
// /dev/tty cannot be polled everywhere.
func reopen(*os.File, int) (*os.File, error) { return nil, errors.ErrUnsupported }
