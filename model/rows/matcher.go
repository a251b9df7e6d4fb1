package rows

import (
	"strings"

	"capdeck/model/board"
)

// Matcher returns a function that reports whether a row of the board matches a filter,
// whatever filter is in force. It is nil if the text is empty. Invalid parts are ignored.
func (r *Rows) Matcher(text string) func(row *board.Row) bool {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	f, _ := r.filter.reader.Parse(text)
	if f.Empty() {
		return nil
	}
	return func(row *board.Row) bool { return f.Matches(r.valuesOf(row)) }
}
