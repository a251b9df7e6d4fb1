package charset

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// Usual returns the names of usual character sets.
func Usual() []string {
	return []string{"utf-8", "windows-1252", "windows-1251", "iso-8859-2", "koi8-r", "shift_jis", "gb18030", "big5", "euc-kr", "cp850"}
}

// examples returns the usual character sets for the end of a sentence.
func examples() string {
	names := Usual()
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// Charset is the character set of a T-Server, in which ASCII text has the same bytes. The zero value is UTF-8, which
// needs no conversion.
type Charset struct {
	name     string
	encoding encoding.Encoding // nil for UTF-8
}

// New returns the character set with that name, an IANA name or a label of the WHATWG Encoding Standard. The error
// suggests other names.
func New(name string) (Charset, error) {
	found, err := htmlindex.Get(name)
	if err != nil {
		found, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || found == nil {
		return Charset{}, fmt.Errorf("unknown character set %q; use for example %s", name, examples())
	}
	if canonical, _ := htmlindex.Name(found); canonical == "utf-8" {
		return Charset{}, nil
	}
	if err = holdsASCII(found); err != nil {
		return Charset{}, fmt.Errorf("%q cannot be the character set of a T-Server: %w; use for example %s", name, err, examples())
	}
	return Charset{name: name, encoding: found}, nil
}

// Decoder returns a function that converts text to UTF-8. The function is pure and does not retain its argument.
// Call it only for text that is not valid UTF-8. Decoder returns nil for UTF-8, in which such text has no meaning.
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

// Encoder returns a function that converts a DN to its bytes on the wire. The function is pure. It returns a DN
// unchanged if it cannot convert it; Check finds such a DN. Encoder returns nil for UTF-8.
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
		return fmt.Errorf("the DN %s cannot be written in the character set %s; set T-Server's character set with --charset", dn, c.name)
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

// holdsASCII returns an error for a character set that encodes ASCII differently. Text is distinguished from UTF-8
// by bytes that are not ASCII, and the words of the protocol are ASCII.
func holdsASCII(charset encoding.Encoding) error {
	const probe = "\x1b$B0!\x1b(B ~{!!~} 0123456789 screen-capture=ENABLED;'(),-./\\"
	decoded, err := charset.NewDecoder().Bytes([]byte(probe))
	if err != nil || string(decoded) != probe {
		return errors.New("it encodes ASCII text differently")
	}
	return nil
}
