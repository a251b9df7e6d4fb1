//go:build unix

package codec

import (
	"errors"
	"syscall"
)

// readerLeft reports whether an error means that the reader of the output has left.
func readerLeft(err error) bool { return errors.Is(err, syscall.EPIPE) }
