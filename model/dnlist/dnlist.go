// Package dnlist reads lists of DNs as people write them: single DNs and ranges,
// separated by commas, semicolons, tabs, line breaks or blanks. It must not know the
// board or T-Server.
package dnlist

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// Most is the maximum number of DNs in a range, a list and a board.
	Most = 100_000
	// mostBytes is the maximum length of a DN. The wire allows more, but no switch
	// has such a DN, and a typing error would go unnoticed.
	mostBytes = 255
	// MostDigits is the maximum length of the numbers in a range: all numbers of that
	// length fit in 64 bits.
	MostDigits = 19
)

// Check returns an error if a text cannot be a DN.
func Check(dn string) error {
	switch {
	case len(dn) > mostBytes:
		return fmt.Errorf("the DN %.20s... has %d bytes; at most %d are allowed", dn, len(dn), mostBytes)
	case !utf8.ValidString(dn):
		return fmt.Errorf("the DN %q is not UTF-8 text", dn)
	case strings.IndexFunc(dn, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) >= 0:
		return fmt.Errorf("the DN %q contains a control character", dn)
	case strings.ContainsRune(dn, utf8.RuneError):
		return fmt.Errorf("the DN %q contains a character that could not be read", dn)
	case strings.IndexFunc(dn, isInvisible) >= 0:
		return fmt.Errorf("the DN %q contains an invisible character", dn)
	}
	return nil
}

// isInvisible reports whether a character is invisible on the screen, such as the zero
// width space that web pages and spreadsheets contain. Two such characters are part of
// the spelling of some languages.
func isInvisible(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return unicode.Is(unicode.Cf, r) && r != nonJoiner && r != joiner
}

// Item is one item of a list: a name, or a range of DNs.
type Item struct {
	// Number counts the items from 1.
	Number int
	// Text is the item as it was written, without the quotes and blanks around it. It
	// is the DN itself unless Width is above 0.
	Text string
	// Quoted means that the item was in double quotes: it is a DN even if it looks
	// like a range.
	Quoted bool
	// First and Last are the first and the last number of a range, and Width is how
	// many digits each of its DNs has. Width is 0 for a name.
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

// Holds reports whether a DN is in the range. It is false for a name.
func (i *Item) Holds(dn string) bool {
	if i.Width == 0 || len(dn) != i.Width || !digits(dn) {
		return false
	}
	n, err := strconv.ParseUint(dn, 10, 64)
	return err == nil && n >= i.First && n <= i.Last
}

// Read calls add for each DN of a list such as 7001,7005-7050, with the number of its
// item from 1, until add returns an error. Items describes the form of a list. The
// error names the item and the reason; add was then called for the DNs before it. Read
// neither calls Check nor finds duplicates: add must do that.
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

// setRange makes the item a range if its text has the form A-B, both only digits and of
// the same length.
func (i *Item) setRange() error {
	from, to, found := strings.Cut(i.Text, "-")
	if i.Quoted || !found || len(from) != len(to) || !digits(from) || !digits(to) {
		return nil
	}
	if len(from) > MostDigits {
		return fmt.Errorf("the range has numbers of %d digits; at most %d are allowed", len(from), MostDigits)
	}
	// Numbers of at most MostDigits digits fit in 64 bits.
	first, _ := strconv.ParseUint(from, 10, 64)
	last, _ := strconv.ParseUint(to, 10, 64)
	switch {
	case first > last:
		return fmt.Errorf("the range is reversed: write %s-%s", to, from)
	case last-first >= Most:
		return fmt.Errorf("the range has %d DNs; at most %d are allowed", last-first+1, Most)
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
