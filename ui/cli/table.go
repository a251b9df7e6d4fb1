package cli

import (
	"fmt"
	"io"
	"strings"

	"capdeck/ui/cell"
)

// writeTable prints rows under a header, in columns as wide as they must be. A
// text wider than maxColumn is printed whole and makes no column wider.
func writeTable(out io.Writer, header []string, rows [][]string) {
	rows = append([][]string{header}, rows...)
	widths := make([]int, len(header)-1)
	for _, row := range rows {
		for i := range widths {
			if width := cell.Width(row[i]); width <= maxColumn {
				widths[i] = max(widths[i], width)
			}
		}
	}
	for _, row := range rows {
		for i, width := range widths {
			fmt.Fprint(out, cell.Clean(row[i]), strings.Repeat(" ", max(width-cell.Width(row[i]), 0)+2))
		}
		fmt.Fprintln(out, cell.Clean(row[len(widths)]))
	}
}
