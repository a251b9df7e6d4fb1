//go:build unix

package bench

import (
	"syscall"
	"testing"
	"time"
)

// processorTime returns the processor time that this process has used, in user and kernel mode.
func processorTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
