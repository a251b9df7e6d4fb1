// Package print writes tables, JSON and sentences for people and programs, safe for a terminal or a log. It knows no
// command and does not decide what is shown.
package print

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"capdeck/ui/cell"
)

// MaxColumn is the maximum width in cells to which a text widens its column.
const MaxColumn = 40

// Table is a table whose columns are as wide as their texts.
type Table struct {
	Header []string
	// Rows yields the rows, each as long as Header. It is called twice, and a row is
	// not retained.
	Rows iter.Seq[[]string]
	// Cut truncates texts that are wider than MaxColumn, except in the last column. If it is false, they are written
	// in full.
	Cut bool
}

// Write writes the table. It drops errors, so out should keep its first one, as a
// bufio.Writer does.
func (t *Table) Write(out io.Writer) {
	widths := make([]int, len(t.Header)-1)
	for row := range t.lines {
		for i := range widths {
			width := cell.Width(row[i])
			if width > MaxColumn && !t.Cut {
				continue
			}
			widths[i] = max(widths[i], min(width, MaxColumn))
		}
	}
	for row := range t.lines {
		for i, width := range widths {
			text := cell.Pad(row[i], width)
			if t.Cut {
				text = cell.Fit(row[i], width, "…")
			}
			fmt.Fprint(out, text, "  ")
		}
		fmt.Fprintln(out, cell.Clean(row[len(widths)]))
	}
}

// lines yields the header and the rows.
func (t *Table) lines(yield func([]string) bool) {
	if yield(t.Header) {
		t.Rows(yield)
	}
}

// WriteTable writes rows below a header. A text that is wider than MaxColumn is written in full.
func WriteTable(out io.Writer, header []string, rows [][]string) {
	table := Table{Header: header, Rows: slices.Values(rows)}
	table.Write(out)
}

// JSON writes a value as indented JSON.
func JSON(out io.Writer, value any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	if err == nil {
		_, err = out.Write(cell.EscapeJSON(nil, text.Bytes()))
	}
	if err != nil {
		return fmt.Errorf("the output cannot be written as JSON: %w", err)
	}
	return nil
}

// Lines makes each line of a text safe for a terminal or a log, because the text may come from the network.
func Lines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = cell.Clean(lines[i])
	}
	return strings.Join(lines, "\n")
}
