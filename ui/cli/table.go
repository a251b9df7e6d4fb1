package cli

import (
	"fmt"
	"io"

	"capdeck/ui/cell"
)

// writeTable prints rows under a header, in columns as wide as they must be and
// at most maxColumn; the last one is printed whole.
func writeTable(out io.Writer, header []string, rows [][]string) {
	widths := make([]int, len(header)-1)
	for _, row := range append([][]string{header}, rows...) {
		for i := range widths {
			widths[i] = min(max(widths[i], cell.Width(row[i])), maxColumn)
		}
	}
	for _, row := range append([][]string{header}, rows...) {
		for i, width := range widths {
			fmt.Fprintf(out, "%s  ", cell.Fit(row[i], width, "…"))
		}
		fmt.Fprintf(out, "%s\n", cell.Clean(row[len(widths)]))
	}
}
