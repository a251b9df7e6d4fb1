package filter

import (
	"errors"
	"fmt"
)

// ParseLine reads a filter as [Reader.Parse] does, but for a line that may come from a
// script, with no one watching what it matches. An empty word or value is an error, and
// team:, label: and agent: are exact if a row has just that value. The filter keeps its
// meaning when the board changes.
func (r *Reader) ParseLine(text string) (Filter, error) {
	f, err := r.Parse(text)
	for i := range f.terms {
		t := &f.terms[i]
		if t.blank && err == nil {
			err = blankError(t)
		}
		if !t.exact && t.needle != "" && r.hasValue(t) {
			t.exact = true
		}
	}
	return f, err
}

// blankError returns what is wrong with a term that asks for nothing.
func blankError(t *term) error {
	if t.field == fieldAny {
		return errors.New("a word of the filter is empty, and every DN would pass it")
	}
	switch t.field {
	case fieldFault:
		return errors.New("fault: has no value; write state:fault for every DN with a fault")
	case fieldDN:
		return errors.New("dn: has no value, and every DN would pass it")
	}
	name := fieldNames[t.field]
	return fmt.Errorf("%s: has no value, and every DN with any %s would pass it", name, name)
}

// fieldNames are the words in front of the colon.
var fieldNames = [...]string{
	fieldState: "state", fieldTeam: "team", fieldAgent: "agent", fieldFault: "fault", fieldLabel: "label", fieldDN: "dn",
}

// hasValue reports whether a row has just the value of the term in the field that the
// term examines, if that is a field of names.
func (r *Reader) hasValue(t *term) bool {
	switch t.field {
	case fieldTeam, fieldLabel, fieldAgent:
	default:
		return false
	}
	exact := *t
	exact.exact = true
	for row := range r.rows() {
		if exact.holds(row, &r.cache) {
			return true
		}
	}
	return false
}
