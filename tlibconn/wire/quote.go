package wire

import "unicode/utf8"

const lowerHex = "0123456789abcdef"

// IsUnsafe reports whether a rune can move the cursor, end the line or turn
// the writing direction of what surrounds it, so that text from the network
// must not hold it as it is: C0, DEL, C1, line separators, the byte order mark
// and the bidirectional controls. All of them are below U+10000.
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

// appendUnicodeEscape appends \uXXXX for a rune below U+10000.
func appendUnicodeEscape(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', lowerHex[r>>12&15], lowerHex[r>>8&15], lowerHex[r>>4&15], lowerHex[r&15])
}

// appendQuoted appends text between quote marks, on one line and safe for a
// terminal. A byte that is no UTF-8 becomes \xXX, which JSON does not know: for
// JSON the text must be valid.
func appendQuoted(dst, text []byte, quote byte) []byte {
	dst = append(dst, quote)
	dst = appendEscaped(dst, text, quote)
	return append(dst, quote)
}

// AppendJSONString appends valid UTF-8 as a JSON string in the form of
// [AppendJSON]: on one line and safe for a terminal.
func AppendJSONString(dst, text []byte) []byte { return appendQuoted(dst, text, '"') }

// appendEscaped is appendQuoted without the quote marks around the text.
func appendEscaped(dst, text []byte, quote byte) []byte {
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
			dst = append(dst, '\\', 'x', lowerHex[b>>4], lowerHex[b&15])
		case IsUnsafe(r):
			dst = appendUnicodeEscape(dst, r)
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
		return appendUnicodeEscape(dst, rune(b))
	case b == quote, b == '\\':
		return append(dst, '\\', b)
	}
	return append(dst, b)
}

// appendHex appends two lower-case digits a byte.
func appendHex(dst, value []byte) []byte {
	for _, b := range value {
		dst = append(dst, lowerHex[b>>4], lowerHex[b&15])
	}
	return dst
}

// appendConnID appends 16 lower-case hexadecimal digits.
func appendConnID(dst []byte, value uint64) []byte {
	for shift := 60; shift >= 0; shift -= 4 {
		dst = append(dst, lowerHex[value>>shift&15])
	}
	return dst
}
