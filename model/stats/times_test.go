package stats

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// durations are of every size, many of them alike or at a bucket's edge.
func durations() *rapid.Generator[[]time.Duration] {
	size := rapid.Custom(func(t *rapid.T) time.Duration {
		d := time.Duration(rapid.Int64Range(0, math.MaxInt64>>rapid.IntRange(0, 62).Draw(t, "shift")).Draw(t, "duration"))
		if rapid.Bool().Draw(t, "whole") {
			d = d / time.Microsecond * time.Microsecond
		}
		return d
	})
	return rapid.SliceOfN(rapid.OneOf(size, rapid.SampledFrom(limits[:])), 1, 300)
}

// TestPercentilesAgainstTheTruth compares the percentiles with those of sorted durations,
// within the documented error.
func TestPercentilesAgainstTheTruth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := durations().Draw(t, "durations")
		var times Times
		for _, d := range all {
			times.Add(d)
		}
		slices.Sort(all)
		if times.Count() != uint64(len(all)) || times.Max() != all[len(all)-1] {
			t.Fatalf("%d durations up to %s, want %d up to %s", times.Count(), times.Max(), len(all), all[len(all)-1])
		}
		for _, p := range []int{0, 1, 50, 95, 99, 100} {
			rank := max((len(all)*p+99)/100, 1)
			truth, got := all[rank-1], times.Percentile(p)
			most := truth + max(truth/32, time.Microsecond)
			if truth > longestOf(buckets-2) {
				most = times.Max() // the last bucket has no end
			}
			if got < truth || got > most && most > truth {
				t.Fatalf("p%d is %s, in truth %s", p, got, truth)
			}
		}
		if got := times.Percentile(100); got != all[len(all)-1] {
			t.Fatalf("p100 is %s, the longest is %s", got, all[len(all)-1])
		}
	})
}

// TestHistogramCountsEach compares the bars with counting.
func TestHistogramCountsEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := durations().Draw(t, "durations")
		var times Times
		for _, d := range all {
			times.Add(d)
		}
		histogram := times.Histogram()
		total := uint64(0)
		for i, bar := range histogram {
			want := uint64(0)
			for _, d := range all {
				if (d > bar.From || bar.From == 0) && (d <= bar.To || bar.To == 0) {
					want++
				}
			}
			if bar.Count != want {
				t.Fatalf("%d durations from %s to %s, want %d", bar.Count, bar.From, bar.To, want)
			}
			if i > 0 && bar.From != histogram[i-1].To {
				t.Fatalf("a bar from %s follows one to %s", bar.From, histogram[i-1].To)
			}
			total += bar.Count
		}
		sum := time.Duration(0)
		for _, d := range all {
			sum += min(d, math.MaxInt64-sum)
		}
		whole := times.Bars()
		if times.Sum() != sum || len(whole) != bars || whole[bars-1].To != 0 || !slices.Contains(whole, histogram[0]) {
			t.Fatalf("the sum is %s, want %s; all bars are %+v", times.Sum(), sum, whole)
		}
		if total != uint64(len(all)) || histogram[0].Count == 0 || histogram[len(histogram)-1].Count == 0 {
			t.Fatalf("of %d durations the bars are %+v", len(all), histogram)
		}
	})
}

// TestBucketsAreWhole walks over all buckets: none is missed, each ends where the
// next begins.
func TestBucketsAreWhole(t *testing.T) {
	for i := range buckets - 1 {
		end := longestOf(i)
		if bucketOf(end) != i || bucketOf(end+1) != i+1 {
			t.Fatalf("bucket %d ends at %s, which is in %d, and what follows in %d", i, end, bucketOf(end), bucketOf(end+1))
		}
	}
	if got := longestOf(buckets - 2); got < 18*time.Hour {
		t.Errorf("buckets reach to %s", got)
	}
}

func TestNoTimes(t *testing.T) {
	var times Times
	if times.Percentile(50) != 0 || times.Max() != 0 || times.Count() != 0 || times.Histogram() != nil {
		t.Errorf("no durations are %s, %s, %d, %v", times.Percentile(50), times.Max(), times.Count(), times.Histogram())
	}
	times.Add(-time.Hour)
	if times.Percentile(50) != 0 || times.Max() != 0 || times.Count() != 1 {
		t.Errorf("a clock that was set made %s, %s, %d", times.Percentile(50), times.Max(), times.Count())
	}
}
