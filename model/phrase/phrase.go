// Package phrase formats numbers, counts and sentences for people. The model, the
// screen and the plain front end use it so that they write the same. It must not know
// what the sentences are about.
package phrase

import (
	"fmt"
	"math"
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

// Percent returns a share from 0 to 1 as "98.7 %", rounded down: only the whole is "100.0 %".
func Percent(share float64) string {
	// The small addition keeps what is a tenth in decimals from being a little less in
	// binary.
	return tenths(int(share*1000 + 1e-9))
}

// PercentUp returns the share of something missing as "1.3 %", rounded up: only nothing is
// "0.0 %", and only the whole is "100.0 %".
func PercentUp(share float64) string {
	if share > 0.999 && share < 1 {
		return Percent(share)
	}
	return tenths(int(math.Ceil(max(share*1000-1e-9, 0))))
}

func tenths(of int) string { return strconv.Itoa(of/10) + "." + strconv.Itoa(of%10) + " %" }

// Clock returns a time in seconds as h:mm:ss, rounded to the second.
func Clock(seconds float64) string {
	whole := int64(seconds + 0.5)
	return fmt.Sprintf("%d:%02d:%02d", whole/3600, whole/60%60, whole%60)
}
