package rows

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"capdeck/model/column"
	"capdeck/ui/canvas"
)

// anyColumns draws columns that a user can choose.
func anyColumns(t *rapid.T) []column.ID {
	columns := rapid.Permutation(column.All()).Draw(t, "columns")
	return columns[:rapid.IntRange(0, len(columns)).Draw(t, "how many")]
}

// chosen adds the columns that are always shown.
func chosen(columns []column.ID) []column.ID {
	list := strings.Join(column.Names(columns), ",")
	for _, need := range []string{"dn", "capture"} {
		if !strings.Contains(","+list+",", ","+need+",") {
			list = strings.TrimPrefix(list+","+need, ",")
		}
	}
	all, err := column.Parse(list)
	if err != nil {
		panic(err)
	}
	return all
}

// anyNeeds draws what columns need: little, much, or more than the window has. The widths of
// ConnIDs and of times are known.
func anyNeeds(t *rapid.T) *Needs {
	needs := Needs{}
	for c := range needs {
		switch column.ID(c) {
		case column.ConnID, column.Since, column.Gap, column.Heard:
			continue
		}
		needs[c] = rapid.SampledFrom([]int{0, 3, 8, 15, 25, 60, 500}).Draw(t, "needs")
	}
	return &needs
}

// TestColumnsFit holds, for any choice and any contents at any size, that no row is wider
// than the window, that DN and capture stay, that what is wrong has room, and that no column
// but Capture is cut while cells are empty.
func TestColumnsFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shown, needs := chosen(anyColumns(t)), anyNeeds(t)
		width, height := rapid.IntRange(canvas.LeastWidth, 400).Draw(t, "width"), rapid.IntRange(canvas.LeastHeight, 60).Draw(t, "height")
		small := width < canvas.FullWidth || height < canvas.FullHeight
		cols := Fit(width, small, shown, rapid.SampledFrom([]column.ID{column.None, column.Gap}).Draw(t, "keep"), needs)
		if got := cols.sum(); got > width {
			t.Fatalf("%v in %d cells are %d cells wide: %v", shown, width, got, cols.Cells)
		}
		for _, c := range []column.ID{column.DN, column.Capture, column.Last} {
			if cols.Cells[c] == 0 && width > canvas.LeastWidth {
				t.Fatalf("%v at %d cells lack %s: %v", shown, width, c, cols.Cells)
			}
		}
		for _, c := range cols.Order {
			cells := cols.Cells[c]
			if least := min(leastCells[c], troubleCells, needs.of(c)); !small && cells != 0 && cells < least {
				t.Fatalf("%v in %d cells leave only %d for %s", shown, width, cells, c)
			}
			if wants := min(needs.of(c), mostCells); !small && c != column.Last && c != column.Capture && cells != 0 && cells < wants && cols.sum() < width {
				t.Fatalf("%v in %d cells cut %s at %d of %d and leave %d empty", shown, width, c, cells, wants, width-cols.sum())
			}
			if c != column.Last && cells > needs.of(c) {
				t.Fatalf("%v in %d cells give %d to %s, which needs %d", shown, width, cells, c, needs.of(c))
			}
		}
	})
}

// TestColumnsLeaveInOrder checks that the contents do not decide which columns a narrow
// window leaves out.
func TestColumnsLeaveInOrder(t *testing.T) {
	order := []column.ID{column.Gap, column.ConnID, column.Since, column.Agent, column.Call}
	wide := Needs{column.DN: 60, column.Agent: 60, column.Call: 60}
	for width := canvas.FullWidth; width <= 400; width++ {
		for _, needs := range []*Needs{{}, &wide} {
			cols := Fit(width, false, append(column.Default(), column.ConnID), column.None, needs)
			if got := cols.sum(); got > width {
				t.Fatalf("in %d cells the columns are %d cells wide", width, got)
			}
			gone := 0
			for i, col := range order {
				if cols.Cells[col] == 0 {
					gone++
					if gone != i+1 {
						t.Fatalf("in %d cells %s is left out before another column", width, col)
					}
				}
			}
			if width >= 103 && gone > 0 || width >= 98 && gone > 1 || width >= canvas.WideWidth && gone > 2 {
				t.Fatalf("in %d cells %d columns are left out", width, gone)
			}
		}
	}
}
