package rows

import (
	"strings"

	"capdeck/model/board"
	"capdeck/model/filter"
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

// Match is a filter that can be applied to rows, whatever filter is in force.
type Match struct {
	rows    *Rows
	filter  filter.Filter
	vouched bool // see filter.Filter.NeedsVouched
}

// LineMatch returns the Match of a filter in a typed line; see [filter.Reader.ParseLine]. The
// error is a sentence about the invalid part.
func (r *Rows) LineMatch(text string) (Match, error) {
	f, err := r.ParseLine(text)
	return Match{rows: r, filter: f, vouched: f.NeedsVouched()}, err
}

// Matches reports whether a row matches the filter.
func (m *Match) Matches(row *board.Row) bool { return m.filter.Matches(m.rows.valuesOf(row)) }

// Vouches reports whether a row matches the filter by a state that is vouched for, if the
// filter asks for a state; see [filter.Filter.NeedsVouched].
func (m *Match) Vouches(row *board.Row) bool {
	return m.Matches(row) && (!m.vouched || row.Stale() == 0)
}

// DependsOnTime reports whether rows can begin or cease to match although they do not change.
func (m *Match) DependsOnTime() bool { return m.filter.DependsOnTime() }

// Lasting returns the Match of the part of the filter that says which rows it is about; see
// [filter.Filter.Lasting].
func (m *Match) Lasting() Match { return Match{rows: m.rows, filter: m.filter.Lasting()} }
