package export

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"capdeck/tlibconn/wire/quote"
)

// Clean returns text on one line that moves no cursor and changes no writing direction: white space that is a
// control character becomes a blank; any other control character, bidirectional controls and bytes that are not
// UTF-8 become U+FFFD. Text without these is returned unchanged.
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

// guarded returns a cell that no spreadsheet treats as a formula. Where the text begins like a formula, it is
// preceded by an apostrophe, which marks a text in spreadsheets. So is any part of it that follows a separator of
// cells: where the comma is the decimal sign, spreadsheets read CSV with semicolons, others read it with tabs, and
// for them the part is a cell. A number with its sign stays unchanged, because telephone numbers are written that
// way.
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
	// signs holds the characters that formulas begin with, and their full-width forms.
	signs = "=+-@＝＋－＠"
	// separators holds the characters that some spreadsheet uses to separate cells.
	separators = ",;\t|"
)

// isFormula reports whether a spreadsheet may treat a cell as a formula. It skips blanks, and quotes that a
// spreadsheet would treat as those around the cell.
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

// Cell returns a text as a cell of CSV that moves no cursor and that no spreadsheet treats as
// a formula (docs/EXPORT.md, Text in CSV).
func Cell(text string) string { return guarded(Clean(text), text) }
