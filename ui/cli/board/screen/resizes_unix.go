//go:build unix

package screen

import (
	"os"
	"os/signal"
	"syscall"
)

// notifyResizes sends to changes when the size of the window changes.
func notifyResizes(changes chan<- os.Signal) { signal.Notify(changes, syscall.SIGWINCH) }
