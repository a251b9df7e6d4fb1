package model

import (
	"slices"
	"strings"

	"capdeck/model/board"
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
		return join(head, firstWith(filterFields[:], word), word)
	}
	value = strings.ReplaceAll(value, `"`, "")
	whole := firstWith(m.fieldValues(strings.ToLower(name)), value)
	if whole == "" || whole == value {
		return ""
	}
	if strings.ContainsAny(whole, " \t") {
		whole = `"` + whole + `"`
	}
	return head + name + ":" + whole
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

// firstWith returns the first of the values, in their order as text, that
// begins with a text in any case and is longer than it, "" for none.
func firstWith(values []string, begin string) string {
	first := ""
	for _, value := range values {
		if len(value) > len(begin) && strings.EqualFold(value[:len(begin)], begin) && (first == "" || value < first) {
			first = value
		}
	}
	return first
}

// fieldValues returns what a field of a filter can hold. Doublets do no harm.
func (m *Model) fieldValues(name string) []string {
	var read func(*board.Row) string
	switch name {
	case "state":
		words := []string{}
		for _, s := range stateWords() {
			words = append(words, s.word)
		}
		return words
	case "team":
		read = (*board.Row).Team
	case "label":
		read = (*board.Row).Label
	case "agent":
		read = func(row *board.Row) string { return row.Agent().ID }
	case "fault":
		read = func(row *board.Row) string { return row.Fault().String() }
	case "dn":
		read = func(row *board.Row) string { return row.Key().DN }
	default:
		return nil
	}
	values := make([]string, 0, m.board.Len())
	for _, row := range m.board.Rows() {
		values = append(values, read(row))
	}
	return slices.Compact(values)
}
