package filter

import (
	"errors"
	"fmt"
)

// ParseLine reads a filter as [Reader.Parse] does, but for a line that may come from a
// script, where no one sees which rows match. An empty word or value is an error, and
// team:, label: and agent: are exact if a row has exactly that value. The filter keeps
// its meaning when the board changes.
func (r *Reader) ParseLine(text string) (Filter, error) {
	f, err := r.Parse(text)
	for i := range f.terms {
		t := &f.terms[i]
		if t.blank && err == nil {
			err = blankError(t)
		}
		for i := range t.values {
			v := &t.values[i]
			v.exact = v.exact || r.hasValue(t.field, v.needle)
		}
	}
	return f, err
}

// blankError returns the error for a term that has no text or no value.
func blankError(t *term) error {
	if t.field == fieldAny {
		return errors.New("a word of the filter is empty, so every DN would match")
	}
	switch t.field {
	case fieldFault:
		return errors.New("fault: has no value; write state:fault for every DN with a fault")
	case fieldDN:
		return errors.New("dn: has no value, so every DN would match")
	case fieldGap:
		return errors.New("gap: has no value; write gap:>30s for a gap longer than 30 s")
	}
	name := fieldNames[t.field]
	return fmt.Errorf("%s: has no value, so every DN with any %s would match", name, name)
}

// fieldNames are the words before the colon.
var fieldNames = [...]string{
	fieldState: "state", fieldTeam: "team", fieldAgent: "agent", fieldFault: "fault", fieldLabel: "label", fieldDN: "dn",
	fieldCall: "call", fieldCallType: "calltype", fieldQueue: "queue", fieldGap: "gap",
}

// hasValue reports whether the field is the team, the label or the agent, and some row has
// exactly this folded text there.
func (r *Reader) hasValue(f field, needle string) bool {
	switch f {
	case fieldTeam, fieldLabel, fieldAgent:
	default:
		return false
	}
	exact := term{field: f, values: []value{{needle: needle, exact: true}}}
	for row := range r.rows() {
		if exact.holds(row, &r.cache) {
			return true
		}
	}
	return false
}
