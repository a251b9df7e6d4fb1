package export

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"capdeck/tlibconn/wire/quote"
)

// Clean returns text on one line that moves no cursor and turns no writing
// direction: white space that is a control character becomes a blank, any other
// control character, bidirectional controls and what is no UTF-8 become U+FFFD.
// Text that has none of these is returned as it is.
func Clean(text string) string {
	clean := true
	for _, r := range text {
		if r == utf8.RuneError || quote.IsUnsafe(r) {
			clean = false
			break
		}
	}
	if clean {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case !quote.IsUnsafe(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return utf8.RuneError
	}, text)
}

// guarded returns a cell that no spreadsheet takes for a formula: behind an
// apostrophe, which they take for the mark of a text, where the text begins like
// one. So does a part of it behind what separates cells: where the comma is the
// decimal sign, spreadsheets read CSV with semicolons, others with tabs, and to
// them the part is a cell. A number with its sign stays as it is, since telephone
// numbers are written so.
func guarded(cell, original string) string {
	const mark = "'"
	begun := original != "" && strings.IndexByte("\t\r\n", original[0]) >= 0
	if !begun && (isSigned(cell) || !strings.ContainsAny(cell, signs)) {
		return cell
	}
	var out strings.Builder
	for at := 0; ; {
		end := strings.IndexAny(cell[at:], separators)
		part := cell[at:]
		if end >= 0 {
			part = cell[at : at+end]
		}
		if isFormula(part) || at == 0 && begun {
			out.WriteString(mark)
		}
		out.WriteString(part)
		if end < 0 {
			return out.String()
		}
		out.WriteByte(cell[at+end])
		at += end + 1
	}
}

const (
	// signs are what formulas begin with, and their full-width forms.
	signs = "=+-@＝＋－＠"
	// separators are what somebody's spreadsheet separates cells by.
	separators = ",;\t|"
)

// isFormula reports whether a spreadsheet may take a cell for a formula: it passes
// over blanks, and over quotes that it takes for those around the cell.
func isFormula(cell string) bool {
	start := strings.TrimLeft(cell, " \u00a0\u3000\"")
	first, _ := utf8.DecodeRuneInString(start)
	return start != "" && strings.ContainsRune(signs, first)
}

// isSigned reports whether the text is a sign and ASCII digits.
func isSigned(text string) bool {
	if len(text) < 2 || text[0] != '+' && text[0] != '-' {
		return false
	}
	return strings.Trim(text[1:], "0123456789") == ""
}
