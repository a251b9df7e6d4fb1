package dnlist

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Items calls take with each item of a list in turn until take returns an error. A
// range costs no more than a name.
//
// Items are separated by a comma, a semicolon, a tab, a line break or blanks. An item
// A-B is a range if A and B are only digits and have the same length; leading zeros are
// kept. Any other item is a name. Text in double quotes is one name; a quote inside it
// is written twice. Names with a blank or a semicolon between them, such as sales west,
// can be one DN or several, which is an *UnclearError. The error names the item and the
// reason; take was then called for the items before it.
func Items(list string, take func(item *Item) error) error {
	return Reader{}.Items(list, take)
}

// Reader reads lists when some of the DNs are known. The zero value is ready to use.
type Reader struct {
	// Known reports whether a DN exists. Names with a blank between them are several
	// DNs if each of them is known, and one DN if only the whole text is known. If
	// Known is nil, no DN is known.
	Known func(dn string) bool
}

// UnclearError reports that a text in a list can be one DN or several.
type UnclearError struct {
	// Text is the text in the list.
	Text string
	// Names are the DNs if the text means several.
	Names []string
}

// Error returns a sentence on how to write one DN and how to write several.
func (e *UnclearError) Error() string {
	const most = 4
	names := e.Names
	more := ""
	if len(names) > most {
		names, more = names[:most], ",..."
	}
	return fmt.Sprintf("one DN or several? for one, write %s in double quotes; for several, write %s%s", quoted(shorten(e.Text)), shorten(strings.Join(names, ",")), more)
}

// piece is a part of a list between separators.
type piece struct {
	text   string
	quoted bool
	at     int // of its first byte, in the list
	end    int
}

// separator is the text between two pieces.
type separator struct {
	marks int  // commas and semicolons
	clear bool // it has a comma, a tab or a line break: another DN follows
}

// Items works as the function Items does, and also uses the DNs that the Reader knows.
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
	return fmt.Errorf("item %d of the DN list %q is blank: write DNs, such as 7001,7005-7050", number, shorten(list))
}

// separatorAt reads the separator at a position, and returns where the next piece
// begins.
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

// pieceAt reads the piece that begins at a position.
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

// quotedAt reads a piece in double quotes.
func quotedAt(list string, at int) (piece, error) {
	var text strings.Builder
	for from := at + 1; ; {
		length := strings.IndexByte(list[from:], '"')
		if length < 0 {
			return piece{}, errors.New("a double quote is not closed")
		}
		text.WriteString(list[from : from+length])
		from += length + 1
		if from < len(list) && list[from] == '"' {
			text.WriteByte('"')
			from++
			continue
		}
		if r, _ := utf8.DecodeRuneInString(list[from:]); from < len(list) && !isSeparator(r) {
			return piece{}, errors.New("the closing double quote must be followed by a comma")
		}
		if text.Len() == 0 {
			return piece{}, errors.New("there is nothing between the double quotes")
		}
		return piece{text: text.String(), quoted: true, at: at, end: from}, nil
	}
}

func isSeparator(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) }

// itemsOf turns pieces with only blanks and semicolons between them into items. before
// is how many items precede them.
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

// isSeveral reports whether each piece of a group is certainly a DN of its own: one of
// them is in quotes, all of them are known, or all look like phone numbers.
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

// isNumberLike reports whether a text looks like a DN of a switch: it has a digit, and
// consists of letters, digits and a few signs.
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

// Quote returns a DN in the form that a list needs: in double quotes if it would be
// read as something else without them.
func Quote(dn string) string {
	item := Item{Text: dn}
	err := item.setRange()
	if dn == "" || err != nil || item.Width > 0 || dn[0] == '"' || strings.ContainsFunc(dn, isSeparator) {
		return quoted(dn)
	}
	return dn
}

func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }
