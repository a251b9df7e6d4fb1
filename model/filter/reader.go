package filter

import (
	"fmt"
	"iter"
	"strings"
	"unicode"

	"capdeck/model/casefold"
)

// Reader parses and completes the filters of one board. The zero value is a Reader of an
// empty board. A Reader and its filters share a cache: they must not be used by several
// goroutines at a time.
type Reader struct {
	// Known reports whether a DN is on the board. dn:7001 then means only this DN, rather
	// than every DN that contains 7001. If it is nil, no DN is known.
	Known func(dn string) bool
	// Rows yields the rows of the board; nil means that there are none. Complete offers
	// their values, and ParseLine prefers the whole value of a row.
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

// Parse reads a filter: words separated by blanks, all of which must hold. A word
// without a field is searched for in DN, label, agent ID and team. state:, team:, fault:,
// label: and dn: examine one field; agent: examines the agent ID and the label, which the
// Agent column shows. The field must contain the value, or be equal to it if = follows
// the colon, as in team:=day. dn: also accepts a list such as 7001,7005-7050. A leading !
// negates a word; double quotes keep blanks within a word.
//
// The error is a sentence to show beside the text. The filter is then the valid part of
// the text. DNs that are added to the board later do not change the meaning of a filter.
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
		return t, fmt.Errorf("unknown filter field %q; use dn, label, team, agent, state or fault", name)
	}
	value, t.exact = strings.CutPrefix(value, "=")
	if t.exact && strings.TrimSpace(value) == "" {
		return t, fmt.Errorf("%s:= has no value; write %s:=VALUE for the DNs with exactly that value", name, name)
	}
	t.needle = casefold.String(value)
	return t, nil
}

// stateWord is a word for a state. Synonyms are accepted, but completion prefers the
// other words.
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

// parseState returns the state of a word. It also accepts the beginning of a word, so
// that state:pau works while the rest is being typed. The empty word is an error.
func parseState(word string) (State, error) {
	if word != "" {
		for _, s := range stateWords() {
			if strings.HasPrefix(s.word, strings.ToLower(word)) {
				return s.state, nil
			}
		}
	}
	return AnyState, fmt.Errorf("unknown state %q; use recording, paused, off, unknown, fault or stale", word)
}
