package textfile

import (
	"regexp"
	"strings"
)

// TOMLReason turns an error of the TOML parser into words for the author of the file: what is wrong, and in most
// cases what would be right.
func TOMLReason(message string) string {
	for _, known := range []struct {
		parts  []string // parts of a message, any of which is enough
		reason string
	}{
		{[]string{"strconv.", "too large to fit", "out of range"}, "the number is too large"},
		{[]string{"unterminated", "not terminated"}, "a quoted string has no closing quote"},
		{[]string{"escape"}, `a backslash in double quotes begins a special character; write \\ for a backslash, or use single quotes`},
		{[]string{"new line", "newlines in"}, "a quoted string has no closing quote on its line"},
		{[]string{"expected newline"}, "unexpected text after the value; put strings in quotes and each key on its own line"},
		{[]string{"at start of value"}, "the value is not a quoted string, a number, true or false"},
		{[]string{"at start of key"}, "the line does not begin with a key; write key = value"},
		{[]string{"after key", "after a key"}, "the key is not followed by =; write key = value"},
		{[]string{"invalid UTF-8"}, "it contains bytes that are not UTF-8; save the file as UTF-8"},
		{[]string{"array is incomplete"}, "a list that begins with [ does not end with ]"},
		{[]string{"inline table is incomplete"}, "a table that begins with { does not end with }"},
		{[]string{"close table name"}, "the line begins with [ and does not end with ]"},
		{[]string{"radix"}, "0x, 0o or 0b is not followed by a number"},
		{[]string{"impossible date"}, "the date does not exist; put strings in quotes"},
	} {
		for _, part := range known.parts {
			if strings.Contains(message, part) {
				return known.reason
			}
		}
	}
	// The number of a character in Unicode says no more than the character itself.
	return regexp.MustCompile(`U\+[0-9A-F]{4,6} `).ReplaceAllString(message, "")
}
