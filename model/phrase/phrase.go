// Package phrase formats numbers, counts and sentences for people. The model, the
// screen and the plain front end use it so that they write the same. It must not know
// what the sentences are about.
package phrase

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Number formats a number with commas between thousands.
func Number(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Count formats a number with its noun: one is the noun for 1, more the noun for any
// other number.
func Count(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + more
}

// Capital returns the text with its first letter in upper case.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if first == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// Sentence returns the text with one full stop at its end, unless it ends with a
// question mark; "" stays "". The first letter is not changed: see Capital.
func Sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasSuffix(text, "?") {
		return text
	}
	return strings.TrimRight(text, ".") + "."
}

// Percent returns a share from 0 to 1 as "98.7 %", rounded down: only the whole is "100 %".
func Percent(share float64) string {
	// The small addition keeps what is a tenth in decimals from being a little less in
	// binary.
	tenths := int(share*1000 + 1e-9)
	if tenths%10 == 0 && (tenths == 0 || tenths >= 1000) {
		return strconv.Itoa(tenths/10) + " %"
	}
	return strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10) + " %"
}
