package filter

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"capdeck/model/dnlist"
)

// dnSet is a list of DNs in a filter. It matches exactly these DNs, not DNs that contain
// one of them.
type dnSet struct {
	names  map[string]struct{}
	ranges []dnlist.Item
}

// parseDNs reads the value of dn: in a filter. If it is a single name, the set is nil
// and alone is that name. Separators at the end belong to a list that is still being
// typed.
func parseDNs(value string) (set *dnSet, alone string, err error) {
	list := strings.TrimRight(value, ",; ")
	if list == "" {
		return nil, "", nil
	}
	set = &dnSet{names: map[string]struct{}{}}
	items := 0
	// The filter has removed the quotes around a name that contains a blank.
	reader := dnlist.Reader{Known: func(dn string) bool { return strings.ContainsFunc(dn, unicode.IsSpace) }}
	err = reader.Items(list, func(item *dnlist.Item) error {
		if items++; item.Width > 0 {
			set.ranges = append(set.ranges, *item)
		} else {
			set.names[item.Text], alone = struct{}{}, item.Text
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, "", errors.New("dn: " + withoutItem(err))
	case items == 1 && len(set.ranges) == 0 && list == value:
		return nil, alone, nil
	}
	return set, "", nil
}

// withoutItem returns the text of an error about an item without naming the item, which
// the user sees.
func withoutItem(err error) string {
	if inner := errors.Unwrap(err); inner != nil {
		err = inner
	}
	return err.Error()
}

// asideDNs returns a sentence if words after dn: look like part of its list but are not,
// because a blank ends the list. Otherwise it returns "".
func asideDNs(words []string) string {
	for i, word := range words {
		name, list, isField := strings.Cut(strings.TrimPrefix(word, "!"), ":")
		if !isField || !strings.EqualFold(name, "dn") || list == "" {
			continue
		}
		behind := words[i+1:]
		n := 0
		for before := list; n < len(behind) && continues(before, behind[n]); n++ {
			before = behind[n]
		}
		if n > 0 {
			whole := strings.TrimSuffix(word, list)
			for _, part := range append([]string{list}, behind[:n]...) {
				whole += strings.Trim(part, ",;") + ","
			}
			return fmt.Sprintf("%q is read as a text to find in the row; separate the DNs of a list by commas: %s", brief(behind[0]), brief(strings.TrimSuffix(whole, ",")))
		}
	}
	return ""
}

// continues reports whether a word looks like the continuation of the list of DNs before
// it: the list ends with a separator, or the word looks like a DN or a range.
func continues(list, word string) bool {
	if word == "" || strings.HasPrefix(word, "!") || strings.Contains(word, ":") {
		return false
	}
	return strings.HasSuffix(list, ",") || strings.HasSuffix(list, ";") ||
		word[0] >= '0' && word[0] <= '9' && strings.Trim(word, "0123456789-,;") == ""
}

// brief shortens a long text so that it fits into a sentence.
func brief(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "..."
	}
	return text
}

// EndsInDNs reports whether text typed at the end of a filter belongs to a list of DNs:
// the last word begins with dn:, and no quote is open.
func EndsInDNs(text string) bool {
	if strings.Count(text, `"`)%2 != 0 {
		return false
	}
	last := text[strings.LastIndexFunc(text, unicode.IsSpace)+1:]
	name, _, isField := strings.Cut(strings.TrimPrefix(last, "!"), ":")
	return isField && strings.EqualFold(name, "dn")
}

// contains reports whether a DN is in the list.
func (s *dnSet) contains(dn string) bool {
	if _, named := s.names[dn]; named {
		return true
	}
	for i := range s.ranges {
		if s.ranges[i].Holds(dn) {
			return true
		}
	}
	return false
}
