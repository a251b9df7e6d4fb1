package model

import (
	"unicode"
	"unicode/utf8"
)

// appendFolded appends text so that two texts that differ in upper and lower
// case alone become the same bytes.
func appendFolded(dst, text []byte) []byte {
	begin := len(dst)
	dst = append(dst, text...)
	for i, b := range dst[begin:] {
		if b >= utf8.RuneSelf {
			return appendFoldedRunes(dst[:begin+i], text[i:])
		}
		if 'A' <= b && b <= 'Z' {
			dst[begin+i] = b + 'a' - 'A'
		}
	}
	return dst
}

// appendFoldedRunes is appendFolded for text that is not all ASCII.
func appendFoldedRunes(dst, text []byte) []byte {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			dst = append(dst, text[at])
		} else {
			dst = utf8.AppendRune(dst, folded(r))
		}
		at += size
	}
	return dst
}

// folded returns the same rune for all that are one letter.
func folded(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return unicode.ToLower(least)
}
