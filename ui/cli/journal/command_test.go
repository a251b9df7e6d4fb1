package journal

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/journal"
)

// TestJournalDay checks that a day is one of the user's time zone.
func TestJournalDay(t *testing.T) {
	east := time.FixedZone("east", 9*3600)
	now := time.Date(2026, 11, 1, 3, 0, 0, 0, east)
	for day, want := range map[string]string{
		"today":      "2026-10-31T15:00:00Z 2026-11-01T15:00:00Z",
		"yesterday":  "2026-10-30T15:00:00Z 2026-10-31T15:00:00Z",
		"2026-02-28": "2026-02-27T15:00:00Z 2026-02-28T15:00:00Z",
	} {
		t.Run(day, func(t *testing.T) {
			flags := query{day: day}
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
		flags := query{day: day}
		if filter, err := flags.filter(now); err == nil {
			t.Errorf("%q is the day from %s", day, filter.From)
		}
	}
}

// TestJournalLinesOfAutomaticQueries checks that queries share a line if nothing else comes
// between them, and that a single query has one ReferenceID.
func TestJournalLinesOfAutomaticQueries(t *testing.T) {
	begin := time.Date(2026, 11, 23, 14, 2, 10, 0, time.Local)
	entry := func(second, count int, connection uint32, reference int32) journal.Entry {
		return journal.Entry{
			Process: journal.Process{PID: 7, Start: begin}, Recorded: true,
			Intent: journal.Intent{
				Time: begin.Add(time.Duration(second) * time.Second), Automatic: true, Connection: connection,
				Count: count, Reference: reference, Last: reference + int32(count) - 1, Verb: "query",
			},
		}
	}
	command := journal.Entry{Process: journal.Process{PID: 7, Start: begin}, Intent: journal.Intent{Time: begin, DN: "7001", Verb: "start"}, Recorded: true, Outcome: journal.Outcome{Outcome: "confirmed"}}
	other := entry(70, 1, 2, 90)
	other.Process.PID = 8
	entries := []journal.Entry{
		entry(0, 1, 1, 62), command, entry(1, 2, 1, 64), entry(30, 1, 1, 66), entry(60, 3, 1, 67), entry(65, 1, 2, 3), other, entry(71, 0, 0, 0), entry(72, 0, 0, 0),
	}
	before := slices.Clone(entries)
	var out bytes.Buffer
	writeTable(&out, entries)
	var got []string
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n")[1:] {
		got = append(got, line[strings.LastIndex(line, "  ")+2:])
	}
	want := []string{
		"automatic query, ReferenceID 62",
		"confirmed",
		"6 automatic queries until 14:03:10.000, ReferenceIDs 64 to 69",
		"automatic query, ReferenceID 3",
		"automatic query, ReferenceID 90",
		"round 0 of automatic queries",
		"round 0 of automatic queries",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the lines are %q, want %q", got, want)
	}
	if !slices.Equal(entries, before) {
		t.Error("the entries were changed")
	}
}
