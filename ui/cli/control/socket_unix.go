//go:build unix

package control

import (
	"errors"
	"syscall"
)

// ownerOnly sets the mode that the socket's file is made with. Systems other than Linux
// ignore it or return an error; there the mode is set only after the file exists.
func ownerOnly(_, _ string, conn syscall.RawConn) error {
	return conn.Control(func(fd uintptr) { _ = syscall.Fchmod(int(fd), 0o600) })
}

// isRefused reports whether no one listens on a socket that exists.
func isRefused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }
