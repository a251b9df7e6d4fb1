//go:build unix

package tlsconn

import (
	"io/fs"
	"os"
	"syscall"
)

// openWithoutWaiting opens a file for reading. Opening a pipe would wait until someone writes into it.
func openWithoutWaiting(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// othersRead reports whether others than the owner of a file can read it or write into it.
func othersRead(mode fs.FileMode) bool { return mode.Perm()&0o077 != 0 }
