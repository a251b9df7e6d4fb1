package model

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"capdeck/model/dnlist"
)

// dnSet is a list of DNs in a filter: they are these, and not such that hold one
// of them.
type dnSet struct {
	names  map[string]struct{}
	ranges []dnlist.Item
}

// parseDNs reads what stands behind dn: in a filter. Where that is one text the set is
// nil, and alone is the DN that it is the name of. The separators at the end are those
// of a list that is being typed.
func parseDNs(value string) (set *dnSet, alone string, err error) {
	list := strings.TrimRight(value, ",; ")
	if list == "" {
		return nil, "", nil
	}
	set = &dnSet{names: map[string]struct{}{}}
	items := 0
	// The quotes around a name with a blank were the filter's.
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
		return nil, "", errors.New("dn: " + reason(err))
	case items == 1 && len(set.ranges) == 0 && list == value:
		return nil, alone, nil
	}
	return set, "", nil
}

// asideDNs says in a sentence that words behind dn: are no part of its list although
// they look so, "" where none does: a blank ends the list.
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
			return fmt.Sprintf("%q is read as a text that must be in the row: in a list of DNs commas stand, %s", brief(behind[0]), brief(strings.TrimSuffix(whole, ",")))
		}
	}
	return ""
}

// continues reports whether a word looks like more of the list of DNs in front of
// it: that one ends with a separator, or it is made of digits as a DN or range is.
func continues(list, word string) bool {
	if word == "" || strings.HasPrefix(word, "!") || strings.Contains(word, ":") {
		return false
	}
	return strings.HasSuffix(list, ",") || strings.HasSuffix(list, ";") ||
		word[0] >= '0' && word[0] <= '9' && strings.Trim(word, "0123456789-,;") == ""
}

// brief is as much of a long text as a sentence has room for.
func brief(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "..."
	}
	return text
}

// EndsInDNs reports whether what is typed behind the text of a filter is a part of
// a list of DNs: the last word begins with dn:, and no quote is open.
func EndsInDNs(text string) bool {
	if strings.Count(text, `"`)%2 != 0 {
		return false
	}
	last := text[strings.LastIndexFunc(text, unicode.IsSpace)+1:]
	name, _, isField := strings.Cut(strings.TrimPrefix(last, "!"), ":")
	return isField && strings.EqualFold(name, "dn")
}

// holds reports whether a DN is in the list.
func (s *dnSet) holds(dn string) bool {
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
