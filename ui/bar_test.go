package ui

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/column"
	"capdeck/model/rows"
	"capdeck/ui/keymsg"
)

// TestGoldenScrollBar compares screens of a board with more rows than lines.
func TestGoldenScrollBar(t *testing.T) {
	for _, size := range goldenSizes {
		name := fmt.Sprintf("scrolled-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			w := running(t, size[0], size[1], 200, nil)
			w.keys("<pgdown><pgdown>")
			golden(t, name, strings.Join(w.lines(), "\n"))
		})
	}
	t.Run("ascii", func(t *testing.T) {
		w := running(t, 80, 24, 200, func(o *Options, _ *model.Options) { o.ASCII = true })
		w.keys("<end>")
		golden(t, "scrolled-ascii-80x24", strings.Join(w.lines(), "\n"))
	})
}

// clickAt clicks with the left button on a place.
func (w *window) clickAt(x, y int) {
	w.update(tea.MouseMsg{X: x, Y: y, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress})
}

// TestClickOnTheBarJumps checks that each line of the bar shows its part of the rows, and
// that the first and the last line show their ends.
func TestClickOnTheBarJumps(t *testing.T) {
	w := running(t, 80, 24, 200, nil)
	w.screen()
	bar := w.app.frames.shown.Bar
	if bar.Lines == 0 || bar.Lines != w.model.Rows().Height() {
		t.Fatalf("the bar is %+v", bar)
	}
	last := bar.Top + bar.Lines - 1
	for _, test := range []struct {
		y       int
		dn, top string
	}{
		{last, "7200", "7186"}, {bar.Top, "7001", "7001"}, {bar.Top + bar.Lines/2, "7101", "7094"},
	} {
		w.clickAt(79, test.y)
		if got := w.cursor(); got != test.dn {
			t.Errorf("a click on line %d of the bar chose %q, want %q", test.y-bar.Top, got, test.dn)
		}
		if got := w.model.Rows().Visible()[0].Key().DN; got != test.top {
			t.Errorf("a click on line %d of the bar shows %q first, want %q", test.y-bar.Top, got, test.top)
		}
		w.screen()
	}
	w.clickAt(70, last)
	if got := w.cursor(); got != "7108" {
		t.Errorf("a click beside the bar chose %q", got)
	}
}

// TestClickOnAHeadSorts checks that a click sorts by the column under it and that a second
// one reverses the order.
func TestClickOnAHeadSorts(t *testing.T) {
	w := floor(t, 120, 40, nil)
	w.screen()
	y := w.line("Capture")
	x := strings.Index(w.lines()[y], "Capture")
	want := func(order rows.Order) {
		t.Helper()
		if got := w.model.Rows().Order(); got != order {
			t.Errorf("the rows are %s, want %s", got, order)
		}
	}
	w.clickAt(x, y)
	want(rows.Order{First: rows.SortKey{Column: column.Capture}})
	w.screen()
	w.clickAt(x+3, y)
	want(rows.Order{First: rows.SortKey{Column: column.Capture, Descending: true}})
	w.shows("sorted by Capture (reversed)")
	w.clickAt(3, y)
	want(rows.Order{First: rows.SortKey{Column: column.DN}, Second: rows.SortKey{Column: column.Capture, Descending: true}})
	w.clickAt(0, y)
	w.clickAt(3, y+1)
	want(rows.Order{First: rows.SortKey{Column: column.DN}, Second: rows.SortKey{Column: column.Capture, Descending: true}})
}

// TestClickOnAHeadThatMoved checks that a click that was read before the columns changed
// does not sort by another column.
func TestClickOnAHeadThatMoved(t *testing.T) {
	w := floor(t, 120, 40, func(_ *Options, m *model.Options) { m.Columns = []column.ID{column.DN, column.Agent, column.Capture} })
	w.frame(1)
	y := w.line("Capture")
	click := tea.MouseMsg{X: 10, Y: y, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress}
	w.keys("cj <enter>")
	w.frame(2)
	if got := w.app.frames.shown.HeadAt(10, y); got != column.Capture {
		t.Fatalf("the head there is that of %s", got)
	}
	w.update(keymsg.Press{Msg: click, Frame: 1})
	if got := w.model.Rows().Order(); got != (rows.Order{}) {
		t.Errorf("the rows are %s", got)
	}
	w.update(keymsg.Press{Msg: click, Frame: 2})
	if got := w.model.Rows().Order().First.Column; got != column.Capture {
		t.Errorf("the rows are sorted by %s", got)
	}
}
