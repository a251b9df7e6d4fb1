package cli

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

const charsetExamples = "utf-8, windows-1252, windows-1251, iso-8859-2, koi8-r, shift_jis, gb18030, big5, euc-kr or cp850"

// charset is a server's character set. ASCII is the same in it. The zero value
// is UTF-8, in which nothing has to be done.
type charset struct {
	name     string
	encoding encoding.Encoding // nil for UTF-8
}

// newCharset returns the character set of that name.
func newCharset(name string) (charset, error) {
	found, err := htmlindex.Get(name)
	if err != nil {
		found, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || found == nil {
		return charset{}, fmt.Errorf("%q is no character set that is known here: give for example %s", name, charsetExamples)
	}
	if canonical, _ := htmlindex.Name(found); canonical == "utf-8" {
		return charset{}, nil
	}
	if err = holdsASCII(found); err != nil {
		return charset{}, fmt.Errorf("%q cannot be the character set of a T-Server: %w; give for example %s", name, err, charsetExamples)
	}
	return charset{name: name, encoding: found}, nil
}

// decoder returns a function that makes UTF-8 of text. It is pure, and keeps
// nothing of its argument. It is meant for text that is not valid UTF-8; whoever
// has text that is need not call it. nil stands for UTF-8, where such text cannot
// be read.
func (c charset) decoder() func(text []byte) string {
	if c.encoding == nil {
		return nil
	}
	return func(text []byte) string {
		// A decoder has a state: each text gets one of its own.
		decoded, err := c.encoding.NewDecoder().Bytes(text)
		if err != nil || !utf8.Valid(decoded) {
			return string(text)
		}
		return string(decoded)
	}
}

// encoder returns a function that makes a DN's bytes on the wire. It is pure. A
// DN that cannot be written stays as it is; check finds it. nil stands for UTF-8.
func (c charset) encoder() func(dn string) string {
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

// check says why a DN cannot be written in the character set, nil if it can.
func (c charset) check(dn string) error {
	if c.encoding == nil || isASCII(dn) {
		return nil
	}
	encoded, err := c.encoding.NewEncoder().String(dn)
	if err != nil || c.decoder()([]byte(encoded)) != dn {
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
