package model

import (
	"fmt"
	"strings"
	"unicode"

	"capdeck/model/casefold"
)

// Filter says which rows the board shows. The zero value shows all of them.
type Filter struct {
	// Text is what the user typed.
	Text string
	// understood is the part of Text that is in force.
	understood string
	terms      []term
	// aside is a sentence about words behind dn: that were read as texts, "" for none.
	aside string
}

// term is one word of a filter. All terms of a filter must hold.
type term struct {
	field  field
	negate bool
	// needle is folded. An empty one holds where the field is not empty.
	needle string
	// exact says that a field is the needle, rather than contains it.
	exact bool
	state State
	dns   *dnSet // nil where dn: looks for a part of the DN
	dn    string // the one DN that dn: may mean, "" for none
	blank bool   // nothing stands where the text or the value is to be
}

type field uint8

const (
	fieldAny field = iota
	fieldState
	fieldTeam
	fieldAgent
	fieldFault
	fieldLabel
	fieldDN
)

// State is a state that filters and the counters of the header know.
type State uint8

// The states of a row in filters.
const (
	StateRecording State = iota + 1
	StatePaused
	StateOff
	StateUnknown
	StateFault
	StateStale
)

// subject is what a filter looks at in a row.
type subject struct {
	dn, label, team, agentID, fault string
	state                           State // of the capture: recording to unknown
	isFault, isStale                bool
	folds                           *casefold.Cache
}

// ParseFilter reads a filter: words separated by blanks, all of which must
// hold. A bare word is looked for in DN, label, agent and team; state:, team:,
// fault:, label: and dn: look at one field, agent: at the agent ID and at the
// label, which is what the column Agent shows. The field contains the value, or with
// = behind the colon, as in team:=day, is the value; dn: takes a list such as
// 7001,7005-7050 as well; ! in front negates; quotes hold blanks together. The
// error is a sentence to be shown in place; the filter is then the part of the
// text that was understood.
func ParseFilter(text string) (Filter, error) {
	filter := Filter{Text: text}
	var problem error
	var understood []string
	all := words(text)
	for _, word := range all {
		t, err := parseTerm(word)
		if err != nil {
			problem = err
			continue
		}
		filter.terms = append(filter.terms, t)
		if strings.ContainsFunc(word, unicode.IsSpace) {
			word = `"` + word + `"`
		}
		understood = append(understood, word)
	}
	filter.understood, filter.aside = text, asideDNs(all)
	if problem != nil {
		filter.understood = strings.Join(understood, " ")
	}
	return filter, problem
}

// Aside says in a sentence which words behind dn: were read as texts although they
// look like more of its DNs, "" for none.
func (f Filter) Aside() string { return f.aside }

// Empty reports whether the filter shows every row.
func (f Filter) Empty() bool { return len(f.terms) == 0 }

// names reports whether the filter names DNs, by number, label, team or agent, and
// does not look at their state.
func (f Filter) names() bool {
	for i := range f.terms {
		if t := &f.terms[i]; t.negate || t.field == fieldState || t.field == fieldFault {
			return false
		}
	}
	return len(f.terms) > 0
}

func (f Filter) matches(s *subject) bool {
	for i := range f.terms {
		t := &f.terms[i]
		if t.holds(s) == t.negate {
			return false
		}
	}
	return true
}

// words splits at blanks outside double quotes. A quote that is not closed
// reaches to the end: the user is still typing.
func words(text string) []string {
	var all []string
	var word strings.Builder
	quoted, started := false, false
	for _, r := range text {
		switch {
		case r == '"':
			quoted, started = !quoted, true
		case unicode.IsSpace(r) && !quoted:
			if started {
				all = append(all, word.String())
			}
			word.Reset()
			started = false
		default:
			word.WriteRune(r)
			started = true
		}
	}
	if started {
		all = append(all, word.String())
	}
	return all
}

func parseTerm(word string) (term, error) {
	t := term{}
	if rest, negated := strings.CutPrefix(word, "!"); negated {
		t.negate, word = true, rest
	}
	name, value, isField := strings.Cut(word, ":")
	if !isField {
		t.needle, t.blank = casefold.String(word), strings.TrimSpace(word) == ""
		return t, nil
	}
	t.blank = strings.Trim(value, ",; \t") == ""
	switch strings.ToLower(name) {
	case "state":
		t.field = fieldState
		state, err := parseState(value)
		t.state = state
		return t, err
	case "team":
		t.field = fieldTeam
	case "agent":
		t.field = fieldAgent
	case "fault":
		t.field = fieldFault
	case "label":
		t.field = fieldLabel
	case "dn":
		t.field = fieldDN
		var err error
		t.dns, t.dn, err = parseDNs(value)
		t.needle = casefold.String(value)
		return t, err
	default:
		return t, fmt.Errorf("%q is no field of a filter, use state, team, agent, fault, label or dn", name)
	}
	value, t.exact = strings.CutPrefix(value, "=")
	if t.exact && strings.TrimSpace(value) == "" {
		return t, fmt.Errorf("%s:= has no value: write %s:=VALUE for the DNs at which it is exactly that", name, name)
	}
	t.needle = casefold.String(value)
	return t, nil
}

// stateWord is a word for a state; one that is a synonym is understood, and
// completed where nothing else begins so.
type stateWord struct {
	word    string
	state   State
	synonym bool
}

func stateWords() []stateWord {
	return []stateWord{
		{"recording", StateRecording, false},
		{"enabled", StateRecording, true},
		{"paused", StatePaused, false},
		{"off", StateOff, false},
		{"disabled", StateOff, true},
		{"unknown", StateUnknown, false},
		{"fault", StateFault, false},
		{"stale", StateStale, false},
	}
}

// parseState takes a state's word or its beginning, so that state:pau holds
// while the rest is being typed. The empty word is an error.
func parseState(word string) (State, error) {
	if word != "" {
		for _, s := range stateWords() {
			if strings.HasPrefix(s.word, strings.ToLower(word)) {
				return s.state, nil
			}
		}
	}
	return 0, fmt.Errorf("state:%s is no state: use recording, paused, off, unknown, fault or stale", word)
}

func (s *subject) is(state State) bool {
	return state == s.state || state == StateFault && s.isFault || state == StateStale && s.isStale
}

func (t *term) holds(s *subject) bool {
	switch t.field {
	case fieldState:
		return s.is(t.state)
	case fieldTeam:
		return t.fieldHolds(s, s.team)
	case fieldAgent:
		return t.fieldHolds(s, s.agentID) || t.fieldHolds(s, s.label)
	case fieldFault:
		return t.fieldHolds(s, s.fault)
	case fieldLabel:
		return t.fieldHolds(s, s.label)
	case fieldDN:
		if t.dns != nil {
			return t.dns.holds(s.dn)
		}
		return t.fieldHolds(s, s.dn)
	}
	return s.folds.Contains(s.dn, t.needle) || s.folds.Contains(s.label, t.needle) ||
		s.folds.Contains(s.agentID, t.needle) || s.folds.Contains(s.team, t.needle)
}

func (t *term) fieldHolds(s *subject, value string) bool {
	switch {
	case t.exact:
		return s.folds.Equal(value, t.needle)
	case t.needle == "":
		return value != ""
	}
	return s.folds.Contains(value, t.needle)
}
