// Package quote escapes text from the network so that it stays on one line and
// cannot change the state of a terminal. The packages tlog and tjson use it. It
// knows nothing about T-Library.
package quote

import (
	"unicode/utf8"
)

// Hex holds the lower-case hexadecimal digits.
const Hex = "0123456789abcdef"

// IsUnsafe reports whether a rune can move the cursor, end the line or change
// the writing direction of the text around it: C0, DEL, C1, line separators, the
// byte order mark and the bidirectional controls. Text from the network must be
// shown with such runes escaped. All of them are below U+10000.
func IsUnsafe(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r <= 0x9f:
		return true
	case r == 0x061c, r == 0x200e, r == 0x200f, r == 0xfeff:
		return true
	case r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// AppendUnicode appends \uXXXX for a rune below U+10000.
func AppendUnicode(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', Hex[r>>12&15], Hex[r>>8&15], Hex[r>>4&15], Hex[r&15])
}

// Append appends text between quote marks, on one line and safe for a terminal. A
// byte that is not valid UTF-8 becomes \xXX. JSON does not have this escape: text
// for JSON must be valid UTF-8.
func Append(dst, text []byte, quote byte) []byte {
	dst = append(dst, quote)
	dst = AppendEscaped(dst, text, quote)
	return append(dst, quote)
}

// AppendEscaped is [Append] without the quote marks around the text. It still
// escapes quote marks within the text.
func AppendEscaped(dst, text []byte, quote byte) []byte {
	for at := 0; at < len(text); {
		b := text[at]
		if b < utf8.RuneSelf {
			dst = appendEscapedASCII(dst, b, quote)
			at++
			continue
		}
		r, size := utf8.DecodeRune(text[at:])
		switch {
		case r == utf8.RuneError && size == 1:
			dst = append(dst, '\\', 'x', Hex[b>>4], Hex[b&15])
		case IsUnsafe(r):
			dst = AppendUnicode(dst, r)
		default:
			dst = append(dst, text[at:at+size]...)
		}
		at += size
	}
	return dst
}

func appendEscapedASCII(dst []byte, b, quote byte) []byte {
	switch {
	case b == '\n':
		return append(dst, '\\', 'n')
	case b == '\r':
		return append(dst, '\\', 'r')
	case b == '\t':
		return append(dst, '\\', 't')
	case IsUnsafe(rune(b)):
		return AppendUnicode(dst, rune(b))
	case b == quote, b == '\\':
		return append(dst, '\\', b)
	}
	return append(dst, b)
}

// AppendHex appends two lower-case hexadecimal digits for each byte.
func AppendHex(dst, value []byte) []byte {
	for _, b := range value {
		dst = append(dst, Hex[b>>4], Hex[b&15])
	}
	return dst
}

// AppendHex64 appends 16 lower-case hexadecimal digits, the form of a ConnID.
func AppendHex64(dst []byte, value uint64) []byte {
	for shift := 60; shift >= 0; shift -= 4 {
		dst = append(dst, Hex[value>>shift&15])
	}
	return dst
}
