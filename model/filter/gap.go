package filter

import (
	"fmt"
	"strings"
	"time"
)

// limit is a value of gap:, such as >30s.
type limit struct {
	// below means that the gap must be shorter than the time, otherwise longer; equal that
	// it may also be as long.
	below, equal bool
	time         time.Duration
}

// parseLimits reads the values of gap:. A time without a sign means at least that time.
func parseLimits(items []string) ([]limit, error) {
	var limits []limit
	for _, item := range items {
		l, text := limit{equal: true}, item
		for _, sign := range [...]struct {
			text         string
			below, equal bool
		}{
			{">=", false, true}, {"<=", true, true}, {">", false, false}, {"<", true, false},
		} {
			if rest, found := strings.CutPrefix(item, sign.text); found {
				l.below, l.equal, text = sign.below, sign.equal, rest
				break
			}
		}
		d, err := time.ParseDuration(strings.ToLower(strings.TrimSpace(text)))
		if err != nil || d < 0 {
			return nil, fmt.Errorf("gap:%s is not a length of time; write gap:>30s, gap:>=2m or gap:<1h", brief(item))
		}
		l.time = d
		limits = append(limits, l)
	}
	return limits, nil
}

// holdsForGap reports whether the row has a gap within one of the limits of the term, or any
// gap if there is no limit.
func (t *term) holdsForGap(row Row) bool {
	gap, has := row.Gap()
	if !has {
		return false
	}
	for _, l := range t.limits {
		if gap == l.time && l.equal || gap < l.time && l.below || gap > l.time && !l.below {
			return true
		}
	}
	return len(t.limits) == 0
}
