// Package dnfile reads lists and files of DNs as users write them: ranges, and CSV files of editors and
// spreadsheets. Each error names the item or line and says what would be right. The package knows no board and no
// T-Server.
package dnfile

import (
	"fmt"

	"capdeck/model/dnlist"
)

// Entry is a DN with its label and team from the DN file, "" if there is none.
type Entry struct{ DN, Label, Team string }

// DNs returns the DNs of the entries, in order.
func DNs(entries []Entry) []string {
	dns := make([]string, len(entries))
	for i, entry := range entries {
		dns[i] = entry.DN
	}
	return dns
}

// Set collects DNs in the order of their input and refuses duplicates.
type Set struct {
	// Entries are the DNs so far. The caller must not change them.
	Entries []Entry

	seen map[string]string // DN -> where it was given
}

// NewSet returns an empty set.
func NewSet() *Set { return &Set{seen: map[string]string{}} }

func (s *Set) add(entry Entry, where string) error {
	if err := dnlist.Check(entry.DN); err != nil {
		return err
	}
	if before, twice := s.seen[entry.DN]; twice {
		return fmt.Errorf("duplicate DN %s, first listed in %s", entry.DN, before)
	}
	if len(s.Entries) == dnlist.Most {
		return fmt.Errorf("more than %d DNs", dnlist.Most)
	}
	s.seen[entry.DN] = where
	s.Entries = append(s.Entries, entry)
	return nil
}

// AddList adds the items of a list such as 7001,7005-7050. The error names the refused item and the reason.
func (s *Set) AddList(list string) error {
	return dnlist.Read(list, func(dn string, item int) error {
		return s.add(Entry{DN: dn}, fmt.Sprintf("item %d of the list", item))
	})
}
