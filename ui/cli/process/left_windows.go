package process

import (
	"context"
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// OnReaderLeft does nothing: only a write shows that the reader has left.
func OnReaderLeft(context.Context, *os.File, func(func()), func()) {}

// ReaderLeft reports whether an error means that the reader of the output has left.
func ReaderLeft(err error) bool {
	return errors.Is(err, windows.ERROR_BROKEN_PIPE) || errors.Is(err, windows.ERROR_NO_DATA) || errors.Is(err, syscall.EPIPE)
}
