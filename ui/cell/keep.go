package cell

import (
	"bytes"
	"unicode/utf8"
)

// SanitiseLines is Sanitise for text in which line breaks and tabs are intended: it keeps them. text is not
// retained.
func SanitiseLines(dst, text []byte) []byte {
	for len(text) > 0 {
		end := bytes.IndexAny(text, "\n\t")
		if end < 0 {
			return Sanitise(dst, text)
		}
		dst = append(Sanitise(dst, text[:end]), text[end])
		text = text[end+1:]
	}
	return dst
}

// EscapeJSON appends JSON to dst and returns the extended slice. Each character that the reduced form would change,
// and each combining mark beyond those that a cluster keeps, becomes a JSON escape sequence (RFC 8259, 7). The
// values stay the same, and nothing invisible reaches a terminal. Bytes that are not UTF-8 become the escaped
// U+FFFD. json is not retained.
func EscapeJSON(dst, json []byte) []byte {
	marks := maxMarks // a mark at the beginning of a string has no base character
	for len(json) > 0 {
		if b := json[0]; b < utf8.RuneSelf {
			if marks = 0; b == '"' {
				marks = maxMarks
			}
			if json = json[1:]; b == 0x7f {
				dst = appendEscape(dst, 0x7f)
			} else {
				dst = append(dst, b)
			}
			continue
		}
		char, size := utf8.DecodeRune(json)
		switch kind := classify(char); {
		case kind == narrow || kind == wide:
			marks = 0
			dst = append(dst, json[:size]...)
		case (kind == combining || kind == spacing) && marks < maxMarks:
			marks++
			dst = append(dst, json[:size]...)
		default:
			dst = appendEscape(dst, char)
		}
		json = json[size:]
	}
	return dst
}

// appendEscape appends \uXXXX, or two of them beyond U+FFFF.
func appendEscape(dst []byte, char rune) []byte {
	const digits = "0123456789abcdef"
	if char > 0xffff {
		char -= 0x10000
		return appendEscape(appendEscape(dst, 0xd800+char>>10), 0xdc00+char&0x3ff)
	}
	return append(dst, '\\', 'u', digits[char>>12&0xf], digits[char>>8&0xf], digits[char>>4&0xf], digits[char&0xf])
}
