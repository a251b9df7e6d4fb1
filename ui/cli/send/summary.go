package send

import (
	"maps"
	"slices"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/model/stats"
	"capdeck/ui/cli/exit"
)

// summary is the last object of `send --repeat --json`.
type summary struct {
	Type     string         `json:"type"` // always summary
	Rounds   int            `json:"rounds"`
	Of       int            `json:"of"`
	Results  int            `json:"results"`
	Outcomes map[string]int `json:"outcomes"`
	// Accepted and Indication are nil without any such answer.
	Accepted   *latency  `json:"acceptedMs,omitempty"`
	Indication *latency  `json:"indicationMs,omitempty"`
	Began      string    `json:"began"`
	Ended      string    `json:"ended"`
	Why        string    `json:"stopped,omitempty"` // why rounds were left out
	ExitCode   exit.Code `json:"exitCode"`

	began                time.Time
	took                 time.Duration
	accepted, indication stats.Times
}

// latency describes the times from sending to an answer, in milliseconds.
type latency struct {
	Count uint64  `json:"count"`
	P50   float64 `json:"p50"`
	P95   float64 `json:"p95"`
	Max   float64 `json:"max"`
}

func newSummary(now time.Time) summary {
	return summary{Type: "summary", Outcomes: map[string]int{}, began: now}
}

// addTimes adds how long the answers to a command took.
func (s *summary) addTimes(c *board.Command) {
	if c.Sent.IsZero() {
		return
	}
	if !c.Accepted.IsZero() {
		s.accepted.Add(c.Accepted.Sub(c.Sent))
	}
	if !c.Indicated.IsZero() {
		s.indication.Add(c.Indicated.Sub(c.Sent))
	}
}

// end completes the summary.
func (s *summary) end(now time.Time, begun, of int, code exit.Code) {
	s.Rounds, s.Of, s.ExitCode = begun, of, code
	s.Began, s.Ended, s.took = stamp(s.began), stamp(now), now.Sub(s.began)
	for _, n := range s.Outcomes {
		s.Results += n
	}
	s.Accepted, s.Indication = latencyOf(&s.accepted), latencyOf(&s.indication)
}

func latencyOf(t *stats.Times) *latency {
	if t.Count() == 0 {
		return nil
	}
	return &latency{
		Count: t.Count(), P50: inMilliseconds(t.Percentile(50)), P95: inMilliseconds(t.Percentile(95)), Max: inMilliseconds(t.Max()),
	}
}

// text returns the summary as a sentence.
func (s *summary) text() string {
	outcomes := make([]string, 0, len(s.Outcomes))
	for _, word := range slices.Sorted(maps.Keys(s.Outcomes)) {
		outcomes = append(outcomes, phrase.Number(s.Outcomes[word])+" "+word)
	}
	parts := []string{say.Rounds(s.Rounds, s.Of) + " in " + say.Duration(s.took) + ": " + strings.Join(outcomes, ", ")}
	for _, kind := range []struct {
		name  string
		times *stats.Times
	}{{board.LifeAccepted.String(), &s.accepted}, {"indication", &s.indication}} {
		if kind.times.Count() > 0 {
			parts = append(parts, say.Latency(kind.name, kind.times.Percentile(50), kind.times.Percentile(95), kind.times.Max()))
		}
	}
	if s.Why != "" {
		parts = append(parts, "stopped: "+s.Why)
	}
	return strings.Join(parts, "; ")
}
