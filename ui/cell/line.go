package cell

import (
	"bytes"
	"unicode"
)

// Reset is the sequence that ends every style: the SGR sequence that returns to the terminal's own colours.
const Reset = "\x1b[0m"

// Line builds one line of the screen in a byte slice and tracks its exact width. A style is the escape sequence that
// opens it, computed once per theme (themes.Theme.Open), and empty for the terminal's own style; neighbours of the
// same style share one sequence. Every text is reduced as by Clean, so nothing that was received reaches the
// terminal as a command.
//
// The zero Line is ready for Start and may be used for many lines: it keeps nothing but the current slice.
type Line struct {
	out      []byte
	ellipsis string
	open     string
	width    int
	used     int
	// marks is set if a cluster of several runes is on the line.
	marks bool
	// lastText is where the text of the last run begins in out.
	lastText int
}

// Start begins a line of exactly width cells, appended to dst. ellipsis ends truncated text.
func (l *Line) Start(dst []byte, width int, ellipsis string) {
	*l = Line{out: dst, width: max(width, 0), ellipsis: ellipsis}
}

// Used returns the number of cells filled so far.
func (l *Line) Used() int { return l.used }

// Rest returns the number of free cells.
func (l *Line) Rest() int { return l.width - l.used }

// Text appends s in the style that open begins, in as many cells as s needs. Text that does not fit the line is
// truncated.
func (l *Line) Text(open, s string) {
	if l.Rest() <= 0 || s == "" {
		return
	}
	l.style(open)
	var cells int
	l.out, cells = appendCut(l.out, s, l.Rest(), l.ellipsis)
	l.took(cells)
}

// Field appends s in exactly width cells, truncated or padded on the right. The end of the line truncates the field.
func (l *Line) Field(open, s string, width int) {
	if width = min(width, l.Rest()); width <= 0 {
		return
	}
	l.style(open)
	l.out = AppendFit(l.out, s, width, l.ellipsis)
	l.took(width)
}

// FieldRight is Field with s at the right edge of its cells.
func (l *Line) FieldRight(open, s string, width int) {
	if width = min(width, l.Rest()); width <= 0 {
		return
	}
	l.style(open)
	l.out = AppendFitRight(l.out, s, width, l.ellipsis)
	l.took(width)
}

// Space appends n blank cells.
func (l *Line) Space(open string, n int) {
	l.Field(open, "", n)
}

// Repeat appends s as often as it fits into n cells, and blanks for the rest. It is meant for rules and bars.
func (l *Line) Repeat(open, s string, n int) {
	n = min(n, l.Rest())
	each := Width(s)
	if n <= 0 || each == 0 {
		return
	}
	l.style(open)
	clean := Clean(s)
	for range n / each {
		l.out = append(l.out, clean...)
	}
	l.out = appendSpaces(l.out, n%each)
	l.took(n)
}

// End fills the line with blanks in the style that open begins, closes the style, and returns the extended slice.
//
// Bubble Tea measures lines again, by graphemes. It considers a line with a cluster of several cells (a vowel sign
// next to its letter) shorter than terminals draw it, and erases to the right of it. With the cursor at the margin
// this would erase the last character, so such a line leaves its last cell blank.
func (l *Line) End(open string) []byte {
	l.Space(open, l.Rest())
	if l.marks && l.width > 0 {
		l.blankLastCell()
	}
	if l.open != "" {
		l.out = append(l.out, Reset...)
	}
	return l.out
}

// style switches to the style that open begins.
func (l *Line) style(open string) {
	if open != l.open {
		if l.open != "" {
			l.out = append(l.out, Reset...)
		}
		l.out = append(l.out, open...)
		l.open = open
	}
	l.lastText = len(l.out)
}

// took accounts for a run of cells that was appended.
func (l *Line) took(cells int) {
	l.used += cells
	l.marks = l.marks || !plain(l.out[l.lastText:]) && clustered(l.out[l.lastText:])
}

// blankLastCell replaces the last cluster of the line with blanks.
func (l *Line) blankLastCell() {
	run := l.out[l.lastText:]
	if bytes.HasSuffix(run, []byte{' '}) {
		return
	}
	var lastBegin, lastCells int
	text := scanner[[]byte]{text: run}
	for at := 0; ; at = text.pos {
		out, more := text.next()
		if !more {
			break
		}
		if !out.joins {
			lastBegin, lastCells = at, 0
		}
		lastCells += out.width
	}
	l.out = appendSpaces(l.out[:l.lastText+lastBegin], lastCells)
}

// clustered reports whether reduced text contains a cluster that Bubble Tea may measure in another way: one of more than
// one rune, unless the others are plainMarks.
func clustered(text []byte) bool {
	reading := scanner[[]byte]{text: text}
	for out, ok := reading.next(); ok; out, ok = reading.next() {
		if out.joins && (out.width > 0 || !plainMark(out.char)) {
			return true
		}
	}
	return false
}

// plainMark reports whether a combining mark takes no cell and joins nothing but the letter before it, in every
// program. Those of the Indic scripts can join two letters.
func plainMark(char rune) bool {
	return unicode.Is(unicode.Mn, char) && unicode.In(char, unicode.Inherited, unicode.Thai, unicode.Hebrew, unicode.Arabic)
}
