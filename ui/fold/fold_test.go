package fold

import (
	"strings"
	"testing"
)

func TestReason(t *testing.T) {
	const path = "/home/somebody/exports/of/the/whole/year/2026/november/capdeck-board-20261130-140210.csv"
	for _, test := range []struct {
		text        string
		room, lines int
		want        string
	}{
		{"too short to be folded", 40, 1, "too short to be folded"},
		{"it is folded and fits", 12, 2, "it is folded|and fits"},
		{
			"nothing was exported: " + path + ": permission denied: give a folder that you may write to", 40, 3,
			"nothing was exported:|/home/…0-140210.csv: permission denied:|give a folder that you may write to",
		},
		{"the link is not up: refused. Try again. The state is old.", 20, 2, "the link is not up:|refused. Try again."},
		{"the link is not up: refused. Try again. The state is old.", 40, 1, "the link is not up: refused. Try again."},
		{"one two three four five", 10, 1, "one two three four five"},
		{"x", 0, 1, ""},
		{strings.Repeat("y", 100), 10, 1, "yyy…yyyyyy"},
	} {
		if got := strings.Join(Reason(test.text, test.room, test.lines, "…"), "|"); got != test.want {
			t.Errorf("%q in %d lines of %d: %q", test.text, test.lines, test.room, got)
		}
	}
}
