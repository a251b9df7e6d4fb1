package filter

import (
	"fmt"
	"iter"
	"strings"
	"unicode"

	"capdeck/model/casefold"
)

// Reader parses and completes the filters that are typed for one board. The zero value
// does so for an empty board. A Reader and its filters share a cache: they must not be
// used by two goroutines at a time.
type Reader struct {
	// Known reports whether the board has a DN. dn:7001 then means this DN alone, rather
	// than every DN that contains 7001. nil means that no DN is known.
	Known func(dn string) bool
	// Rows yields the rows of the board; nil means that there are none. Complete offers
	// what they contain, and ParseLine prefers values that one of them has as a whole.
	Rows iter.Seq[Row]

	cache casefold.Cache
}

// rows yields the rows of the board.
func (r *Reader) rows() iter.Seq[Row] {
	if r.Rows == nil {
		return func(func(Row) bool) {}
	}
	return r.Rows
}

// Parse reads a filter: words separated by blanks, all of which must hold. A bare word
// is searched for in DN, label, agent ID and team. state:, team:, fault:, label: and
// dn: examine one field; agent: examines the agent ID and the label, which is what the
// column Agent shows. The field must contain the value, or be the value if = follows
// the colon, as in team:=day. dn: also takes a list such as 7001,7005-7050. ! in front
// negates a word; double quotes keep blanks in one.
//
// The error is a sentence to be shown beside the text. The filter is then the part of
// the text that was understood. DNs that come to the board later do not change what a
// filter means.
func (r *Reader) Parse(text string) (Filter, error) {
	f := Filter{Text: text, cache: &r.cache}
	var problem error
	var understood []string
	all := words(text)
	for _, word := range all {
		t, err := parseTerm(word)
		if err != nil {
			problem = err
			continue
		}
		if t.dn != "" && r.Known != nil && r.Known(t.dn) {
			t.dns = &dnSet{names: map[string]struct{}{t.dn: {}}}
		}
		f.terms = append(f.terms, t)
		if strings.ContainsFunc(word, unicode.IsSpace) {
			word = `"` + word + `"`
		}
		understood = append(understood, word)
	}
	f.understood, f.aside = text, asideDNs(all)
	if problem != nil {
		f.understood = strings.Join(understood, " ")
	}
	return f, problem
}

// words splits at blanks outside double quotes. A quote that is not closed extends to
// the end: the user is still typing.
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

// stateWord is a word for a state. A synonym is understood; completion prefers the
// others.
type stateWord struct {
	word    string
	state   State
	synonym bool
}

func stateWords() []stateWord {
	return []stateWord{
		{"recording", Recording, false},
		{"enabled", Recording, true},
		{"paused", Paused, false},
		{"off", Off, false},
		{"disabled", Off, true},
		{"unknown", Unknown, false},
		{"fault", Fault, false},
		{"stale", Stale, false},
	}
}

// parseState accepts the beginning of a state's word as well, so that state:pau holds
// while the rest is being typed. The empty word is an error.
func parseState(word string) (State, error) {
	if word != "" {
		for _, s := range stateWords() {
			if strings.HasPrefix(s.word, strings.ToLower(word)) {
				return s.state, nil
			}
		}
	}
	return AnyState, fmt.Errorf("state:%s is no state: use recording, paused, off, unknown, fault or stale", word)
}
