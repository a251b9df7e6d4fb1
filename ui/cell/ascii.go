package cell

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ASCII appends text to dst for a terminal that shows only ASCII, and returns the extended slice. The text must be
// reduced already and may contain styles. Each character outside ASCII becomes as many ASCII characters as it has
// cells, so that nothing moves: a Latin letter loses its accent, typographic signs become their plain forms,
// anything else becomes question marks. Combining marks are omitted. text is not retained.
func ASCII(dst, text []byte) []byte {
	for len(text) > 0 {
		if text[0] < utf8.RuneSelf {
			dst = append(dst, text[0])
			text = text[1:]
			continue
		}
		char, size := utf8.DecodeRune(text)
		text = text[size:]
		switch classify(char) {
		case combining:
		case wide:
			dst = append(dst, '?', '?')
		default:
			dst = append(dst, basic(char))
		}
	}
	return dst
}

// basic returns the ASCII character that replaces one of a single cell.
func basic(char rune) byte {
	switch char {
	case '\u00a0':
		return ' '
	case '‘', '’':
		return '\''
	case '“', '”', '«', '»':
		return '"'
	case '–', '—':
		return '-'
	case 'Ø', 'Œ':
		return 'O'
	case 'ø', 'œ':
		return 'o'
	case 'Æ':
		return 'A'
	case 'æ':
		return 'a'
	case 'ß':
		return 's'
	case 'Đ', 'Ð':
		return 'D'
	case 'đ', 'ð':
		return 'd'
	case 'Ł':
		return 'L'
	case 'ł':
		return 'l'
	case 'ı':
		return 'i'
	}
	var buffer [utf8.UTFMax]byte
	size := utf8.EncodeRune(buffer[:], char)
	if letter := norm.NFD.Properties(buffer[:size]).Decomposition(); len(letter) > 0 && letter[0] < utf8.RuneSelf {
		return letter[0]
	}
	return '?'
}
