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

// TestColumnsFit holds, for any choice at any size, that no row is wider than
// the window, that DN and capture stay, and that what is wrong has room.
func TestColumnsFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shown := chosen(anyColumns(t))
		width, height := rapid.IntRange(canvas.LeastWidth, 400).Draw(t, "width"), rapid.IntRange(canvas.LeastHeight, 60).Draw(t, "height")
		cols := Fit(width, width < canvas.FullWidth || height < canvas.FullHeight, shown)
		if got := cols.sum(); got > width {
			t.Fatalf("%v in %d cells are %d cells wide: %v", shown, width, got, cols.Cells)
		}
		for _, c := range []column.ID{column.DN, column.Capture, column.Last} {
			if cols.Cells[c] == 0 && width > canvas.LeastWidth {
				t.Fatalf("%v at %d cells lack %s: %v", shown, width, c, cols.Cells)
			}
		}
		for _, c := range cols.Order {
			if cells := cols.Cells[c]; width >= canvas.FullWidth && height >= canvas.FullHeight && cells != 0 && cells < min(leastCells[c], troubleCells) {
				t.Fatalf("%v in %d cells leave only %[4]d for %[3]s", shown, width, c, cells)
			}
		}
	})
}

func TestColumnsLeaveInOrder(t *testing.T) {
	order := []column.ID{column.ConnID, column.Since, column.Agent, column.Call}
	for width := canvas.FullWidth; width <= 400; width++ {
		cols := Fit(width, false, column.Default())
		if got := cols.sum(); got != width {
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
		if width >= 100 && gone > 0 {
			t.Fatalf("in %d cells %d columns are left out", width, gone)
		}
	}
}
