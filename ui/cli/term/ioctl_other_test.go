//go:build unix && !linux

package term

import "golang.org/x/sys/unix"

// The tests run on Linux; elsewhere they need only compile.
const (
	getSettings = unix.TIOCGETA
	setSettings = unix.TIOCSETA
	countInput  = unix.TIOCOUTQ
)
