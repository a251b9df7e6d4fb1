package wire

import (
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// validUTF16 reports whether text is UTF-16BE without a surrogate that stands
// alone.
func validUTF16(text []byte) bool {
	if len(text)%2 != 0 {
		return false
	}
	for len(text) > 0 {
		r, size := decodeUTF16(text)
		if r == utf8.RuneError && utf16.IsSurrogate(rune(binary.BigEndian.Uint16(text))) {
			return false
		}
		text = text[size:]
	}
	return true
}

// decodeUTF16 returns the first rune of text, which has at least two bytes, and
// how many of them it took; a surrogate that stands alone is U+FFFD and takes
// two.
func decodeUTF16(text []byte) (r rune, size int) {
	first := rune(binary.BigEndian.Uint16(text))
	if !utf16.IsSurrogate(first) {
		return first, 2
	}
	if len(text) < 4 {
		return utf8.RuneError, 2
	}
	if r = utf16.DecodeRune(first, rune(binary.BigEndian.Uint16(text[2:]))); r == utf8.RuneError {
		return r, 2
	}
	return r, 4
}

// appendUTF8 appends UTF-16BE text of even length as UTF-8.
func appendUTF8(dst, text []byte) []byte {
	for len(text) > 1 {
		r, size := decodeUTF16(text)
		dst = utf8.AppendRune(dst, r)
		text = text[size:]
	}
	return dst
}

func appendUTF16(dst []byte, text string) []byte {
	for _, r := range text {
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			dst = binary.BigEndian.AppendUint16(dst, uint16(high))
			dst = binary.BigEndian.AppendUint16(dst, uint16(low))
			continue
		}
		dst = binary.BigEndian.AppendUint16(dst, uint16(r))
	}
	return dst
}
