package control

import (
	"errors"
	"syscall"

	"golang.org/x/sys/windows"
)

// ownerOnly does nothing: the folder's access list decides who may open the socket.
func ownerOnly(_, _ string, _ syscall.RawConn) error { return nil }

// isRefused reports whether no one listens on a socket that exists.
func isRefused(err error) bool { return errors.Is(err, windows.WSAECONNREFUSED) }
