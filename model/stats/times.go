package stats

import (
	"math/bits"
	"time"
)

const (
	// subBits makes 32 buckets of each doubling of the time, so that a bucket is
	// at most 1/32 of its times wide.
	subBits = 5
	// doublings reach from 32 µs to more than 18 hours; the last bucket counts all
	// longer times.
	doublings = 31
	buckets   = (doublings + 1) << subBits
)

// Times is a set of durations of which only the counts per bucket are kept. Its size is
// about 8 kB, however many are added. The zero value is empty and ready to use.
type Times struct {
	counts [buckets]uint64
	bars   [bars]uint64
	total  uint64
	sum    time.Duration
	max    time.Duration
}

// Add adds a duration. A negative one, which results from a clock that was set back,
// counts as 0.
func (t *Times) Add(d time.Duration) {
	d = max(d, 0)
	t.counts[bucketOf(d)]++
	t.bars[barOf(d)]++
	t.total++
	t.sum += min(d, 1<<63-1-t.sum)
	t.max = max(t.max, d)
}

// Count returns how many durations were added.
func (t *Times) Count() uint64 { return t.total }

// Sum returns the sum of the durations. It stops growing at its greatest value, 292 years.
func (t *Times) Sum() time.Duration { return t.sum }

// Max returns the longest duration, which is exact, or 0 if there is none.
func (t *Times) Max() time.Duration { return t.max }

// Percentile returns the smallest duration that at least p percent of the durations do
// not exceed (nearest rank). Up to 18 hours the result is never below the true value
// and at most 1/32 of it, or 1 µs, above; p = 100 is exact. It is 0 if there are no
// durations.
func (t *Times) Percentile(p int) time.Duration {
	if t.total == 0 {
		return 0
	}
	// The rank, rounded up without a float, from 1.
	rank := (t.total/100)*uint64(p) + ((t.total%100)*uint64(p)+99)/100
	seen := uint64(0)
	for i, n := range t.counts {
		if seen += n; seen >= max(rank, 1) {
			return min(longestOf(i), t.max)
		}
	}
	return t.max
}

// bucketOf returns the bucket of a duration: its highest bits, in whole
// microseconds.
func bucketOf(d time.Duration) int {
	us := uint64(d / time.Microsecond)
	if us < 1<<subBits {
		return int(us)
	}
	shift := bits.Len64(us) - subBits - 1
	return min((shift+1)<<subBits+int(us>>shift)-1<<subBits, buckets-1)
}

// longestOf returns the longest duration of a bucket.
func longestOf(bucket int) time.Duration {
	if bucket == buckets-1 {
		return 1<<63 - 1
	}
	us := uint64(bucket) + 1
	if shift := bucket >> subBits; shift > 0 {
		us = (uint64(bucket)&(1<<subBits-1) + 1<<subBits + 1) << (shift - 1)
	}
	return time.Duration(us)*time.Microsecond - 1
}

// bars is the maximum number of bars in a histogram.
const bars = 15

// limits are the inclusive upper limits of the bars; the last bar has none.
var limits = [bars - 1]time.Duration{
	2 * time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond,
	20 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond,
	200 * time.Millisecond, 500 * time.Millisecond, time.Second,
	2 * time.Second, 5 * time.Second, 10 * time.Second,
	20 * time.Second, 60 * time.Second,
}

func barOf(d time.Duration) int {
	for i, limit := range limits {
		if d <= limit {
			return i
		}
	}
	return bars - 1
}

// Bar is one bar of a histogram: it counts the durations longer than From and not
// longer than To. To is 0 for the last bar, which has no upper limit.
type Bar struct {
	From, To time.Duration
	Count    uint64
}

// Bars returns all bars of the histogram, empty ones too: always as many, with the same
// limits. Their counts are exact and add up to Count. The caller owns the slice.
func (t *Times) Bars() []Bar {
	all := make([]Bar, len(t.bars))
	for i, n := range t.bars {
		all[i].Count = n
		if i > 0 {
			all[i].From = limits[i-1]
		}
		if i < len(limits) {
			all[i].To = limits[i]
		}
	}
	return all
}

// Histogram returns all bars from the first to the last that is not empty. Their counts
// are exact and add up to Count. The caller owns the slice, which is nil if there are
// no durations.
func (t *Times) Histogram() []Bar {
	all := t.Bars()
	first, last := 0, len(all)
	for first < last && all[first].Count == 0 {
		first++
	}
	for last > first && all[last-1].Count == 0 {
		last--
	}
	if first == last {
		return nil
	}
	return all[first:last]
}
