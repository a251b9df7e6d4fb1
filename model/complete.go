package model

import (
	"strings"

	"capdeck/model/board"
	"capdeck/model/casefold"
)

// filterFields are the fields of a filter, as they are completed.
var filterFields = [...]string{"agent:", "dn:", "fault:", "label:", "state:", "team:"}

// completeFilter completes the last word of a filter: the name of a field, a
// state, or what a field holds on the board. It returns the whole filter, "" if
// there is nothing to complete.
func (m *Model) completeFilter(text string) string {
	start := lastWord(text)
	word := strings.TrimPrefix(text[start:], "!")
	head := text[:len(text)-len(word)]
	if word == "" {
		return ""
	}
	name, value, isField := strings.Cut(word, ":")
	if !isField {
		field := m.newCompletion(word)
		for _, name := range filterFields {
			field.offer(name)
		}
		return join(head, field.whole, word)
	}
	value = strings.ReplaceAll(value, `"`, "")
	sign := ""
	if takesExact(name) && strings.HasPrefix(value, "=") {
		sign, value = "=", value[1:]
	}
	found := m.newCompletion(value)
	m.offerValues(strings.ToLower(name), &found)
	whole := found.whole
	if whole == "" || whole == value {
		return ""
	}
	if takesExact(name) && strings.HasPrefix(whole, "=") {
		sign = "=" // its own sign would be read as this one
	}
	if strings.ContainsAny(whole, " \t") {
		whole = `"` + whole + `"`
	}
	return head + name + ":" + sign + whole
}

// takesExact reports whether = behind the name of a field and its colon is no part of
// the value.
func takesExact(name string) bool {
	switch strings.ToLower(name) {
	case "team", "agent", "fault", "label":
		return true
	}
	return false
}

// join puts a completion behind what stands before it, "" for none.
func join(head, whole, word string) string {
	if whole == "" || whole == word {
		return ""
	}
	return head + whole
}

// lastWord returns where the last word of a filter begins, as words splits it.
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

// completion is the first of the values that were offered, in their order as
// text, that begins with a text in any case and is longer than it: whole, "" for
// none.
type completion struct {
	begin  string // folded
	whole  string
	folded *casefold.Cache
}

func (m *Model) newCompletion(begin string) completion {
	return completion{begin: casefold.String(begin), folded: &m.filter.folds}
}

func (c *completion) offer(value string) {
	if (c.whole == "" || value < c.whole) && c.folded.Extends(value, c.begin) {
		c.whole = value
	}
}

// offerValues offers what a field of a filter can hold.
func (m *Model) offerValues(name string, to *completion) {
	var read, also func(*board.Row) string
	switch name {
	case "state":
		for _, s := range stateWords() {
			// The error for an unknown word does not name the recorder's own words:
			// they are for those who begin to type them.
			if !s.synonym || to.begin != "" {
				to.offer(s.word)
			}
		}
		return
	case "team":
		read = (*board.Row).Team
	case "label":
		read = (*board.Row).Label
	case "agent":
		read, also = func(row *board.Row) string { return row.Agent().ID }, (*board.Row).Label
	case "fault":
		read = func(row *board.Row) string { return row.Fault().String() }
	case "dn":
		read = func(row *board.Row) string { return row.Key().DN }
	default:
		return
	}
	for _, row := range m.board.Rows() {
		to.offer(read(row))
		if also != nil {
			to.offer(also(row))
		}
	}
}
