//go:build unix

package neterror

import (
	"errors"
	"syscall"
)

// WasReset reports whether the peer, or the network on its behalf, reset a connection.
func WasReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// WasRefused reports whether no program listened at an address.
func WasRefused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }

// TimedOut reports whether the operating system stopped waiting for a peer.
func TimedOut(err error) bool { return errors.Is(err, syscall.ETIMEDOUT) }
