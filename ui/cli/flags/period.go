package flags

import (
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"capdeck/ui/cli/exit"
)

// Period holds the flags that select a period of time.
type Period struct {
	Day, From, To string
}

// Register declares the flags. what is what they select, as in "incidents", and usual is the
// day that Span takes without a flag, "" for all time.
func (f *Period) Register(set *pflag.FlagSet, what, usual string) {
	set.StringVar(&f.Day, "day", usual, "show "+what+" on this day: a date such as 2026-11-23, today or yesterday")
	set.StringVar(&f.From, "from", "", "show "+what+" from this day or time on, as in 2026-11-23 or \"2026-11-23 08:00\"; replaces --day")
	set.StringVar(&f.To, "to", "", "show "+what+" until the end of this day, or until this time; replaces --day")
}

// Span returns the period in the zone of now: from is inclusive, to is exclusive, and either
// is zero if it is not bounded. Without --to, a period that --from begins ends now.
func (f *Period) Span(now time.Time) (from, to time.Time, err error) {
	if f.From == "" && f.To == "" {
		if f.Day == "" {
			return from, to, nil
		}
		if from, err = ParseDay(f.Day, now); err != nil {
			return from, to, exit.UsageError("--day: %w", err)
		}
		return from, from.AddDate(0, 0, 1), nil
	}
	if f.From != "" {
		if from, _, err = moment(f.From, now); err != nil {
			return from, to, exit.UsageError("--from: %w", err)
		}
	}
	to = now
	if f.To != "" {
		var isDay bool
		if to, isDay, err = moment(f.To, now); err != nil {
			return from, to, exit.UsageError("--to: %w", err)
		}
		if isDay {
			to = to.AddDate(0, 0, 1)
		}
	}
	if !from.IsZero() && !from.Before(to) {
		return from, to, exit.UsageError("--from %s is not before --to: the period is empty", f.From)
	}
	return from, to, nil
}

// moment reads a day or a time.
func moment(text string, now time.Time) (at time.Time, isDay bool, err error) {
	for _, form := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05", time.RFC3339} {
		if at, err = time.ParseInLocation(form, text, now.Location()); err == nil {
			return at, false, nil
		}
	}
	at, err = ParseDay(text, now)
	if err != nil {
		return at, false, fmt.Errorf("%q is neither a day nor a time; use one such as 2026-11-23 or \"2026-11-23 08:00\"", text)
	}
	return at, true, nil
}

// ParseDay returns the beginning of a day in the zone of now.
func ParseDay(text string, now time.Time) (time.Time, error) {
	year, month, day := now.Date()
	switch text {
	case "today":
		return time.Date(year, month, day, 0, 0, 0, 0, now.Location()), nil
	case "yesterday":
		return time.Date(year, month, day-1, 0, 0, 0, 0, now.Location()), nil
	}
	at, err := time.ParseInLocation(time.DateOnly, text, now.Location())
	if err != nil {
		return at, fmt.Errorf("%q is not a day; use a date such as 2026-11-23, today or yesterday", text)
	}
	return at, nil
}
