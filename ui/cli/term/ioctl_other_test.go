//go:build unix && !linux

package term

import "golang.org/x/sys/unix"

// The tests run on Linux; on other systems they only need to compile.
const (
	getSettings = unix.TIOCGETA
	setSettings = unix.TIOCSETA
	countInput  = unix.TIOCOUTQ
)
