package filter

import (
	"errors"
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
// label:, dn:, call:, calltype:, queue: and gap: examine one field; agent: examines the
// agent ID and the label, which the Agent column shows. Commas separate values, one of which
// the field must have, as in state:paused,off. The field must contain the value, or be equal
// to it if = precedes the value, as in team:=day. dn: also accepts ranges, such as
// 7001,7005-7050, and gap: durations, such as >30s or <=2m. call:, calltype: and queue: hold
// if one of the DN's calls has the value. A leading ! negates a word, also with blanks
// between them; double quotes keep blanks and commas within a value.
//
// The error is a sentence to show beside the text. The filter is then the valid part of
// the text. DNs that are added to the board later do not change the meaning of a filter.
func (r *Reader) Parse(text string) (Filter, error) {
	f := Filter{Text: text, cache: &r.cache}
	var problem error
	var understood, texts []string
	negate := false
	for _, word := range words(text) {
		texts = append(texts, word.text)
		if word.isNegation() {
			negate = !negate
			continue
		}
		t, err := parseTerm(word)
		t.negate = t.negate != negate
		if err != nil {
			problem, negate = err, false
			continue
		}
		if t.dn != "" && r.Known != nil && r.Known(t.dn) {
			t.dns = &dnSet{names: map[string]struct{}{t.dn: {}}}
		}
		f.terms = append(f.terms, t)
		understood = append(understood, word.shown(negate))
		negate = false
	}
	if negate {
		problem = errors.New("! needs a word behind it, as in !team:night")
	}
	f.understood, f.aside = text, asideDNs(texts)
	if problem != nil {
		f.understood = strings.Join(understood, " ")
	}
	return f, problem
}

// word is a word of a filter without its quotes.
type word struct {
	text   string
	commas []int // where the commas outside quotes are
	quoted bool
}

// isNegation reports whether the word negates the next one.
func (w *word) isNegation() bool { return w.text == "!" && !w.quoted }

// shown returns the word as the user could have typed it, negated if a ! preceded it.
func (w *word) shown(negated bool) string {
	text := w.text
	if strings.ContainsFunc(text, unicode.IsSpace) {
		text = `"` + text + `"`
	}
	if negated {
		return "!" + text
	}
	return text
}

// words splits at blanks outside double quotes. A quote that is not closed extends to
// the end: the user is still typing.
func words(text string) []word {
	var all []word
	var now strings.Builder
	var commas []int
	quoted, anyQuote, started := false, false, false
	end := func() {
		if started {
			all = append(all, word{text: now.String(), commas: commas, quoted: anyQuote})
		}
		now.Reset()
		commas, anyQuote, started = nil, false, false
	}
	for _, r := range text {
		switch {
		case r == '"':
			quoted, anyQuote, started = !quoted, true, true
		case unicode.IsSpace(r) && !quoted:
			end()
		default:
			if r == ',' && !quoted {
				commas = append(commas, now.Len())
			}
			now.WriteRune(r)
			started = true
		}
	}
	end()
	return all
}

// items splits the word at its commas, from the byte at from on. It leaves out empty items:
// the user is still typing.
func (w *word) items(from int) []string {
	var items []string
	for _, comma := range append(w.commas, len(w.text)) {
		if comma < from {
			continue
		}
		if item := w.text[from:comma]; item != "" {
			items = append(items, item)
		}
		from = comma + 1
	}
	return items
}

func parseTerm(word word) (term, error) {
	t := term{}
	text := word.text
	if rest, negated := strings.CutPrefix(text, "!"); negated {
		t.negate, text = true, rest
	}
	name, list, isField := strings.Cut(text, ":")
	if !isField {
		t.values, t.blank = []value{{needle: casefold.String(text)}}, strings.TrimSpace(text) == ""
		return t, nil
	}
	t.blank = strings.Trim(list, ",; \t") == ""
	t.field = fieldOf(name)
	items := word.items(len(word.text) - len(list))
	var err error
	switch t.field {
	case fieldAny:
		known := names()
		last := len(known) - 1
		return t, fmt.Errorf("unknown filter field %q; use %s or %s", name, strings.Join(known[:last], ", "), known[last])
	case fieldState, fieldCall, fieldCallType:
		t.picks, err = parseWords(t.field, items)
	case fieldGap:
		t.limits, err = parseLimits(items)
	case fieldDN:
		t.dns, t.dn, err = parseDNs(list)
		if list != "" {
			t.values = []value{{needle: casefold.String(list)}}
		}
	default:
		t.values, err = parseValues(t.field, items)
	}
	return t, err
}

// names returns the names of all fields.
func names() []string {
	all := make([]string, 0, len(fieldNames))
	for f := fieldAny + 1; int(f) < len(fieldNames); f++ {
		all = append(all, fieldNames[f])
	}
	return all
}

// fieldOf returns the field with that name, or fieldAny if there is none.
func fieldOf(name string) field {
	for f := fieldAny + 1; int(f) < len(fieldNames); f++ {
		if strings.EqualFold(fieldNames[f], name) {
			return f
		}
	}
	return fieldAny
}

// parseValues reads the texts of which a field must have one.
func parseValues(f field, items []string) ([]value, error) {
	values := make([]value, 0, len(items))
	for _, item := range items {
		text, exact := strings.CutPrefix(item, "=")
		if exact && strings.TrimSpace(text) == "" {
			name := fieldNames[f]
			return nil, fmt.Errorf("%s:= has no value; write %s:=VALUE for the DNs with exactly that value", name, name)
		}
		values = append(values, value{needle: casefold.String(text), exact: exact})
	}
	return values, nil
}
