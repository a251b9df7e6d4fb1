package model

import (
	"errors"
	"fmt"
	"strconv"

	"capdeck/model/board"
	"capdeck/model/dnlist"
)

// typedDNs is a list of DNs that can come to the board. No DN of a range is made for
// it: it is read anew with each key.
type typedDNs struct {
	model *Model
	items []dnlist.Item
	names map[string]bool
	// numbers are those of the items that are ranges here.
	numbers numbers
	known   int // DNs that are on the board already
	fresh   int // DNs that are not
}

// readDNs reads a list of DNs. The error says what is wrong with the first item
// that cannot be taken.
func (m *Model) readDNs(list string) (*typedDNs, error) {
	l := &typedDNs{model: m, names: map[string]bool{}, numbers: numbers{}}
	return l, dnlist.Items(list, l.take)
}

func (l *typedDNs) take(item *dnlist.Item) error {
	next := *item
	if next.Width == 0 {
		if err := dnlist.Check(next.Text); err != nil {
			return err
		}
		if check := l.model.options.CheckDN; check != nil {
			if err := check(next.Text); err != nil {
				return err
			}
		}
		if !asNumber(&next) {
			return l.takeName(next)
		}
	}
	twice, isTwice := l.numbers.first(&next)
	last := next.Last
	if isTwice {
		last = twice - 1
	}
	if !isTwice || twice > next.First {
		known := l.model.countKnown(&next, last)
		l.known += known
		l.fresh += int(last-next.First+1) - known
		if err := l.full(); err != nil {
			return err
		}
	}
	if isTwice {
		return standsTwice(string(next.Append(nil, twice)))
	}
	l.numbers.add(&next)
	l.items = append(l.items, next)
	return nil
}

func (l *typedDNs) takeName(item dnlist.Item) error {
	switch {
	case l.names[item.Text]:
		return standsTwice(item.Text)
	case l.model.hasDN(item.Text):
		l.known++
	default:
		l.fresh++
	}
	l.names[item.Text] = true
	l.items = append(l.items, item)
	return l.full()
}

func (l *typedDNs) full() error {
	if l.fresh > 0 && l.model.board.Len()+l.fresh > dnlist.Most {
		return errors.New("the board would have more than " + fmt.Sprint(dnlist.Most) + " DNs")
	}
	return nil
}

func standsTwice(dn string) error { return fmt.Errorf("the DN %s stands there twice", dn) }

// asNumber makes a name of digits alone a range of one, so that it is found in
// other ranges; false for other names.
func asNumber(item *dnlist.Item) bool {
	if len(item.Text) > dnlist.MostDigits || !isNumber(item.Text) {
		return false
	}
	n, _ := strconv.ParseUint(item.Text, 10, 64)
	item.First, item.Last, item.Width = n, n, len(item.Text)
	return true
}

// countKnown counts the DNs of a range, as far as last, that are on the board:
// by its rows where these are fewer.
func (m *Model) countKnown(item *dnlist.Item, last uint64) int {
	known := 0
	if last-item.First < uint64(m.board.Len()) {
		for n := item.First; n <= last; n++ {
			if m.hasNumber(item, n) {
				known++
			}
		}
		return known
	}
	for _, row := range m.board.Rows() {
		key := row.Key()
		if len(key.DN) != item.Width || key.Site != m.options.Site || !isNumber(key.DN) {
			continue
		}
		if n, _ := strconv.ParseUint(key.DN, 10, 64); n >= item.First && n <= last {
			known++
		}
	}
	return known
}

// newDNs makes the DNs of items that are not on the board.
func (m *Model) newDNs(items []dnlist.Item) []string {
	var names []string
	for i := range items {
		item := &items[i]
		if item.Width == 0 {
			if !m.hasDN(item.Text) {
				names = append(names, item.Text)
			}
			continue
		}
		var room [dnlist.MostDigits]byte
		for n := item.First; n <= item.Last; n++ {
			if !m.hasNumber(item, n) {
				names = append(names, string(item.Append(room[:0], n)))
			}
		}
	}
	return names
}

func (m *Model) hasDN(dn string) bool {
	return m.board.Row(board.Key{Site: m.options.Site, DN: dn}) != nil
}

// hasNumber is hasDN for a DN of a range.
func (m *Model) hasNumber(item *dnlist.Item, n uint64) bool {
	var room [dnlist.MostDigits]byte
	return m.hasDN(string(item.Append(room[:0], n)))
}

// isNumber reports whether a text is digits alone.
func isNumber(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}
