package charset

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

const examples = "utf-8, windows-1252, windows-1251, iso-8859-2, koi8-r, shift_jis, gb18030, big5, euc-kr or cp850"

// Charset is the character set of a T-Server. ASCII text has the same bytes in it.
// The zero value is UTF-8, which needs no conversion.
type Charset struct {
	name     string
	encoding encoding.Encoding // nil for UTF-8
}

// New returns the character set with that name, an IANA name or a label of the
// WHATWG Encoding Standard. The error is a sentence that suggests other names.
func New(name string) (Charset, error) {
	found, err := htmlindex.Get(name)
	if err != nil {
		found, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || found == nil {
		return Charset{}, fmt.Errorf("%q is no character set that is known here: give for example %s", name, examples)
	}
	if canonical, _ := htmlindex.Name(found); canonical == "utf-8" {
		return Charset{}, nil
	}
	if err = holdsASCII(found); err != nil {
		return Charset{}, fmt.Errorf("%q cannot be the character set of a T-Server: %w; give for example %s", name, err, examples)
	}
	return Charset{name: name, encoding: found}, nil
}

// Decoder returns a function that converts text to UTF-8. The function is pure and
// retains nothing of its argument. Call it only for text that is not valid UTF-8.
// Decoder returns nil for UTF-8, in which such text has no meaning.
func (c Charset) Decoder() func(text []byte) string {
	if c.encoding == nil {
		return nil
	}
	return func(text []byte) string {
		// A decoder has state, so each text needs its own.
		decoded, err := c.encoding.NewDecoder().Bytes(text)
		if err != nil || !utf8.Valid(decoded) {
			return string(text)
		}
		return string(decoded)
	}
}

// Encoder returns a function that converts a DN to its bytes on the wire. The
// function is pure. It returns a DN that it cannot convert unchanged; Check finds
// such a DN. Encoder returns nil for UTF-8.
func (c Charset) Encoder() func(dn string) string {
	if c.encoding == nil {
		return nil
	}
	return func(dn string) string {
		if isASCII(dn) {
			return dn
		}
		encoded, err := c.encoding.NewEncoder().String(dn)
		if err != nil {
			return dn
		}
		return encoded
	}
}

// Check returns an error if the DN cannot be written in the character set.
func (c Charset) Check(dn string) error {
	if c.encoding == nil || isASCII(dn) {
		return nil
	}
	encoded, err := c.encoding.NewEncoder().String(dn)
	if err != nil || c.Decoder()([]byte(encoded)) != dn {
		return fmt.Errorf("the DN %s cannot be written in the character set %s: give the one of T-Server with --charset", dn, c.name)
	}
	return nil
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// holdsASCII returns an error for character sets in which the bytes of ASCII
// mean something else: text is told apart from UTF-8 by bytes that are not
// ASCII, and the protocol's own words are ASCII.
func holdsASCII(charset encoding.Encoding) error {
	const probe = "\x1b$B0!\x1b(B ~{!!~} 0123456789 screen-capture=ENABLED;'(),-./\\"
	decoded, err := charset.NewDecoder().Bytes([]byte(probe))
	if err != nil || string(decoded) != probe {
		return errors.New("ASCII text is not the same in it")
	}
	return nil
}
