package phrase

import (
	"strconv"
	"time"
)

// Age returns a coarse duration, such as 9s, 3m, 1h or 4d, so that an idle board
// rarely changes. It is rounded down; hours go up to 47. A negative one is 0s.
func Age(d time.Duration) string { return string(AppendAge(nil, d)) }

// AppendAge appends Age to dst.
func AppendAge(dst []byte, d time.Duration) []byte {
	const day = 24 * time.Hour
	count, unit := d/day, byte('d')
	switch {
	case d < 0:
		count, unit = 0, 's'
	case d < time.Minute:
		count, unit = d/time.Second, 's'
	case d < time.Hour:
		count, unit = d/time.Minute, 'm'
	case d < 2*day:
		count, unit = d/time.Hour, 'h'
	}
	return append(strconv.AppendInt(dst, int64(count), 10), unit)
}
