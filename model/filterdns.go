package model

import (
	"errors"
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

// parseDNs reads what stands behind dn: in a filter, nil where that is one text to
// search for. The separators at the end are those of a list that is being typed.
func parseDNs(value string) (*dnSet, error) {
	list := strings.TrimRight(value, ",; ")
	if list == "" {
		return nil, nil
	}
	set := &dnSet{names: map[string]struct{}{}}
	items := 0
	// The quotes around a name with a blank were the filter's.
	reader := dnlist.Reader{Known: func(dn string) bool { return strings.ContainsFunc(dn, unicode.IsSpace) }}
	err := reader.Items(list, func(item *dnlist.Item) error {
		if items++; item.Width > 0 {
			set.ranges = append(set.ranges, *item)
		} else {
			set.names[item.Text] = struct{}{}
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, errors.New("dn: " + reason(err))
	case items == 1 && len(set.ranges) == 0 && list == value:
		return nil, nil
	}
	return set, nil
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
