package codec

import (
	"errors"
	"syscall"

	"golang.org/x/sys/windows"
)

// readerLeft reports whether nobody reads the output any more.
func readerLeft(err error) bool {
	return errors.Is(err, windows.ERROR_BROKEN_PIPE) || errors.Is(err, windows.ERROR_NO_DATA) || errors.Is(err, syscall.EPIPE)
}
