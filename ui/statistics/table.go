package statistics

import (
	"strings"

	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// tableColumn is a column of a table.
type tableColumn struct {
	title string
	// cells is the width of the column, with the blanks in front. Numbers are aligned
	// to the right edge.
	cells int
	// rank is the order in which a narrow window leaves columns out: the highest rank
	// first, rank 0 never.
	rank int
}

// tableWidth returns the width of all columns.
func tableWidth(columns []tableColumn) int {
	width := 0
	for _, column := range columns {
		width += column.cells
	}
	return width
}

// foldColumns reports, for each column, whether it stays in a table of room cells.
func foldColumns(columns []tableColumn, room int) []bool {
	stays := make([]bool, len(columns))
	for i := range stays {
		stays[i] = true
	}
	for width := tableWidth(columns); width > room; {
		leaves := -1
		for i := range columns {
			if stays[i] && columns[i].rank > 0 && (leaves < 0 || columns[i].rank > columns[leaves].rank) {
				leaves = i
			}
		}
		if leaves < 0 {
			break
		}
		stays[leaves] = false
		width -= columns[leaves].cells
	}
	return stays
}

// rightAlign aligns a text to the right edge of that many cells, with at least one blank
// in front.
func rightAlign(text string, cells int) string {
	return strings.Repeat(" ", max(cells-cell.Width(text), 1)) + text
}

// tableCells returns the spans of one line of a table, given the role and the text of
// each column.
func tableCells(columns []tableColumn, stays []bool, role func(column int) themes.Role, text func(column int) string) []canvas.Span {
	var spans []canvas.Span
	for i := range columns {
		if stays[i] {
			spans = append(spans, canvas.Styled(role(i), rightAlign(text(i), columns[i].cells)))
		}
	}
	return spans
}

// tableHead returns the spans of the line of titles.
func tableHead(columns []tableColumn, stays []bool) []canvas.Span {
	return tableCells(columns, stays, func(int) themes.Role { return themes.Header }, func(i int) string { return columns[i].title })
}
