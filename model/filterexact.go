package model

import (
	"errors"
	"fmt"

	"capdeck/model/board"
)

// LineFilter reads a filter as [ParseFilter] does, but as a line that may stand in a
// script and was typed by nobody who sees what it lets through: a word or a value that
// is empty is an error, and team:, label: and agent: are exact where a row has just
// the value. The error is a sentence to be shown; what holds for the filter then is
// what ParseFilter says.
func (m *Model) LineFilter(text string) (Filter, error) {
	filter, err := ParseFilter(text)
	m.nameDNs(&filter)
	for i := range filter.terms {
		t := &filter.terms[i]
		if t.blank && err == nil {
			err = blankTerm(t)
		}
		if !t.exact && t.needle != "" && m.isWhole(t) {
			t.exact = true
		}
	}
	return filter, err
}

// blankTerm says what is wrong with a term that has nothing to look for.
func blankTerm(t *term) error {
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

// nameDNs lets dn: mean one DN, where the board has it now, rather than all that
// contain its number. What comes to the board later changes nothing: a filter keeps
// what it means.
func (m *Model) nameDNs(filter *Filter) {
	for i := range filter.terms {
		if t := &filter.terms[i]; t.dn != "" && m.board.Row(board.Key{Site: m.options.Site, DN: t.dn}) != nil {
			t.dns = &dnSet{names: map[string]struct{}{t.dn: {}}}
		}
	}
}

// isWhole reports whether a row has just the value of a term in the field of names
// that the term looks at.
func (m *Model) isWhole(t *term) bool {
	whole := *t
	whole.exact = true
	switch t.field {
	case fieldTeam, fieldLabel, fieldAgent:
	default:
		return false
	}
	for _, row := range m.board.Rows() {
		s := subject{label: row.Label(), team: row.Team(), agentID: row.Agent().ID, folds: &m.filter.folds}
		if whole.holds(&s) {
			return true
		}
	}
	return false
}
