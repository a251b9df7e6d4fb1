package flags

import (
	"testing"
	"time"
)

func TestPeriod(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 30, 15, 4, 5, 0, time.FixedZone("", 3600))
	const form = "2006-01-02 15:04:05"
	for _, c := range []struct {
		period         Period
		from, to, fail string
	}{
		{period: Period{Day: "today"}, from: "2026-11-30 00:00:00", to: "2026-12-01 00:00:00"},
		{period: Period{Day: "yesterday"}, from: "2026-11-29 00:00:00", to: "2026-11-30 00:00:00"},
		{period: Period{Day: "today", From: "2026-11-01"}, from: "2026-11-01 00:00:00", to: "2026-11-30 15:04:05"},
		{period: Period{From: "2026-11-01", To: "2026-11-02"}, from: "2026-11-01 00:00:00", to: "2026-11-03 00:00:00"},
		{period: Period{From: "2026-11-01 08:00", To: "2026-11-01T09:30:10"}, from: "2026-11-01 08:00:00", to: "2026-11-01 09:30:10"},
		{period: Period{From: "yesterday", To: "2026-11-29T12:00:00Z"}, from: "2026-11-29 00:00:00", to: "2026-11-29 13:00:00"},
		{period: Period{To: "yesterday"}, from: "0001-01-01 00:00:00", to: "2026-11-30 00:00:00"},
		{period: Period{}, from: "0001-01-01 00:00:00", to: "0001-01-01 00:00:00"},
		{period: Period{Day: "soon"}, fail: `--day: "soon" is not a day; use a date such as 2026-11-23, today or yesterday`},
		{period: Period{From: "x"}, fail: `--from: "x" is neither a day nor a time; use one such as 2026-11-23 or "2026-11-23 08:00"`},
		{period: Period{To: "25:00"}, fail: `--to: "25:00" is neither a day nor a time; use one such as 2026-11-23 or "2026-11-23 08:00"`},
		{period: Period{From: "2026-12-01"}, fail: "--from 2026-12-01 is not before --to: the period is empty"},
	} {
		from, to, err := c.period.Span(now)
		if err != nil && err.Error() != c.fail || err == nil && (c.fail != "" || from.In(zoneOf(from, now)).Format(form) != c.from || to.In(zoneOf(to, now)).Format(form) != c.to) {
			t.Errorf("%+v: %s to %s, %v", c.period, from, to, err)
		}
	}
}

// zoneOf returns the zone of now, or UTC for a zero time.
func zoneOf(at, now time.Time) *time.Location {
	if at.IsZero() {
		return time.UTC
	}
	return now.Location()
}
