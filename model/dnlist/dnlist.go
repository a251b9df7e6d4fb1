// Package dnlist reads DNs as people write them: one by one, or as ranges, in
// whatever way they stand beside each other. It knows no board and no T-Server.
package dnlist

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// Most is how many DNs a range, a list and a board may have.
	Most = 100_000
	// mostBytes is how long one DN may be. The wire takes more, but no switch
	// has such a DN, and a slip of the pen would go unseen.
	mostBytes = 255
	// MostDigits is how long the numbers of a range may be: all of that length
	// have room in 64 bits.
	MostDigits = 19
)

// Check returns why a text can be no DN, nil if it can.
func Check(dn string) error {
	switch {
	case len(dn) > mostBytes:
		return fmt.Errorf("the DN %.20s... has %d bytes, at most %d are possible", dn, len(dn), mostBytes)
	case !utf8.ValidString(dn):
		return fmt.Errorf("the DN %q is no UTF-8 text", dn)
	case strings.IndexFunc(dn, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) >= 0:
		return fmt.Errorf("the DN %q holds a control character", dn)
	case strings.ContainsRune(dn, utf8.RuneError):
		return fmt.Errorf("the DN %q holds a character that could not be read", dn)
	case strings.IndexFunc(dn, isInvisible) >= 0:
		return fmt.Errorf("the DN %q holds a character that cannot be seen", dn)
	}
	return nil
}

// isInvisible reports whether a character leaves nothing on the screen, as the
// zero width blank that web pages and sheets put between things. Two such
// characters are part of how some languages are written.
func isInvisible(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return unicode.Is(unicode.Cf, r) && r != nonJoiner && r != joiner
}

// Item is one item of a list: a name, or a range of DNs.
type Item struct {
	// Number counts the items from 1.
	Number int
	// Text is the item as it was written, without quotes and the blanks around
	// it: the DN itself unless Width is above 0.
	Text string
	// Quoted says that the item stood in double quotes: it is a DN whatever it
	// looks like.
	Quoted bool
	// First and Last are the numbers of a range, and Width how many digits each
	// of its DNs has. Width is 0 for a name.
	First, Last uint64
	Width       int
}

// Append appends the DN of a range with the number n.
func (i *Item) Append(dst []byte, n uint64) []byte {
	begin := len(dst)
	for range i.Width {
		dst = append(dst, '0')
	}
	for at := len(dst) - 1; at >= begin; at-- {
		dst[at] = byte('0' + n%10)
		n /= 10
	}
	return dst
}

// Holds reports whether a DN is one of the range. It is false for a name.
func (i *Item) Holds(dn string) bool {
	if i.Width == 0 || len(dn) != i.Width || !digits(dn) {
		return false
	}
	n, err := strconv.ParseUint(dn, 10, 64)
	return err == nil && n >= i.First && n <= i.Last
}

// Read calls add for each DN of a list such as 7001,7005-7050, with the number of
// its item from 1, until add returns an error; Items says what a list is. The
// error names the item and says why; add has then got those before it. Read does
// not Check a DN and does not find those that are in the list twice: add does.
func Read(list string, add func(dn string, item int) error) error {
	return Items(list, func(item *Item) error { return item.Each(func(dn string) error { return add(dn, item.Number) }) })
}

// Each calls add for each DN of the item until add returns an error, which it
// returns.
func (i *Item) Each(add func(dn string) error) error {
	if i.Width == 0 {
		return add(i.Text)
	}
	var room [MostDigits]byte
	for n := i.First; n <= i.Last; n++ {
		if err := add(string(i.Append(room[:0], n))); err != nil {
			return err
		}
	}
	return nil
}

// setRange makes the item a range if that is what its text says: A-B, both digits
// of one length.
func (i *Item) setRange() error {
	from, to, found := strings.Cut(i.Text, "-")
	if i.Quoted || !found || len(from) != len(to) || !digits(from) || !digits(to) {
		return nil
	}
	if len(from) > MostDigits {
		return fmt.Errorf("the range has numbers of %d digits, at most %d are possible", len(from), MostDigits)
	}
	// Numbers of so many digits have room in 64 bits.
	first, _ := strconv.ParseUint(from, 10, 64)
	last, _ := strconv.ParseUint(to, 10, 64)
	switch {
	case first > last:
		return fmt.Errorf("the range is reversed: write %s-%s", to, from)
	case last-first >= Most:
		return fmt.Errorf("the range has %d DNs, at most %d are possible", last-first+1, Most)
	}
	i.First, i.Last, i.Width = first, last, len(from)
	return nil
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

func shorten(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "..."
	}
	return text
}
