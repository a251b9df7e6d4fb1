package ui

import (
	"fmt"
	"strings"
	"testing"

	"capdeck/tlibconn/wire"
	"capdeck/ui/cell"
)

// countPlaces returns the columns at which the counts of the states and of the calls begin,
// and the words of the states.
func countPlaces(t *testing.T, lines []string) string {
	t.Helper()
	var places []string
	at := func(line, text string) {
		before, _, found := strings.Cut(line, text)
		if !found {
			t.Fatalf("%q has no %q", line, text)
		}
		places = append(places, fmt.Sprint(text, cell.Width(before)))
	}
	for _, sign := range []string{"● ", "‖ ", "○ ", "? ", "! ", "~ "} {
		at(lines[1], sign)
	}
	for _, word := range []string{"rec", "paused", "off", "unknown", "fault", "stale"} {
		if !strings.Contains(lines[1], word) {
			t.Fatalf("%q lacks the word %s", lines[1], word)
		}
	}
	for _, word := range []string{" rec", " paused", " NOT"} {
		at(lines[2], word)
	}
	return strings.Join(places, " ")
}

// TestCountsStandStill checks that neither a filter, nor marks, nor an order, nor a number
// with another digit moves the counts of the header or takes their words.
func TestCountsStandStill(t *testing.T) {
	for _, width := range []int{80, 100, 120, 160, 200} {
		w := running(t, width, 24, 60, nil)
		for _, dn := range dns(5) {
			w.call(wire.EventEstablished, dn, 7, "+4930")
		}
		w.flush()
		before := countPlaces(t, w.lines())
		for _, step := range []struct{ keys, shown string }{
			{"/700<enter>", " (9 of 60)"},
			{"7", " (5 of 60)"},
			{" ", "1 marked"},
			{"1", " (9 of 60)"},
			{"oo", "9 of 60"},
			{"  ", "3 marked"},
			{"/no such DN<enter>", "0 of 60"},
			{"<esc>", "0 of 60"},
			{"<esc>", ""},
		} {
			w.keys(step.keys)
			lines := w.lines()
			if got := countPlaces(t, lines); got != before {
				t.Errorf("at %d cells, after %s, the counts are at %s, before at %s", width, step.keys, got, before)
			}
			if !strings.Contains(lines[2], step.shown) {
				t.Errorf("at %d cells, after %s, there is no %q: %q", width, step.keys, step.shown, lines[2])
			}
		}
		for _, dn := range dns(60) {
			w.indicate(dn, "enabled", 0)
		}
		w.flush()
		if got := countPlaces(t, w.lines()); got != before {
			t.Errorf("at %d cells, with other numbers, the counts are at %s, before at %s", width, got, before)
		}
	}
}
