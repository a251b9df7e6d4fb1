// Package dnlist reads DNs as people write them: one by one, or as ranges. It knows
// no board and no T-Server.
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
	}
	return nil
}

// Item is one item of a list: a name, or a range of DNs.
type Item struct {
	// Number counts the items from 1.
	Number int
	// Text is the item as it was written, without the blanks around it: the DN
	// itself unless Width is above 0.
	Text string
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

// Items calls take with the items of a list, one after the other, until take
// returns an error: a range costs no more than a name. Read says what a list is. The
// error names the item and says why; take has then got those before it.
func Items(list string, take func(item *Item) error) error {
	for i, text := range strings.Split(list, ",") {
		item := Item{Number: i + 1, Text: strings.TrimSpace(text)}
		if item.Text == "" {
			return fmt.Errorf("item %d of the DN list %q is blank: give DNs as in 7001,7005-7050", item.Number, shorten(list))
		}
		first, last, isRange, err := parseRange(item.Text)
		if err != nil {
			return fmt.Errorf("item %d of the DN list, %s: %w", item.Number, shorten(item.Text), err)
		}
		if isRange {
			item.First, item.Last, item.Width = first, last, strings.IndexByte(item.Text, '-')
		}
		err = take(&item)
		switch {
		case err != nil && isRange:
			return fmt.Errorf("item %d of the DN list, %s: %w", item.Number, item.Text, err)
		case err != nil:
			return fmt.Errorf("item %d of the DN list: %w", item.Number, err)
		}
	}
	return nil
}

// Read calls add for each DN of a list such as 7001,7005-7050, with the
// number of its item from 1, until add returns an error. An item A-B is a range
// only if both are digits of one length; leading zeros stay; anything else is a
// name. The error names the item and says why; add has then got those before it.
// Read does not Check a DN and does not find those that stand there twice:
// add does.
func Read(list string, add func(dn string, item int) error) error {
	return Items(list, func(item *Item) error {
		if item.Width == 0 {
			return add(item.Text, item.Number)
		}
		var room [MostDigits]byte
		for n := item.First; n <= item.Last; n++ {
			if err := add(string(item.Append(room[:0], n)), item.Number); err != nil {
				return err
			}
		}
		return nil
	})
}

func parseRange(item string) (first, last uint64, isRange bool, err error) {
	from, to, found := strings.Cut(item, "-")
	if !found || len(from) != len(to) || !digits(from) || !digits(to) {
		return 0, 0, false, nil
	}
	first, firstErr := strconv.ParseUint(from, 10, 64)
	last, lastErr := strconv.ParseUint(to, 10, 64)
	switch {
	case firstErr != nil || lastErr != nil || len(from) > MostDigits:
		return 0, 0, false, fmt.Errorf("the range has numbers of %d digits, at most %d are possible", len(from), MostDigits)
	case first > last:
		return 0, 0, false, fmt.Errorf("the range is reversed: write %s-%s", to, from)
	case last-first >= Most:
		return 0, 0, false, fmt.Errorf("the range has %d DNs, at most %d are possible", last-first+1, Most)
	}
	return first, last, true, nil
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
