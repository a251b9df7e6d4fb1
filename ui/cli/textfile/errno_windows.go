package textfile

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// The errors that package syscall shares with other systems come from its own functions, not from Windows.

func addressInUse(errno syscall.Errno) bool {
	return errno == windows.WSAEADDRINUSE || errno == syscall.EADDRINUSE
}

func noSuchAddress(errno syscall.Errno) bool {
	return errno == windows.WSAEADDRNOTAVAIL || errno == syscall.EADDRNOTAVAIL
}

func noFolder(errno syscall.Errno) bool {
	return errno == windows.ERROR_DIRECTORY || errno == syscall.ENOTDIR
}

func aFolder(errno syscall.Errno) bool { return errno == syscall.EISDIR }

func noWriting(errno syscall.Errno) bool {
	return errno == windows.ERROR_WRITE_PROTECT || errno == syscall.EROFS
}

func diskFull(errno syscall.Errno) bool {
	return errno == windows.ERROR_DISK_FULL || errno == windows.ERROR_HANDLE_DISK_FULL || errno == syscall.ENOSPC
}
