//go:build unix

package codec

import (
	"errors"
	"syscall"
)

// readerLeft reports whether nobody reads the output any more.
func readerLeft(err error) bool { return errors.Is(err, syscall.EPIPE) }
