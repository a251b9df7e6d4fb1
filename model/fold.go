package model

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// appendFolded appends text so that texts that people take for the same become the same
// bytes: in upper or lower case (full case folding, by which ß is ss), and with accents
// of their own or as part of a letter (NFC). It is for filter and search; which DN is
// meant is never decided so.
func appendFolded(dst, text []byte) []byte {
	begin := len(dst)
	dst = append(dst, text...)
	for i, b := range dst[begin:] {
		if b >= utf8.RuneSelf {
			// An accent can belong to the letter before it.
			from := max(i-1, 0)
			return appendFoldedRunes(dst[:begin+from], text[from:])
		}
		if 'A' <= b && b <= 'Z' {
			dst[begin+i] = b + 'a' - 'A'
		}
	}
	return dst
}

// mostGrowth is how many times as many bytes a letter takes at most when it is folded:
// one of two bytes becomes three (CaseFolding.txt of Unicode, status F).
const mostGrowth = 3

// appendFoldedRunes is appendFolded for text that is not all ASCII. What is folded is
// composed once more: folding takes some letters apart.
func appendFoldedRunes(dst, text []byte) []byte {
	if norm.NFC.QuickSpan(text) < len(text) {
		text = norm.NFC.Bytes(text)
	}
	begin := len(dst)
	dst = slices.Grow(dst, mostGrowth*len(text))
	// It fails for nothing but want of room.
	size, _, _ := cases.Fold().Transform(dst[begin:cap(dst)], text, true)
	dst = dst[:begin+size]
	if norm.NFC.QuickSpan(dst[begin:]) < size {
		dst = append(dst[:begin], norm.NFC.Bytes(dst[begin:])...)
	}
	return dst
}

// mostFolds is how many bytes of text folds remembers before it begins again: enough for
// the names at 100,000 DNs, and a bound for what T-Server makes up.
const mostFolds = 16 << 20

// folds remembers what texts that are not ASCII become when they are folded: a filter
// looks at the same ones with each key. The zero value is ready.
type folds struct {
	known map[string]string
	size  int    // of the texts, in bytes
	room  []byte // for one of them
}

// of returns the folded text.
func (f *folds) of(text string) string {
	folded, ok := f.known[text]
	if ok {
		return folded
	}
	f.room = append(f.room[:0], text...)
	f.room = appendFolded(f.room, f.room)
	folded = string(f.room[len(text):])
	if f.size += len(text) + len(folded); f.known == nil || f.size > mostFolds {
		f.known, f.size = map[string]string{}, len(text)+len(folded)
	}
	f.known[text] = folded
	return folded
}

// contain reports whether a folded needle occurs in text in any case.
func (f *folds) contain(text, needle string) bool {
	if len(needle) == 0 {
		return true
	}
	if !isASCII(text) {
		return strings.Contains(f.of(text), needle)
	}
	for i := 0; i+len(needle) <= len(text); i++ {
		if beginsFolded(text[i:], needle) {
			return true
		}
	}
	return false
}

// equal reports whether text is a folded needle in any case.
func (f *folds) equal(text, needle string) bool {
	if isASCII(text) {
		return len(text) == len(needle) && beginsFolded(text, needle)
	}
	return f.of(text) == needle
}

// begin reports whether text begins with a folded needle in any case, and goes on.
func (f *folds) begin(text, needle string) bool {
	if isASCII(text) {
		return len(text) > len(needle) && beginsFolded(text, needle)
	}
	folded := f.of(text)
	return len(folded) > len(needle) && strings.HasPrefix(folded, needle)
}

func beginsFolded(text, needle string) bool {
	if len(text) < len(needle) {
		return false
	}
	for i := range len(needle) {
		if lower(text[i]) != needle[i] {
			return false
		}
	}
	return true
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
