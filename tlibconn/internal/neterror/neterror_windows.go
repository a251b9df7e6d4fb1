package neterror

import (
	"errors"
	"syscall"

	"golang.org/x/sys/windows"
)

// WasReset reports whether the peer, or the network on its behalf, reset a connection.
// Windows returns numbers of its own, not those that package syscall shares with other
// systems.
func WasReset(err error) bool {
	return isOne(err, windows.WSAECONNRESET, windows.WSAECONNABORTED, syscall.ECONNRESET, syscall.EPIPE)
}

// WasRefused reports whether no program listened at an address.
func WasRefused(err error) bool { return isOne(err, windows.WSAECONNREFUSED, syscall.ECONNREFUSED) }

// TimedOut reports whether the operating system stopped waiting for a peer.
func TimedOut(err error) bool { return isOne(err, windows.WSAETIMEDOUT, syscall.ETIMEDOUT) }

func isOne(err error, numbers ...syscall.Errno) bool {
	for _, number := range numbers {
		if errors.Is(err, number) {
			return true
		}
	}
	return false
}
