package header

import (
	"testing"
	"time"
)

// TestCoarse: the time is rounded up: right after unlocking for ten minutes, ten minutes
// are left.
func TestCoarse(t *testing.T) {
	for _, test := range []struct {
		left time.Duration
		want string
	}{
		{10 * time.Minute, "in 10 min"},
		{10*time.Minute - time.Nanosecond, "in 10 min"},
		{9*time.Minute + time.Second, "in 10 min"},
		{9 * time.Minute, "in 9 min"},
		{time.Minute + time.Nanosecond, "in 2 min"},
		{time.Minute, "in 1 min"},
		{51 * time.Second, "in 1 min"},
		{50 * time.Second, "in 50 s"},
		{11 * time.Second, "in 20 s"},
		{10 * time.Second, "in 10 s"},
		{time.Nanosecond, "in 10 s"},
	} {
		if got := coarse(test.left); got != test.want {
			t.Errorf("%v left: %q, want %q", test.left, got, test.want)
		}
	}
}
