package textfile

import (
	"regexp"
	"strings"
)

// TOMLReason puts what a reader of TOML says of a mistake in words for whoever
// wrote the file: what is wrong, and mostly what would be right.
func TOMLReason(message string) string {
	for _, known := range []struct {
		parts  []string // of the message, any of which tells
		reason string
	}{
		{[]string{"strconv.", "too large to fit", "out of range"}, "no number of that size is taken"},
		{[]string{"unterminated", "not terminated"}, "a text in quotes has no closing quote"},
		{[]string{"escape"}, `a backslash between double quotes begins a special character: write \\ for a backslash, or put the text between single quotes`},
		{[]string{"new line", "newlines in"}, "a text in quotes has no closing quote in its line"},
		{[]string{"expected newline"}, "there is more behind the value; a text stands in quotes, and each key in a line of its own"},
		{[]string{"at start of value"}, "the value is no text in quotes, no number, and not true or false"},
		{[]string{"at start of key"}, "the line does not begin with a key; write key = value"},
		{[]string{"after key", "after a key"}, "there is no = behind the key; write key = value"},
		{[]string{"invalid UTF-8"}, "it holds bytes that are no UTF-8 text: save the file as UTF-8"},
		{[]string{"array is incomplete"}, "a list that begins with [ does not end with ]"},
		{[]string{"inline table is incomplete"}, "what begins with { does not end with }"},
		{[]string{"close table name"}, "the line begins with [ and does not end with ]"},
		{[]string{"radix"}, "there is no number behind 0x, 0o or 0b"},
		{[]string{"impossible date"}, "there is no such date; a text stands in quotes"},
	} {
		for _, part := range known.parts {
			if strings.Contains(message, part) {
				return known.reason
			}
		}
	}
	// What a character is called in tables says nothing more than the character.
	return regexp.MustCompile(`U\+[0-9A-F]{4,6} `).ReplaceAllString(message, "")
}
