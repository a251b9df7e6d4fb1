//go:build unix

package tlsconn

import (
	"io/fs"
	"os"
	"syscall"
)

// openWithoutWaiting opens a file for reading. Opening a pipe without O_NONBLOCK would
// wait for a writer.
func openWithoutWaiting(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// othersRead reports whether anyone but the owner of a file can read or write it.
func othersRead(mode fs.FileMode) bool { return mode.Perm()&0o077 != 0 }
