package rows

import (
	"slices"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/filter"
)

// filterState is the filter, the quick view and the set that decide which rows are shown.
type filterState struct {
	reader  filter.Reader
	current filter.Filter
	problem string
	quick   filter.State // AnyState for all
	only    *Only        // nil for all
}

// Only is a set of rows to show.
type Only struct {
	// Keys are the rows.
	Keys map[board.Key]struct{}
	// Words describe in a few words which rows these are.
	Words string
}

// contains reports whether a row is in the set. A nil set contains every row.
func (o *Only) contains(key board.Key) bool {
	if o == nil {
		return true
	}
	_, ok := o.Keys[key]
	return ok
}

// FilterView is what the screen shows of the filter in force.
type FilterView struct {
	// Text is the filter as it was typed, or "".
	Text string
	// Understood is the part of Text that is in force: all of it unless there is a
	// Problem.
	Understood string
	// Quick is the word for the state of the quick view, or "".
	Quick string
	// Only describes the set of rows that was chosen, or is "".
	Only string
	// Problem is a sentence about the invalid part of the filter, or "".
	Problem string
	// Aside is a sentence about an ambiguous part of the filter, or ""; see
	// [filter.Filter.Aside].
	Aside string
}

// String describes the rows that the filter matches, or returns "" if it matches every
// row.
func (f FilterView) String() string {
	words := slices.DeleteFunc([]string{f.Only, f.Quick, f.Understood}, func(word string) bool { return word == "" })
	return strings.Join(words, " + ")
}

// Views describes what is shown apart from the text of the filter: the quick view and the
// set; "" if neither hides a row.
func (f FilterView) Views() string {
	f.Understood = ""
	return f.String()
}

// None says that no row matches the filter.
func (f FilterView) None() string {
	switch words := f.String(); {
	case f.Quick == "" || words != f.Quick:
		return "No DN matches the filter: " + words
	case words == quickWords[filter.Fault]:
		return "No DN has a fault"
	default:
		return "No DN is " + words
	}
}

// quickWords are the words for the states that SetQuick accepts.
var quickWords = [...]string{
	filter.Recording: "recording", filter.Paused: "paused", filter.Off: "off", filter.Unknown: "unknown", filter.Fault: "faults",
	filter.Stale: "", filter.OnCall: "on a call", filter.NotRecorded: "on a call and not recorded",
}

// Filter returns the filter in force.
func (r *Rows) Filter() FilterView {
	current := &r.filter.current
	f := FilterView{
		Text: current.Text, Understood: current.Understood(), Quick: quickWords[r.filter.quick],
		Problem: r.filter.problem, Aside: current.Aside(),
	}
	if r.filter.only != nil {
		f.Only = r.filter.only.Words
	}
	return f
}

// IsFiltered reports whether there is a filter, a quick view or a set that can hide rows.
func (r *Rows) IsFiltered() bool {
	return r.filter.quick != filter.AnyState || !r.filter.current.Empty() || r.filter.only != nil
}

// ParseLine parses a filter in a typed line without putting it in force; see
// [filter.Reader.ParseLine].
func (r *Rows) ParseLine(text string) (filter.Filter, error) { return r.filter.reader.ParseLine(text) }

// Complete returns the text of a filter with its last word completed, or "" if there is
// nothing to complete.
func (r *Rows) Complete(text string) string { return r.filter.reader.Complete(text) }

// Completions returns all ways to complete the last word of a filter.
func (r *Rows) Completions(text string) filter.Completions {
	return r.filter.reader.Completions(text)
}

// SetFilter puts a filter in force that is being typed; see [filter.Reader.Parse]. Invalid
// parts are ignored, and Filter returns the Problem.
func (r *Rows) SetFilter(now time.Time, text string) {
	current, err := r.filter.reader.Parse(text)
	r.setFilter(now, current, err)
}

// SetLineFilter puts the filter of a typed line in force; see [filter.Reader.ParseLine].
func (r *Rows) SetLineFilter(now time.Time, text string) {
	current, err := r.filter.reader.ParseLine(text)
	r.setFilter(now, current, err)
}

func (r *Rows) setFilter(now time.Time, current filter.Filter, err error) {
	r.filter.current, r.filter.problem = current, ""
	if err != nil {
		r.filter.problem = err.Error()
	}
	r.update(now)
}

// SetQuick shows only rows in a state, in addition to the filter; AnyState shows all.
// Stale has no quick view.
func (r *Rows) SetQuick(now time.Time, state filter.State) {
	r.filter.quick = state
	r.draw()
	r.update(now)
}

// SetOnly shows only the rows of a set, in addition to the filter; nil shows all. The set
// is retained.
func (r *Rows) SetOnly(now time.Time, only *Only) {
	r.filter.only = only
	r.update(now)
}

// passes reports whether the row passes the filter, the quick view and the set.
func (r *Rows) passes(row *board.Row) bool {
	if !r.IsFiltered() {
		return true
	}
	if !r.filter.only.contains(row.Key()) {
		return false
	}
	v := r.valuesOf(row)
	return (r.filter.quick == filter.AnyState || v.Is(r.filter.quick)) && r.filter.current.Matches(v)
}
