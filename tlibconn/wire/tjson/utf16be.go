package tjson

import (
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"capdeck/tlibconn/wire"
)

// validUTF16 reports whether text is UTF-16BE without an unpaired
// surrogate.
func validUTF16(text []byte) bool {
	if len(text)%2 != 0 {
		return false
	}
	for len(text) > 0 {
		r, size := wire.DecodeUTF16(text)
		if r == utf8.RuneError && utf16.IsSurrogate(rune(binary.BigEndian.Uint16(text))) {
			return false
		}
		text = text[size:]
	}
	return true
}

// appendUTF8 appends UTF-16BE text of even length as UTF-8.
func appendUTF8(dst, text []byte) []byte {
	for len(text) > 1 {
		r, size := wire.DecodeUTF16(text)
		dst = utf8.AppendRune(dst, r)
		text = text[size:]
	}
	return dst
}
