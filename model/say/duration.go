package say

import (
	"strconv"
	"time"
)

// Duration returns how long something took: "84 ms" below a second, "7.2 s" below ten
// seconds, "5 s" if nothing follows the point, "12 s" above. A negative duration is 0 ms.
func Duration(d time.Duration) string {
	switch {
	case d < 0:
		return "0 ms"
	case d < time.Second:
		return strconv.Itoa(int(d/time.Millisecond)) + " ms"
	case d < 10*time.Second && d.Round(100*time.Millisecond)%time.Second != 0:
		return strconv.FormatFloat(d.Round(100*time.Millisecond).Seconds(), 'f', 1, 64) + " s"
	}
	return strconv.Itoa(int(d.Round(time.Second)/time.Second)) + " s"
}

// DurationAtMost returns Duration rounded up, for an upper bound.
func DurationAtMost(d time.Duration) string {
	unit := time.Second
	switch {
	case d < time.Second:
		unit = time.Millisecond
	case d < 10*time.Second:
		unit = 100 * time.Millisecond
	}
	return Duration((d + unit - 1).Truncate(unit))
}

// ConnID returns a ConnID as logs write it: 16 lower-case hex digits (SEMANTICS.md,
// Calls).
func ConnID(id uint64) string {
	const digits = "0123456789abcdef"
	var text [16]byte
	for i := range text {
		text[i] = digits[id>>(60-4*i)&15]
	}
	return string(text[:])
}

// AnswerTime returns Duration with tenths below 10 ms, since T-Server answers that fast.
func AnswerTime(d time.Duration) string {
	if d < 10*time.Millisecond {
		return strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', 1, 64) + " ms"
	}
	return Duration(d)
}
