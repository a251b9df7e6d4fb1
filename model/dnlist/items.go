package dnlist

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Items calls take with the items of a list, one after the other, until take
// returns an error; a range costs no more than a name.
//
// Items are separated by a comma, a semicolon, a tab, a line break or blanks. An
// item A-B is a range if both are digits of one length; leading zeros stay;
// anything else is a name. What stands in double quotes is one name, a quote
// inside it written twice. Names with a blank or a semicolon between them, such
// as sales west, may be one DN or several: that is an *UnclearError. The error
// names the item and says why; take has then got those before it.
func Items(list string, take func(item *Item) error) error {
	return Reader{}.Items(list, take)
}

// Reader reads lists where more is known of the DNs. The zero value is ready.
type Reader struct {
	// Known reports whether there is such a DN: names with a blank between them
	// are as many DNs if there is each of them, and one if there is only that.
	// nil knows none.
	Known func(dn string) bool
}

// UnclearError says that a text in a list can be one DN or several.
type UnclearError struct {
	// Text is that text.
	Text string
	// Names are the DNs, if it is several.
	Names []string
}

// Error says how to write the one and the other.
func (e *UnclearError) Error() string {
	const most = 4
	names := e.Names
	more := ""
	if len(names) > most {
		names, more = names[:most], ",..."
	}
	return fmt.Sprintf("is that one DN? write %s in double quotes; or several? write %s%s", quoted(shorten(e.Text)), shorten(strings.Join(names, ",")), more)
}

// piece is a part of a list between separators.
type piece struct {
	text   string
	quoted bool
	at     int // of its first byte, in the list
	end    int
}

// separator is what stands between two pieces.
type separator struct {
	marks int  // commas and semicolons
	clear bool // there is a comma, a tab or a line break: what follows is another DN
}

// Items is the function Items with what the Reader knows.
func (r Reader) Items(list string, take func(item *Item) error) error {
	list = strings.TrimFunc(list, unicode.IsSpace)
	if list == "" {
		return blank(list, 1)
	}
	number := 0
	var group []piece
	flush := func() error {
		items, err := r.itemsOf(list, group, number)
		number, group = number+len(items), group[:0]
		for i := range items {
			if refused := takeItem(&items[i], take); refused != nil {
				return refused
			}
		}
		return err
	}
	for at := 0; ; {
		between, next := separatorAt(list, at)
		ended := next == len(list)
		if between.clear || ended || between.marks > 0 && (at == 0 || between.marks > 1) {
			if err := flush(); err != nil {
				return err
			}
		}
		switch {
		case between.marks > 1, between.marks > 0 && (at == 0 || ended):
			return blank(list, number+1)
		case ended:
			return nil
		}
		found, err := pieceAt(list, next)
		if err != nil {
			if flushed := flush(); flushed != nil {
				return flushed
			}
			return fmt.Errorf("item %d of the DN list, %s: %w", number+1, shorten(list[next:]), err)
		}
		group = append(group, found)
		at = found.end
	}
}

func blank(list string, number int) error {
	return fmt.Errorf("item %d of the DN list %q is blank: give DNs as in 7001,7005-7050", number, shorten(list))
}

// separatorAt reads what stands between two pieces, and returns where the next
// one begins.
func separatorAt(list string, at int) (between separator, next int) {
	for at < len(list) {
		r, size := utf8.DecodeRuneInString(list[at:])
		switch {
		case r == ',':
			between.marks, between.clear = between.marks+1, true
		case r == ';':
			between.marks++
		case r == '\t', r == '\n', r == '\r', r == '\v', r == '\f':
			between.clear = true
		case !unicode.IsSpace(r):
			return between, at
		}
		at += size
	}
	return between, at
}

// pieceAt reads the piece that begins at a place.
func pieceAt(list string, at int) (piece, error) {
	if list[at] == '"' {
		return quotedAt(list, at)
	}
	end := strings.IndexFunc(list[at:], isSeparator)
	if end < 0 {
		end = len(list) - at
	}
	return piece{text: list[at : at+end], at: at, end: at + end}, nil
}

// quotedAt reads what stands in double quotes.
func quotedAt(list string, at int) (piece, error) {
	var text strings.Builder
	for from := at + 1; ; {
		length := strings.IndexByte(list[from:], '"')
		if length < 0 {
			return piece{}, errors.New("a double quote is opened and not closed")
		}
		text.WriteString(list[from : from+length])
		from += length + 1
		if from < len(list) && list[from] == '"' {
			text.WriteByte('"')
			from++
			continue
		}
		if r, _ := utf8.DecodeRuneInString(list[from:]); from < len(list) && !isSeparator(r) {
			return piece{}, errors.New("behind the closing double quote a comma must follow")
		}
		if text.Len() == 0 {
			return piece{}, errors.New("there is nothing between the double quotes")
		}
		return piece{text: text.String(), quoted: true, at: at, end: from}, nil
	}
}

func isSeparator(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) }

// itemsOf makes items of pieces between which there are only blanks and
// semicolons. before is how many items stand in front of them.
func (r Reader) itemsOf(list string, group []piece, before int) ([]Item, error) {
	if len(group) > 1 && !r.isSeveral(group) {
		whole := list[group[0].at:group[len(group)-1].end]
		if r.Known != nil && r.Known(whole) {
			return []Item{{Number: before + 1, Text: whole, Quoted: true}}, nil
		}
		unclear := &UnclearError{Text: whole}
		for _, p := range group {
			unclear.Names = append(unclear.Names, p.text)
		}
		return nil, fmt.Errorf("item %d of the DN list, %s: %w", before+1, shorten(whole), unclear)
	}
	items := make([]Item, len(group))
	for i, p := range group {
		items[i] = Item{Number: before + 1 + i, Text: p.text, Quoted: p.quoted}
	}
	return items, nil
}

func takeItem(item *Item, take func(item *Item) error) error {
	if err := item.setRange(); err != nil {
		return fmt.Errorf("item %d of the DN list, %s: %w", item.Number, shorten(item.Text), err)
	}
	err := take(item)
	switch {
	case err != nil && item.Width > 0:
		return fmt.Errorf("item %d of the DN list, %s: %w", item.Number, item.Text, err)
	case err != nil:
		return fmt.Errorf("item %d of the DN list: %w", item.Number, err)
	}
	return nil
}

// isSeveral reports whether pieces with blanks or semicolons between them are
// surely as many DNs: one of them is in quotes, all of them are known, or all
// look like numbers of phones.
func (r Reader) isSeveral(group []piece) bool {
	known, numbers := r.Known != nil, true
	for _, p := range group {
		if p.quoted {
			return true
		}
		known = known && r.Known(p.text)
		// +49 30 1234 is one number.
		numbers = numbers && isNumberLike(p.text) && (p.text[0] == '+') == (group[0].text[0] == '+')
	}
	return known || numbers
}

// isNumberLike reports whether a text is the name of one DN as switches have
// them: with a digit, and of letters, digits and a few signs.
func isNumberLike(text string) bool {
	const signs = "-_.+*#@:"
	digit := false
	for i := range len(text) {
		switch b := text[i]; {
		case b >= '0' && b <= '9':
			digit = true
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', strings.IndexByte(signs, b) >= 0:
		default:
			return false
		}
	}
	return digit
}

// Quote returns a DN as a list takes it for one: in double quotes if it would be
// read as something else without.
func Quote(dn string) string {
	item := Item{Text: dn}
	err := item.setRange()
	if dn == "" || err != nil || item.Width > 0 || dn[0] == '"' || strings.ContainsFunc(dn, isSeparator) {
		return quoted(dn)
	}
	return dn
}

func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }
