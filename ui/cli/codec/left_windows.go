package codec

import (
	"errors"
	"syscall"

	"golang.org/x/sys/windows"
)

// readerLeft reports whether an error means that the reader of the output has left.
func readerLeft(err error) bool {
	return errors.Is(err, windows.ERROR_BROKEN_PIPE) || errors.Is(err, windows.ERROR_NO_DATA) || errors.Is(err, syscall.EPIPE)
}
