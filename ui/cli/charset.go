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

// charsetDecoder returns a function that makes UTF-8 of text in a server's
// character set. The function is pure, and keeps nothing of its argument. It is
// meant for text that is not valid UTF-8; whoever has text that is need not
// call it. nil stands for UTF-8, where such text cannot be read.
func charsetDecoder(name string) (func(text []byte) string, error) {
	charset, err := htmlindex.Get(name)
	if err != nil {
		charset, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || charset == nil {
		return nil, fmt.Errorf("%q is no character set that is known here: give for example %s", name, charsetExamples)
	}
	if canonical, _ := htmlindex.Name(charset); canonical == "utf-8" {
		return nil, nil
	}
	if err = holdsASCII(charset); err != nil {
		return nil, fmt.Errorf("%q cannot be the character set of a T-Server: %w; give for example %s", name, err, charsetExamples)
	}
	return func(text []byte) string {
		// A decoder has a state: each text gets one of its own.
		decoded, err := charset.NewDecoder().Bytes(text)
		if err != nil || !utf8.Valid(decoded) {
			return string(text)
		}
		return string(decoded)
	}, nil
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
