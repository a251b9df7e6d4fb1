package cell

import (
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// maxMarks is the number of combining marks that a cluster keeps: more than any written language stacks, and few
// enough that 64 KiB of them cannot cover other rows or fill the memory.
const maxMarks = 8

// dottedCircle is the base for combining marks without a character of their own, as Unicode recommends.
const dottedCircle = '\u25cc'

// scanner reads arbitrary text and returns the runes of its reduced form one by one.
type scanner[T string | []byte] struct {
	text T
	pos  int
	// last is the last rune returned, 0 before the first.
	last rune
	// marks counts the combining marks since the last base character.
	marks int
}

// step is one rune of the reduced form.
type step struct {
	char rune
	// width is the number of cells that the rune adds: 0, 1 or 2.
	width int
	// joins is set if the rune belongs to the cluster of the one before it.
	joins bool
}

// next returns the next rune of the reduced form, and false at the end of the text.
func (s *scanner[T]) next() (step, bool) {
	for s.pos < len(s.text) {
		if b := s.text[s.pos]; b < utf8.RuneSelf {
			s.pos++
			return s.base(picture(rune(b)), 1), true
		}
		char, size := decode(s.text, s.pos)
		if out, seen := s.reduce(char, size); seen {
			return out, true
		}
	}
	return step{}, false
}

// reduce handles one rune outside ASCII. It returns false for a rune that the reduced form omits.
func (s *scanner[T]) reduce(char rune, size int) (step, bool) {
	kind := classify(char)
	if (kind == combining || kind == spacing) && s.last == 0 {
		return s.base(dottedCircle, 1), true
	}
	s.pos += size
	switch kind {
	case narrow:
		return s.base(char, 1), true
	case wide:
		return s.base(s.withFinal(char), 2), true
	case combining, spacing:
		return s.mark(char, kind)
	case selector:
		return s.leaveOut(s.last != 0)
	case joiner:
		return s.leaveOut(s.last >= utf8.RuneSelf)
	case skinTone:
		return s.leaveOut(unicode.Is(unicode.So, s.last))
	case regional:
		return s.base('A'+char-firstRegional, 1), true
	case jamo:
		if syllable, ok := s.syllable(char); ok {
			return s.base(syllable, 2), true
		}
	}
	return s.base(utf8.RuneError, 1), true
}

// base returns a rune that begins a cluster.
func (s *scanner[T]) base(char rune, width int) step {
	s.last, s.marks = char, 0
	return step{char: char, width: width}
}

// mark returns a combining mark, unless its cluster already has maxMarks of them.
func (s *scanner[T]) mark(char rune, kind class) (step, bool) {
	s.marks++
	if s.marks > maxMarks {
		return step{}, false
	}
	out := step{char: char, joins: true}
	if kind == spacing {
		out.width = 1
	}
	return out, true
}

// leaveOut omits a rune that only modifies the one before it, or returns it as junk if there is nothing to modify.
func (s *scanner[T]) leaveOut(modifies bool) (step, bool) {
	if modifies {
		return step{}, false
	}
	return s.base(utf8.RuneError, 1), true
}

// syllable composes a leading consonant with the jamo that follow (the Unicode Standard, section 3.12, Hangul
// Syllable Composition), and skips those.
func (s *scanner[T]) syllable(lead rune) (rune, bool) {
	vowel, size := decode(s.text, s.pos)
	if lead < jamoLead || lead > jamoLead+18 || vowel < jamoVowel || vowel > jamoVowel+20 {
		return 0, false
	}
	s.pos += size
	return s.withFinal(firstSyllable + ((lead-jamoLead)*21+(vowel-jamoVowel))*jamoFinals), true
}

// withFinal adds the final consonant that follows an open Hangul syllable. It returns any other rune unchanged.
func (s *scanner[T]) withFinal(char rune) rune {
	if char < firstSyllable || char > lastSyllable || (char-firstSyllable)%jamoFinals != 0 {
		return char
	}
	final, size := decode(s.text, s.pos)
	if final <= jamoFinal || final >= jamoFinal+jamoFinals {
		return char
	}
	s.pos += size
	return char + final - jamoFinal
}

// picture returns the visible form of an ASCII rune; a printable rune is its own.
func picture(char rune) rune {
	switch {
	case char < 0x20:
		return '\u2400' + char
	case char == 0x7f:
		return '\u2421'
	}
	return char
}

// decode returns the rune at pos: U+FFFD and size 1 for a byte that begins no rune, size 0 at the end.
func decode[T string | []byte](text T, pos int) (rune, int) {
	end := min(pos+utf8.UTFMax, len(text))
	return utf8.DecodeRuneInString(string(text[pos:end]))
}

// graphemeWidth returns the width that uniseg gives a rune by itself.
func graphemeWidth(char rune) int {
	var buffer [utf8.UTFMax]byte
	size := utf8.EncodeRune(buffer[:], char)
	_, _, width, _ := uniseg.FirstGraphemeCluster(buffer[:size], -1)
	return width
}
