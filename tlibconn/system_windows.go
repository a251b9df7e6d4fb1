package tlibconn

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// wasReset reports whether the peer, or the network in its name, broke a connection off. The names that
// syscall shares with other systems are not what Windows says.
func wasReset(err error) bool {
	return isOne(err, windows.WSAECONNRESET, windows.WSAECONNABORTED, syscall.ECONNRESET, syscall.EPIPE)
}

// wasRefused reports whether nobody listened at an address.
func wasRefused(err error) bool { return isOne(err, windows.WSAECONNREFUSED, syscall.ECONNREFUSED) }

// timedOut reports whether the system gave up waiting for a peer.
func timedOut(err error) bool { return isOne(err, windows.WSAETIMEDOUT, syscall.ETIMEDOUT) }

func isOne(err error, numbers ...syscall.Errno) bool {
	for _, number := range numbers {
		if errors.Is(err, number) {
			return true
		}
	}
	return false
}

// openWithoutWaiting opens a file for reading. It waits for nobody: opening a named pipe that nobody serves fails.
func openWithoutWaiting(path string) (*os.File, error) { return os.Open(path) }

// othersRead always reports false: the mode says nothing of a file's access list.
func othersRead(fs.FileMode) bool { return false }
