package rows

import (
	"testing"

	"pgregory.net/rapid"
)

// TestThumb holds, for any list, that the thumb lies in the bar, that it touches an end only
// if the rows at that end are visible, and that it moves down as the rows do.
func TestThumb(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.IntRange(1, 80).Draw(t, "lines")
		all := lines + rapid.IntRange(1, 20_000).Draw(t, "hidden")
		top := rapid.IntRange(0, all-lines).Draw(t, "top")
		bar := NewBar(top, lines, all)
		first, end := bar.thumb()
		if first < 0 || first >= end || end > lines {
			t.Fatalf("the thumb of %+v is %d to %d", bar, first, end)
		}
		if room := lines - (end - first); room >= 2 && ((first == 0) != (top == 0) || (end == lines) != (top == all-lines)) {
			t.Fatalf("the thumb of %+v is %d to %d", bar, first, end)
		}
		if top > 0 {
			above := NewBar(top-1, lines, all)
			if before, _ := above.thumb(); before > first {
				t.Fatalf("the thumb of %+v is at %d, one row above at %d", bar, first, before)
			}
		}
	})
}

func TestNoBarIfAllRowsAreVisible(t *testing.T) {
	for _, none := range []Bar{NewBar(0, 20, 20), NewBar(0, 20, 0), NewBar(0, 0, 20)} {
		if none != (Bar{}) || none.Cells() != 0 {
			t.Errorf("there is a bar: %+v", none)
		}
	}
	if bar := NewBar(500, 20, 21); bar.Top != 1 || bar.Cells() != BarCells {
		t.Errorf("the bar is %+v", bar)
	}
}
