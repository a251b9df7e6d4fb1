// Package newdns reads a list of DNs to add to the board while the user types it. It
// knows which of the DNs are already on the board, and does not create the DNs of a
// range until they are requested: the list is read again with each key. It must not
// change the board or know the model.
package newdns

import (
	"errors"
	"fmt"
	"strconv"

	"capdeck/model/board"
	"capdeck/model/dnlist"
)

// Reader reads lists of DNs for one board.
type Reader struct {
	// Board is the board, which the Reader does not change. Required.
	Board *board.Board
	// Site is the site of the session that will register the DNs.
	Site string
	// Check returns an error if a DN cannot be registered. A nil Check accepts every
	// DN.
	Check func(dn string) error
}

// List is a list of DNs that was read.
type List struct {
	// Known is how many of the DNs are already on the board, Fresh how many are not.
	Known, Fresh int

	reader *Reader
	items  []dnlist.Item
	names  map[string]bool
	// numbers are the numbers of the items that are kept as ranges.
	numbers numbers
}

// Read reads a list. The error names the first invalid item and the reason; the error
// that it wraps has the reason only.
func (r *Reader) Read(list string) (*List, error) {
	l := &List{reader: r, names: map[string]bool{}, numbers: numbers{}}
	return l, dnlist.Items(list, l.add)
}

// New returns the DNs that are not on the board, in the order of the list.
func (l *List) New() []string {
	var names []string
	for i := range l.items {
		item := &l.items[i]
		if item.Width == 0 {
			if !l.reader.has(item.Text) {
				names = append(names, item.Text)
			}
			continue
		}
		var room [dnlist.MostDigits]byte
		for n := item.First; n <= item.Last; n++ {
			if !l.reader.hasNumber(item, n) {
				names = append(names, string(item.Append(room[:0], n)))
			}
		}
	}
	return names
}

// add reads one item.
func (l *List) add(item *dnlist.Item) error {
	next := *item
	if next.Width == 0 {
		if err := dnlist.Check(next.Text); err != nil {
			return err
		}
		if check := l.reader.Check; check != nil {
			if err := check(next.Text); err != nil {
				return err
			}
		}
		if !asNumber(&next) {
			return l.addName(next)
		}
	}
	twice, isTwice := l.numbers.first(&next)
	last := next.Last
	if isTwice {
		last = twice - 1
	}
	if !isTwice || twice > next.First {
		known := l.reader.countKnown(&next, last)
		l.Known += known
		l.Fresh += int(last-next.First+1) - known
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

func (l *List) addName(item dnlist.Item) error {
	switch {
	case l.names[item.Text]:
		return standsTwice(item.Text)
	case l.reader.has(item.Text):
		l.Known++
	default:
		l.Fresh++
	}
	l.names[item.Text] = true
	l.items = append(l.items, item)
	return l.full()
}

func (l *List) full() error {
	if l.Fresh > 0 && l.reader.Board.Len()+l.Fresh > dnlist.Most {
		return errors.New("the board would have more than " + fmt.Sprint(dnlist.Most) + " DNs")
	}
	return nil
}

func standsTwice(dn string) error { return fmt.Errorf("the DN %s is listed twice", dn) }

// asNumber turns a name that is only digits into a range of one DN, so that it is found
// in other ranges. It returns false for other names.
func asNumber(item *dnlist.Item) bool {
	if len(item.Text) > dnlist.MostDigits || !isNumber(item.Text) {
		return false
	}
	n, _ := strconv.ParseUint(item.Text, 10, 64)
	item.First, item.Last, item.Width = n, n, len(item.Text)
	return true
}

// countKnown counts the DNs of a range up to last that are on the board. It walks over
// the rows of the board if they are fewer.
func (r *Reader) countKnown(item *dnlist.Item, last uint64) int {
	known := 0
	if last-item.First < uint64(r.Board.Len()) {
		for n := item.First; n <= last; n++ {
			if r.hasNumber(item, n) {
				known++
			}
		}
		return known
	}
	for _, row := range r.Board.Rows() {
		key := row.Key()
		if len(key.DN) != item.Width || key.Site != r.Site || !isNumber(key.DN) {
			continue
		}
		if n, _ := strconv.ParseUint(key.DN, 10, 64); n >= item.First && n <= last {
			known++
		}
	}
	return known
}

func (r *Reader) has(dn string) bool {
	return r.Board.Row(board.Key{Site: r.Site, DN: dn}) != nil
}

// hasNumber is has for a DN of a range.
func (r *Reader) hasNumber(item *dnlist.Item, n uint64) bool {
	var room [dnlist.MostDigits]byte
	return r.has(string(item.Append(room[:0], n)))
}

// isNumber reports whether a text is not empty and consists only of digits.
func isNumber(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}
