package cli

import (
	"testing"
	"time"
)

// TestJournalDay: a day is that of the zone of whoever asks.
func TestJournalDay(t *testing.T) {
	east := time.FixedZone("east", 9*3600)
	now := time.Date(2026, 11, 1, 3, 0, 0, 0, east)
	for day, want := range map[string]string{
		"today":      "2026-10-31T15:00:00Z 2026-11-01T15:00:00Z",
		"yesterday":  "2026-10-30T15:00:00Z 2026-10-31T15:00:00Z",
		"2026-02-28": "2026-02-27T15:00:00Z 2026-02-28T15:00:00Z",
	} {
		t.Run(day, func(t *testing.T) {
			flags := journalCommandFlags{day: day}
			filter, err := flags.filter(now)
			if err != nil {
				t.Fatal(err)
			}
			if got := filter.From.UTC().Format(time.RFC3339) + " " + filter.To.UTC().Format(time.RFC3339); got != want {
				t.Errorf("the day is %s, want %s", got, want)
			}
		})
	}
	for _, day := range []string{"2026-02-30", "Today", "23.11.2026", "2026-11-23 "} {
		flags := journalCommandFlags{day: day}
		if filter, err := flags.filter(now); err == nil {
			t.Errorf("%q is the day from %s", day, filter.From)
		}
	}
}
