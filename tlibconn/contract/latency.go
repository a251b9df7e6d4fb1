package contract

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
)

// percentile returns the smallest latency that at least p percent do not exceed, 0 if there
// are none.
func percentile(latencies []Latency, p int) time.Duration {
	if len(latencies) == 0 {
		return 0
	}
	took := make([]time.Duration, len(latencies))
	for i, l := range latencies {
		took[i] = l.Took
	}
	slices.Sort(took)
	return took[(len(took)*p+99)/100-1]
}

// summaries sums up latencies by verb, in the order of the contract's verbs.
func summaries(latencies []Latency) []LatencySummary {
	all := []LatencySummary{}
	for verb := event.VerbStart; verb <= event.VerbQuery; verb++ {
		var of []Latency
		for _, l := range latencies {
			if l.Verb == verb.String() {
				of = append(of, l)
			}
		}
		if len(of) > 0 {
			all = append(all, LatencySummary{
				Verb: verb.String(), Count: len(of), P50: percentile(of, 50), P95: percentile(of, 95), Max: percentile(of, 100),
			})
		}
	}
	return all
}
