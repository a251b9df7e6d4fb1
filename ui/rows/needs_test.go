package rows

import (
	"testing"

	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/themes"
	"capdeck/ui/dntext"
)

// labelled returns the rows of a board whose DNs have these labels.
func labelled(labels ...string) []*board.Row {
	truth := board.New(board.Options{})
	for i, label := range labels {
		truth.Add(board.Entry{Key: board.Key{Site: "a", DN: string(rune('1' + i))}, Label: label})
	}
	return truth.Rows()
}

// TestWidthsGrowAtOnceAndShrinkWithTheView checks that a column never becomes narrower
// while the user looks at the same view.
func TestWidthsGrowAtOnceAndShrinkWithTheView(t *testing.T) {
	rows := labelled("Kim", "Bartholomew Higginbotham", "Lee")
	glyphs := themes.UnicodeGlyphs()
	words := dntext.Words{Glyphs: &glyphs}
	view := ViewID{Width: 120, Choice: 1, Lines: 2}
	var widths Widths
	agent := func(view ViewID, visible ...*board.Row) int {
		cols := widths.Fit(view, column.Default(), visible, &words)
		return cols.Cells[column.Agent]
	}
	const short, long = len("Agent") + Gap, len("Bartholomew Higginbotham") + Gap
	if got := agent(view, rows[0], rows[2]); got != short {
		t.Errorf("short names have %d cells, want %d", got, short)
	}
	if got := agent(view, rows[0], rows[1]); got != long {
		t.Errorf("a long name has %d cells, want %d", got, long)
	}
	if got := agent(view, rows[2]); got != long {
		t.Errorf("the column shrinks to %d cells in the same view", got)
	}
	scrolled := view
	scrolled.Top = 1
	if got := agent(scrolled, rows[2]); got != long {
		t.Errorf("the column shrinks to %d cells when one line is scrolled", got)
	}
	for name, change := range map[string]func(*ViewID){
		"page jump": func(v *ViewID) { v.Top += 2 },
		"resize":    func(v *ViewID) { v.Width++ },
		"filter":    func(v *ViewID) { v.Choice++ },
	} {
		agent(scrolled, rows[1])
		changed := scrolled
		change(&changed)
		if got := agent(changed, rows[2]); got != short {
			t.Errorf("after a %s short names have %d cells, want %d", name, got, short)
		}
	}
}

// TestMeasuringAllocatesNothing checks the columns that are shown by default: a frame
// measures each visible row.
func TestMeasuringAllocatesNothing(t *testing.T) {
	rows := labelled("Ødegård", "北京-01", "Lee")
	glyphs := themes.UnicodeGlyphs()
	words := dntext.Words{Glyphs: &glyphs}
	var widths Widths
	shown := column.Default()
	widths.Fit(ViewID{Width: 120}, shown, rows, &words)
	if got := testing.AllocsPerRun(100, func() { widths.Fit(ViewID{Width: 120}, shown, rows, &words) }); got > 0 {
		t.Errorf("measuring allocates %v times", got)
	}
}
