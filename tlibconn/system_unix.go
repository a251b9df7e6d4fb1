//go:build unix

package tlibconn

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// wasReset reports whether the peer, or the network in its name, broke a connection off.
func wasReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// wasRefused reports whether nobody listened at an address.
func wasRefused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }

// timedOut reports whether the system gave up waiting for a peer.
func timedOut(err error) bool { return errors.Is(err, syscall.ETIMEDOUT) }

// openWithoutWaiting opens a file for reading. Opening a pipe would wait for somebody who writes into it.
func openWithoutWaiting(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// othersRead reports whether others than the owner of a file can read it or write into it.
func othersRead(mode fs.FileMode) bool { return mode.Perm()&0o077 != 0 }
