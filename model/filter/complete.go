package filter

import (
	"slices"
	"strings"

	"capdeck/model/casefold"
)

// Complete completes the last value of a filter: the name of a field, a word of the field,
// or a value that some row of the board has in it. It returns the whole filter with the
// alphabetically first value, or "" if there is nothing to complete.
func (r *Reader) Complete(text string) string {
	u, to := r.unfinished(text), completion{cache: &r.cache}
	r.offer(&u, &to)
	if to.first == "" {
		return ""
	}
	return u.with(to.first)
}

// Completions returns the whole filters of all values that complete the last value of a
// filter, in the order of the values. They are made when they are read.
func (r *Reader) Completions(text string) Completions {
	u, to := r.unfinished(text), completion{cache: &r.cache, keeps: true}
	r.offer(&u, &to)
	slices.Sort(to.all)
	return Completions{of: u, values: slices.Compact(to.all)}
}

// Completions are the ways to complete a text. The zero value has none.
type Completions struct {
	of     unfinished
	values []string
}

// Len returns the number of completions.
func (c *Completions) Len() int { return len(c.values) }

// Text returns the whole filter with a completion, counted from 0.
func (c *Completions) Text(i int) string { return c.of.with(c.values[i]) }

// unfinished is a filter whose last value is to be completed.
type unfinished struct {
	head  string // of the text, in front of the value
	field field  // fieldAny if the value is the name of a field
	sign  string // "=" if it precedes the value
	begin string // the value so far, without quotes
}

func (r *Reader) unfinished(text string) unfinished {
	start := lastWord(text)
	word := strings.TrimPrefix(text[start:], "!")
	u := unfinished{head: text[:len(text)-len(word)], begin: word}
	name, list, isField := strings.Cut(word, ":")
	if !isField {
		return u
	}
	u.field = fieldOf(name)
	from := lastItem(list)
	u.head += name + ":" + list[:from]
	u.begin = strings.ReplaceAll(list[from:], `"`, "")
	if takesExact(u.field) && strings.HasPrefix(u.begin, "=") {
		u.sign, u.begin = "=", u.begin[1:]
	}
	if u.field == fieldAny {
		u.begin = "" // nothing is known about such a field
		u.head = ""
	}
	return u
}

// isName reports whether the name of a field is to be completed.
func (u *unfinished) isName() bool { return u.field == fieldAny }

// with returns the whole filter with a value.
func (u *unfinished) with(value string) string {
	if u.isName() {
		return u.head + value
	}
	sign := u.sign
	if takesExact(u.field) && strings.HasPrefix(value, "=") {
		sign = "=" // the value's own = would otherwise be read as the sign
	}
	if strings.ContainsAny(value, " \t,") {
		value = `"` + value + `"`
	}
	return u.head + sign + value
}

// takesExact reports whether a = in front of a value of the field is a sign rather than part
// of the value.
func takesExact(f field) bool {
	switch f {
	case fieldTeam, fieldAgent, fieldFault, fieldLabel, fieldQueue:
		return true
	}
	return false
}

// lastWord returns where the last word of a filter begins; see words.
func lastWord(text string) int { return behindLast(text, ' ') }

// lastItem returns where the last item of a list begins.
func lastItem(list string) int { return behindLast(list, ',') }

// behindLast returns where the text behind the last separator outside quotes begins.
func behindLast(text string, separator rune) int {
	start, quoted := 0, false
	for i, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case r == separator && !quoted:
			start = i + 1
		}
	}
	return start
}

// completion selects from the values that are offered those that begin with a text, in upper
// or lower case, and are longer.
type completion struct {
	begin string // folded
	first string // alphabetically, or "" if none was offered
	keeps bool   // all of them are wanted
	all   []string
	cache *casefold.Cache
}

func (c *completion) offer(value string) {
	isFirst := c.first == "" || value < c.first
	if !isFirst && !c.keeps || !c.cache.Extends(value, c.begin) {
		return
	}
	if isFirst {
		c.first = value
	}
	if c.keeps {
		c.all = append(c.all, value)
	}
}

// offer offers what can stand for the unfinished value.
func (r *Reader) offer(u *unfinished, to *completion) {
	to.begin = casefold.String(u.begin)
	switch {
	case u.isName() && u.begin == "":
	case u.isName():
		for _, name := range names() {
			to.offer(name + ":")
		}
	case u.field == fieldGap:
		for _, limit := range [...]string{">10s", ">30s", ">1m", ">5m"} {
			to.offer(limit)
		}
	case choices(u.field) != nil:
		for _, c := range choices(u.field) {
			// The recorder's own words are offered only after their first letter, and the
			// error for an unknown state leaves them out.
			if !c.synonym || to.begin != "" {
				to.offer(c.word)
			}
		}
	default:
		r.offerValues(u.field, to)
	}
}

// offerValues offers the values that the rows of the board have in a field.
func (r *Reader) offerValues(f field, to *completion) {
	for row := range r.rows() {
		switch f {
		case fieldTeam:
			to.offer(row.Team())
		case fieldLabel:
			to.offer(row.Label())
		case fieldAgent:
			to.offer(row.AgentID())
			to.offer(row.Label())
		case fieldFault:
			to.offer(row.Fault())
		case fieldDN:
			to.offer(row.DN())
		case fieldQueue:
			for i := range row.Calls() {
				call := row.Call(i)
				to.offer(call.Queue)
			}
		}
	}
}
