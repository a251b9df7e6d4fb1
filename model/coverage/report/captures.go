package report

import (
	"math"
	"slices"
	"time"

	"capdeck/model/coverage"
)

// Captures are times to capture. The zero value is empty.
type Captures struct {
	// AtMost counts the captures that a query found: their time is an upper bound, which is
	// not among the times. Never counts the stretches without a capture. Neither has the
	// stretches that began before they were watched.
	AtMost, Never int

	times  []time.Duration
	sorted bool
}

// Bars are the upper bounds of the bars of Histogram but the last, which has none.
func Bars() []time.Duration {
	return []time.Duration{0, 500 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second, time.Minute}
}

func (c *Captures) add(s *coverage.Stretch) {
	switch {
	case s.AtLeast:
	case !s.EverCaptured:
		c.Never++
	case s.AtMost:
		c.AtMost++
	default:
		c.times = append(c.times, s.CapturedAfter)
		c.sorted = false
	}
}

// Len returns the number of times.
func (c *Captures) Len() int { return len(c.times) }

// Percentile returns the time that p percent of the times do not exceed; ok is false if
// there is none.
func (c *Captures) Percentile(p float64) (at time.Duration, ok bool) {
	if len(c.times) == 0 {
		return 0, false
	}
	if !c.sorted {
		slices.Sort(c.times)
		c.sorted = true
	}
	rank := int(math.Ceil(p / 100 * float64(len(c.times))))
	return c.times[min(max(rank, 1), len(c.times))-1], true
}

// Histogram returns how many times are at most each of Bars and more than the one before,
// and last how many are more than all of them.
func (c *Captures) Histogram() []int {
	bars := Bars()
	counts := make([]int, len(bars)+1)
	for _, t := range c.times {
		i, _ := slices.BinarySearch(bars, t)
		counts[i]++
	}
	return counts
}
