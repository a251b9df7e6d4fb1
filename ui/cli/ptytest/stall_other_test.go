//go:build unix && !linux

package ptytest

import "testing"

// stall skips the test: only the /proc of Linux shows that a write waits in the kernel.
func (d *desk) stall(t *testing.T) {
	t.Helper()
	t.Skip("whether a terminal is stalled is seen in /proc, which only Linux has")
}
