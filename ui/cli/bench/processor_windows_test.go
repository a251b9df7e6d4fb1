package bench

import (
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

// processorTime returns the processor time that this process has used, in user and kernel mode.
func processorTime(b *testing.B) time.Duration {
	var created, exited, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(windows.CurrentProcess(), &created, &exited, &kernel, &user); err != nil {
		b.Fatal(err)
	}
	const unit = 100 * time.Nanosecond
	ticks := func(t windows.Filetime) int64 { return int64(t.HighDateTime)<<32 | int64(t.LowDateTime) }
	return time.Duration(ticks(kernel)+ticks(user)) * unit
}
