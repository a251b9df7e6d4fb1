package newdns

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"capdeck/model/board"
	"capdeck/model/dnlist"
)

// oneByOne reads a list by creating each of its DNs. Read must agree with it.
func oneByOne(r *Reader, list string) (names []string, known int, err error) {
	seen := map[string]bool{}
	err = dnlist.Read(list, func(dn string, _ int) error {
		wrong := dnlist.Check(dn)
		switch {
		case wrong != nil:
			return wrong
		case seen[dn]:
			return fmt.Errorf("the DN %s is listed twice", dn)
		case r.Board.Row(keyOf(dn)) != nil:
			known++
		case r.Board.Len()+len(names) >= dnlist.Most:
			return errors.New("the board would have more than 100000 DNs")
		default:
			names = append(names, dn)
		}
		seen[dn] = true
		return nil
	})
	return names, known, err
}

const site = "sip-a"

func keyOf(dn string) board.Key { return board.Key{Site: site, DN: dn} }

// readerOf returns a reader for a board that has some DNs, in the site of the session
// and one in another.
func readerOf(dns ...string) *Reader {
	truth := board.New(board.Options{})
	truth.Add(board.Entry{Key: board.Key{Site: "other", DN: "12"}})
	for _, dn := range dns {
		truth.Add(board.Entry{Key: keyOf(dn)})
	}
	return &Reader{Board: truth, Site: site}
}

// TestListsAreReadAsOneByOne compares the reading of ranges with that of each DN.
func TestListsAreReadAsOneByOne(t *testing.T) {
	item := rapid.OneOf(rapid.StringMatching(`[0-3]{1,2}`), rapid.StringMatching(`[0-3]{2}-[0-3]{2}`), rapid.StringMatching(`[0-3]-[0-3]`),
		rapid.SampledFrom([]string{
			"a", "7-b", "", "\x01", "18446744073709551615", "9999999999999999998-9999999999999999999", "9999999999999999999",
			"000000-099999", "000000-100000", "100000-199998", "0199990-0199999",
		}))
	rapid.Check(t, func(t *rapid.T) {
		r := readerOf(rapid.SliceOfDistinct(rapid.OneOf(rapid.StringMatching(`[0-3]{1,2}`), rapid.SampledFrom([]string{"a", "18446744073709551615", "000007"})),
			func(dn string) string { return dn }).Draw(t, "on the board")...)
		list := strings.Join(rapid.SliceOfN(item, 1, 6).Draw(t, "items"), ",")
		names, known, err := oneByOne(r, list)
		read, got := r.Read(list)
		if fmt.Sprint(got) != fmt.Sprint(err) {
			t.Fatalf("%s: the error is %v, one by one %v", list, got, err)
		}
		if err == nil && (read.Known != known || read.Fresh != len(names) || !slices.Equal(read.New(), names)) {
			t.Fatalf("%s: %d new and %d known, one by one %d and %d", list, read.Fresh, read.Known, len(names), known)
		}
	})
}
