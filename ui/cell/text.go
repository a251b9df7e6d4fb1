package cell

import "unicode/utf8"

// Sanitise appends the reduced form of text to dst and returns the extended slice. The text may be anything. The
// result is valid UTF-8 without any byte below 0x20, 0x7f, C1 control or bidirectional control, and has exactly
// Width(text) cells. The package documentation describes the reduced form. Sanitising twice changes nothing more.
// text is not retained.
func Sanitise(dst, text []byte) []byte {
	if plain(text) {
		return append(dst, text...)
	}
	return appendReduced(dst, text)
}

// Clean returns the reduced form of s: s itself, without allocating, if it needs no reduction.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	var buffer [256]byte
	reduced := appendReduced(buffer[:0], s)
	if string(reduced) == s {
		return s
	}
	return string(reduced)
}

// Width returns the number of cells of the reduced form of s, as shown by Clean, Fit and Line. It does not allocate.
func Width(s string) int {
	if plain(s) {
		return len(s)
	}
	width := 0
	text := scanner[string]{text: s}
	for out, ok := text.next(); ok; out, ok = text.next() {
		width += out.width
	}
	return width
}

// Cut returns the reduced form of s if it fits in width cells, else as much of it as leaves room for the ellipsis,
// followed by the ellipsis. It cuts only between clusters and never splits a wide character, so the result may be a
// cell short. An ellipsis wider than width is omitted. A width of 0 or less gives the empty string.
func Cut(s string, width int, ellipsis string) string {
	if plain(s) && len(s) <= width {
		return s
	}
	var buffer [256]byte
	cut, _ := appendCut(buffer[:0], s, width, ellipsis)
	return string(cut)
}

// Pad returns the reduced form of s with spaces after it, so that it takes at least width cells.
func Pad(s string, width int) string {
	var buffer [256]byte
	return string(appendSpaces(append(buffer[:0], Clean(s)...), width-Width(s)))
}

// Fit returns s truncated and padded to exactly width cells, as AppendFit does.
func Fit(s string, width int, ellipsis string) string {
	var buffer [256]byte
	return string(AppendFit(buffer[:0], s, width, ellipsis))
}

// AppendFit appends exactly width cells to dst: s, truncated as by Cut, then spaces. It allocates nothing but room
// in dst, and reads no more of s than it shows.
func AppendFit(dst []byte, s string, width int, ellipsis string) []byte {
	dst, used := appendCut(dst, s, width, ellipsis)
	return appendSpaces(dst, width-used)
}

// AppendFitRight is AppendFit for text at the right edge: spaces, then s.
func AppendFitRight(dst []byte, s string, width int, ellipsis string) []byte {
	start := len(dst)
	dst, used := appendCut(dst, s, width, ellipsis)
	end := len(dst)
	dst = appendSpaces(dst, width-used)
	if pad := len(dst) - end; pad > 0 {
		copy(dst[start+pad:], dst[start:end])
		fillSpaces(dst[start : start+pad])
	}
	return dst
}

// plain reports whether text is printable ASCII, which needs no reduction and has one cell per byte.
func plain[T string | []byte](text T) bool {
	for i := range len(text) {
		if text[i] < 0x20 || text[i] > 0x7e {
			return false
		}
	}
	return true
}

// appendReduced appends the whole reduced form of text.
func appendReduced[T string | []byte](dst []byte, text T) []byte {
	reading := scanner[T]{text: text}
	for out, ok := reading.next(); ok; out, ok = reading.next() {
		dst = utf8.AppendRune(dst, out.char)
	}
	return dst
}

// appendCut appends the result of Cut, and returns its width.
func appendCut(dst []byte, s string, width int, ellipsis string) ([]byte, int) {
	if width <= 0 {
		return dst, 0
	}
	if len(s) <= width && plain(s) {
		return append(dst, s...), len(s)
	}
	tail := Width(ellipsis)
	if tail > width {
		tail, ellipsis = 0, ""
	}
	room := width - tail
	if len(s) > width && plain(s[:width+1]) {
		return appendReduced(append(dst, s[:room]...), ellipsis), width
	}
	start, used := len(dst), 0
	// fits is the last border between clusters at which the ellipsis still fits.
	fits, fitted := start, 0
	text := scanner[string]{text: s}
	for {
		out, more := text.next()
		if (!more || !out.joins) && used <= room {
			fits, fitted = len(dst), used
		}
		if !more && used <= width {
			return dst, used
		}
		if !more || used+out.width > width {
			break
		}
		dst = utf8.AppendRune(dst, out.char)
		used += out.width
	}
	return appendReduced(dst[:fits], ellipsis), fitted + tail
}

// blanks is copied in pieces, which is faster than appending one space at a time.
const blanks = "                                                                "

// appendSpaces appends n spaces, none if n is negative.
func appendSpaces(dst []byte, n int) []byte {
	for n > len(blanks) {
		dst = append(dst, blanks...)
		n -= len(blanks)
	}
	if n > 0 {
		dst = append(dst, blanks[:n]...)
	}
	return dst
}

// fillSpaces overwrites b with spaces.
func fillSpaces(b []byte) {
	for i := range b {
		b[i] = ' '
	}
}
