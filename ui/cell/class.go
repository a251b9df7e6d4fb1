package cell

import "unicode"

// class determines how the reduced form treats a rune outside ASCII.
type class uint8

const (
	junk      class = iota // shown as U+FFFD
	narrow                 // one cell
	wide                   // two cells
	combining              // no cell, joins the rune before it
	spacing                // one cell, joins the rune before it
	selector               // a variation selector
	joiner                 // U+200C, U+200D
	skinTone               // an emoji modifier
	regional               // half a flag
	jamo                   // a conjoining Hangul jamo
)

const (
	firstRegional = '\U0001F1E6'
	lastRegional  = '\U0001F1FF'
	firstSkinTone = '\U0001F3FB'
	lastSkinTone  = '\U0001F3FF'

	firstSyllable = '\uAC00'
	lastSyllable  = '\uD7A3'
	jamoLead      = '\u1100'
	jamoVowel     = '\u1161'
	// jamoFinal is one less than the first final consonant, because no final is one of the jamoFinals choices.
	jamoFinal  = '\u11A7'
	jamoFinals = 28
)

// disputed holds the assigned characters on whose width uniseg 0.4.7, charmbracelet/x/ansi 0.11.9 (grapheme and
// wcwidth) and tmux 3.3a disagree, and those that the grapheme rules join to the character after them.
// TestRunesMeasureAlike compares the first three on every code point.
var disputed = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0CF3, Hi: 0x0CF3, Stride: 1},
		{Lo: 0x0D4E, Hi: 0x0D4E, Stride: 1},
		{Lo: 0x2630, Hi: 0x2637, Stride: 1},
		{Lo: 0x268A, Hi: 0x268F, Stride: 1},
		{Lo: 0x2E3A, Hi: 0x2E3B, Stride: 1},
		{Lo: 0x302E, Hi: 0x3030, Stride: 1},
		{Lo: 0x303D, Hi: 0x303D, Stride: 1},
		{Lo: 0x3248, Hi: 0x324F, Stride: 1},
		{Lo: 0x3297, Hi: 0x3299, Stride: 2},
		{Lo: 0x4DC0, Hi: 0x4DFF, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x111C2, Hi: 0x111C3, Stride: 1},
		{Lo: 0x1123F, Hi: 0x11240, Stride: 1},
		{Lo: 0x1193F, Hi: 0x11941, Stride: 2},
		{Lo: 0x11A3A, Hi: 0x11A3A, Stride: 1},
		{Lo: 0x11A84, Hi: 0x11A89, Stride: 1},
		{Lo: 0x11B00, Hi: 0x11B09, Stride: 1},
		{Lo: 0x11D46, Hi: 0x11D46, Stride: 1},
		{Lo: 0x11F00, Hi: 0x11F59, Stride: 1},
		{Lo: 0x1342F, Hi: 0x1342F, Stride: 1},
		{Lo: 0x13441, Hi: 0x13446, Stride: 1},
		{Lo: 0x16FF0, Hi: 0x16FF1, Stride: 1},
		{Lo: 0x1B132, Hi: 0x1B155, Stride: 0x23},
		{Lo: 0x1D165, Hi: 0x1D172, Stride: 1},
		{Lo: 0x1D2C0, Hi: 0x1D2D3, Stride: 1},
		{Lo: 0x1D300, Hi: 0x1D356, Stride: 1},
		{Lo: 0x1D360, Hi: 0x1D376, Stride: 1},
		{Lo: 0x1DF25, Hi: 0x1DF2A, Stride: 1},
		{Lo: 0x1E030, Hi: 0x1E06D, Stride: 1},
		{Lo: 0x1E4D0, Hi: 0x1E4F9, Stride: 1},
		{Lo: 0x1F202, Hi: 0x1F202, Stride: 1},
		{Lo: 0x1F237, Hi: 0x1F237, Stride: 1},
		{Lo: 0x1F260, Hi: 0x1F265, Stride: 1},
		{Lo: 0x1F6DC, Hi: 0x1F6DC, Stride: 1},
		{Lo: 0x1F774, Hi: 0x1F776, Stride: 1},
		{Lo: 0x1F77B, Hi: 0x1F77F, Stride: 1},
		{Lo: 0x1F7D9, Hi: 0x1F7D9, Stride: 1},
		{Lo: 0x1FA75, Hi: 0x1FA77, Stride: 1},
		{Lo: 0x1FA87, Hi: 0x1FA88, Stride: 1},
		{Lo: 0x1FAAD, Hi: 0x1FAAF, Stride: 1},
		{Lo: 0x1FABB, Hi: 0x1FABD, Stride: 1},
		{Lo: 0x1FABF, Hi: 0x1FABF, Stride: 1},
		{Lo: 0x1FACE, Hi: 0x1FACF, Stride: 1},
		{Lo: 0x1FADA, Hi: 0x1FADB, Stride: 1},
		{Lo: 0x1FAE8, Hi: 0x1FAE8, Stride: 1},
		{Lo: 0x1FAF7, Hi: 0x1FAF8, Stride: 1},
		{Lo: 0x2B739, Hi: 0x2B739, Stride: 1},
		{Lo: 0x31350, Hi: 0x323AF, Stride: 1},
	},
}

// vowelSigns holds the letters that the grapheme rules join to the letter before them although they occupy a cell:
// SARA AM of Thai and AM of Lao (GraphemeBreakProperty.txt, SpacingMark, outside the category Mc).
var vowelSigns = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x0E33, Hi: 0x0EB3, Stride: 0x80}}}

// classify returns the class of a rune of U+0080 and above.
func classify(char rune) class {
	switch {
	case char > 0xAD && char < 0x300, char > 0xA0 && char < 0xAD:
		return narrow
	case char >= 0x4E00 && char <= 0x9FFF, char >= firstSyllable && char <= lastSyllable:
		return wide
	case char >= firstRegional && char <= lastRegional:
		return regional
	case char >= firstSkinTone && char <= lastSkinTone:
		return skinTone
	case conjoining(char):
		return jamo
	case unicode.Is(unicode.Join_Control, char):
		return joiner
	case unicode.Is(unicode.Variation_Selector, char):
		return selector
	case unseen(char), unicode.Is(disputed, char):
		return junk
	case unicode.In(char, unicode.Mn, unicode.Me):
		return combining
	case unicode.In(char, unicode.Mc, unicode.Other_Grapheme_Extend, vowelSigns):
		return spacing
	case graphemeWidth(char) == 2:
		return wide
	}
	return narrow
}

// conjoining reports whether a rune is a Hangul jamo that forms one cluster with its neighbours.
func conjoining(char rune) bool {
	return char >= 0x1100 && char <= 0x11FF || char >= 0xA960 && char <= 0xA97F || char >= 0xD7B0 && char <= 0xD7FF
}

// unseen reports whether a rune shows nothing, or nothing yet: controls, format characters, fillers, line
// separators, and unassigned code points. The private use area is visible: fonts draw it in one cell.
func unseen(char rune) bool {
	if unicode.Is(unicode.Other_Default_Ignorable_Code_Point, char) || char == '\uFFFD' {
		return true
	}
	return !unicode.IsGraphic(char) && !unicode.Is(unicode.Co, char)
}
