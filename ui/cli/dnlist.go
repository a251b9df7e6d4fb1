package cli

import (
	"fmt"

	"capdeck/model/dnlist"
)

// dnEntry is one DN with what the DN file says of it.
type dnEntry struct{ dn, label, team string }

// dnSet collects DNs in their order and refuses duplicates.
type dnSet struct {
	entries []dnEntry
	seen    map[string]string // DN -> where it was given
}

func newDNSet() *dnSet { return &dnSet{seen: map[string]string{}} }

func (s *dnSet) add(entry dnEntry, where string) error {
	if err := dnlist.Check(entry.dn); err != nil {
		return err
	}
	if before, twice := s.seen[entry.dn]; twice {
		return fmt.Errorf("the DN %s stands there already: %s", entry.dn, before)
	}
	if len(s.entries) == dnlist.Most {
		return fmt.Errorf("more than %d DNs are given", dnlist.Most)
	}
	s.seen[entry.dn] = where
	s.entries = append(s.entries, entry)
	return nil
}

// addList adds the items of a list such as 7001,7005-7050. The error names the
// item and says why.
func (s *dnSet) addList(list string) error {
	return dnlist.Read(list, func(dn string, item int) error {
		return s.add(dnEntry{dn: dn}, fmt.Sprintf("item %d of the list", item))
	})
}
