package screen

import (
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// TestSizesThatAreNone checks that impossible sizes are replaced or cut, at the start and
// later.
func TestSizesThatAreNone(t *testing.T) {
	now := time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)
	for _, test := range []struct {
		columns, lines string
		said, want     tea.WindowSizeMsg
	}{
		{"", "", tea.WindowSizeMsg{}, tea.WindowSizeMsg{Width: 80, Height: 24}},
		{"100", " 30 ", tea.WindowSizeMsg{}, tea.WindowSizeMsg{Width: 100, Height: 30}},
		{"100", "30", tea.WindowSizeMsg{Width: 120, Height: 40}, tea.WindowSizeMsg{Width: 120, Height: 40}},
		{"wide", "-3", tea.WindowSizeMsg{}, tea.WindowSizeMsg{Width: 80, Height: 24}},
		{"", "30", tea.WindowSizeMsg{Width: 90}, tea.WindowSizeMsg{Width: 90, Height: 30}},
		{"99999999", "", tea.WindowSizeMsg{}, tea.WindowSizeMsg{Width: maxColumns, Height: 24}},
		{"", "", tea.WindowSizeMsg{Width: 65535, Height: 65535}, tea.WindowSizeMsg{Width: maxColumns, Height: maxLines}},
		{"", "", tea.WindowSizeMsg{Width: 1, Height: 1}, tea.WindowSizeMsg{Width: 1, Height: 1}},
	} {
		values := map[string]string{"COLUMNS": test.columns, "LINES": test.lines}
		r := &resizes{
			Now:         func() time.Time { return now },
			Environment: func(name string) (string, bool) { value, set := values[name]; return value, set },
		}
		for range 2 {
			if got := r.filter(nil, test.said); got != test.want {
				t.Errorf("COLUMNS=%s LINES=%s, %v: %v, want %v", test.columns, test.lines, test.said, got, test.want)
			}
			now = now.Add(resizePause)
		}
	}
}

// TestResizesAreFolded drags a window, with sizes a millisecond apart. The screen must
// receive the last size last.
func TestResizesAreFolded(t *testing.T) {
	now := time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)
	var due time.Time
	var waits int
	r := &resizes{Now: func() time.Time { return now }}
	r.Go = func(f func()) { waits++; f() }
	r.Wait = func(d time.Duration) { due = now.Add(d) }
	r.Send = func(tea.Msg) {}

	var told []tea.WindowSizeMsg
	take := func(msg tea.Msg) {
		if size, ok := r.filter(nil, msg).(tea.WindowSizeMsg); ok {
			told = append(told, size)
		}
	}
	drag := func(from, to int) {
		for width := from; width <= to; width++ {
			if r.waiting && !now.Before(due) {
				take(sizeIsDue{})
			}
			take(tea.WindowSizeMsg{Width: width, Height: 40})
			now = now.Add(time.Millisecond)
		}
	}
	drag(1, 1)
	if len(told) != 1 || told[0].Width != 1 {
		t.Fatalf("the first size was not passed on at once: %v", told)
	}
	drag(2, 500)
	if len(told) != 10 || waits != 10 {
		t.Errorf("500 sizes in half a second: %d were passed on, %d waits: %v", len(told), waits, told)
	}
	now = due
	take(sizeIsDue{})
	if last := told[len(told)-1]; last.Width != 500 || r.waiting {
		t.Errorf("the last size passed on is %v", last)
	}
	now = now.Add(resizePause)
	take(tea.WindowSizeMsg{Width: 80, Height: 24})
	if last := told[len(told)-1]; last.Width != 80 {
		t.Errorf("a size long after the others was held back")
	}
	if msg := r.filter(nil, tea.FocusMsg{}); msg != (tea.FocusMsg{}) {
		t.Errorf("another message became %v", msg)
	}
}
