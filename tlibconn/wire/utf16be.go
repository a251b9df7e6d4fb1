package wire

import (
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// DecodeUTF16 returns the first rune of UTF-16BE text, the encoding of a
// [PairUnicode], and its size in bytes, 2 or 4. An unpaired surrogate is returned as
// U+FFFD with size 2. The text must have at least 2 bytes.
func DecodeUTF16(text []byte) (r rune, size int) {
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
