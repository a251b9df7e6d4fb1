package export

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"capdeck/tlibconn/wire"
)

// Clean returns text on one line that moves no cursor and turns no writing
// direction: white space that is a control character becomes a blank, any other
// control character, bidirectional controls and what is no UTF-8 become U+FFFD.
// Text that has none of these is returned as it is.
func Clean(text string) string {
	clean := true
	for _, r := range text {
		if r == utf8.RuneError || wire.IsUnsafe(r) {
			clean = false
			break
		}
	}
	if clean {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case !wire.IsUnsafe(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return utf8.RuneError
	}, text)
}

// guarded returns a cell that no spreadsheet takes for a formula: where the text
// begins like one, behind an apostrophe, which they take for the mark of a text.
// A number with its sign stays as it is, since telephone numbers are written so.
func guarded(cell, original string) string {
	start := strings.TrimLeft(cell, " \u00a0\u3000")
	if !strings.HasPrefix(original, "\t") && !strings.HasPrefix(original, "\r") && !strings.HasPrefix(original, "\n") {
		first, _ := utf8.DecodeRuneInString(start)
		if !strings.ContainsRune("=+-@＝＋－＠", first) || isSigned(cell) {
			return cell
		}
	}
	return "'" + cell
}

// isSigned reports whether the text is a sign and ASCII digits.
func isSigned(text string) bool {
	if len(text) < 2 || text[0] != '+' && text[0] != '-' {
		return false
	}
	return strings.Trim(text[1:], "0123456789") == ""
}
