package dnfile

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// delimiters are the characters that may separate the fields of a DN file.
const delimiters = ",;\t"

// namedDelimiter returns the delimiter that a first line such as sep=; names, which spreadsheets write and read, and
// the text after that line. named is false if there is no such line.
func namedDelimiter(text []byte) (delimiter rune, rest []byte, named bool) {
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	value, named := bytes.CutPrefix(bytes.ToLower(bytes.Trim(line, "\" ")), []byte("sep="))
	r, size := utf8.DecodeRune(value)
	if !named || size == 0 || size != len(value) || r == utf8.RuneError || strings.ContainsRune("\"\r\n", r) {
		return 0, text, false
	}
	return r, rest, true
}

// delimiterName returns the name of a delimiter for people.
func delimiterName(delimiter rune) string {
	switch delimiter {
	case ',':
		return "a comma"
	case ';':
		return "a semicolon"
	case '\t':
		return "a tab"
	}
	return string(delimiter)
}

// mostLooked is the maximum number of lines that are searched for a delimiter.
const mostLooked = 1000

// foundDelimiter returns the delimiter of a text: the one next to the name dn in the first line, else the one that
// follows the first field of most lines, else a comma.
func foundDelimiter(text []byte) rune {
	var votes [utf8.RuneSelf]int
	for number := 0; len(text) > 0 && number < mostLooked; number++ {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte("\n"))
		if len(bytes.TrimSpace(line)) == 0 {
			number--
			continue
		}
		if number == 0 {
			if delimiter := headerDelimiter(string(line)); delimiter != 0 {
				return delimiter
			}
		}
		if delimiter := firstDelimiter(line); delimiter != 0 {
			votes[delimiter]++
		}
	}
	best := ','
	for _, delimiter := range delimiters {
		if votes[delimiter] > votes[best] {
			best = delimiter
		}
	}
	return best
}

// headerDelimiter returns the delimiter of a line of column names, or 0 if no column
// is named dn.
func headerDelimiter(line string) rune {
	for _, delimiter := range delimiters {
		if !strings.ContainsRune(line, delimiter) {
			continue
		}
		for name := range strings.SplitSeq(line, string(delimiter)) {
			if strings.EqualFold(strings.Trim(name, "\" "), "dn") {
				return delimiter
			}
		}
	}
	return 0
}

// firstDelimiter returns the first delimiter of a line outside quotes, or 0.
func firstDelimiter(line []byte) byte {
	quoted := false
	for _, b := range line {
		switch {
		case b == '"':
			quoted = !quoted
		case !quoted && strings.IndexByte(delimiters, b) >= 0:
			return b
		}
	}
	return 0
}
