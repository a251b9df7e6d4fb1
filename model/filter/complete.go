package filter

import (
	"strings"

	"capdeck/model/casefold"
)

// fields are the field names that completion offers.
var fields = [...]string{"agent:", "dn:", "fault:", "label:", "state:", "team:"}

// Complete completes the last word of a filter: the name of a field, a state, or a value
// that some row of the board has in the field. It returns the whole filter, or "" if
// there is nothing to complete.
func (r *Reader) Complete(text string) string {
	start := lastWord(text)
	word := strings.TrimPrefix(text[start:], "!")
	head := text[:len(text)-len(word)]
	if word == "" {
		return ""
	}
	name, value, isField := strings.Cut(word, ":")
	if !isField {
		found := r.complete(word)
		for _, name := range fields {
			found.offer(name)
		}
		if found.whole == "" || found.whole == word {
			return ""
		}
		return head + found.whole
	}
	value = strings.ReplaceAll(value, `"`, "")
	sign := ""
	if takesExact(name) && strings.HasPrefix(value, "=") {
		sign, value = "=", value[1:]
	}
	found := r.complete(value)
	r.offerValues(strings.ToLower(name), &found)
	whole := found.whole
	if whole == "" || whole == value {
		return ""
	}
	if takesExact(name) && strings.HasPrefix(whole, "=") {
		sign = "=" // the value's own = would otherwise be read as the sign
	}
	if strings.ContainsAny(whole, " \t") {
		whole = `"` + whole + `"`
	}
	return head + name + ":" + sign + whole
}

// takesExact reports whether a = after the name of a field and its colon is a sign
// rather than part of the value.
func takesExact(name string) bool {
	switch strings.ToLower(name) {
	case "team", "agent", "fault", "label":
		return true
	}
	return false
}

// lastWord returns where the last word of a filter begins; see words.
func lastWord(text string) int {
	start, quoted := 0, false
	for i, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ' ' && !quoted:
			start = i + 1
		}
	}
	return start
}

// completion selects from the values that are offered the alphabetically first one that
// begins with a text, in upper or lower case, and is longer.
type completion struct {
	begin string // folded
	whole string // the value, or "" if none was offered
	cache *casefold.Cache
}

func (r *Reader) complete(begin string) completion {
	return completion{begin: casefold.String(begin), cache: &r.cache}
}

func (c *completion) offer(value string) {
	if (c.whole == "" || value < c.whole) && c.cache.Extends(value, c.begin) {
		c.whole = value
	}
}

// offerValues offers what a field of a filter can contain.
func (r *Reader) offerValues(name string, to *completion) {
	var value, also func(Row) string
	switch name {
	case "state":
		for _, s := range stateWords() {
			// The recorder's own words are offered only after their first letter, and the
			// error for an unknown state leaves them out.
			if !s.synonym || to.begin != "" {
				to.offer(s.word)
			}
		}
		return
	case "team":
		value = Row.Team
	case "label":
		value = Row.Label
	case "agent":
		value, also = Row.AgentID, Row.Label
	case "fault":
		value = Row.Fault
	case "dn":
		value = Row.DN
	default:
		return
	}
	for row := range r.rows() {
		to.offer(value(row))
		if also != nil {
			to.offer(also(row))
		}
	}
}
