package textfile

import (
	"bytes"
	"fmt"
)

// byteOrderMark is at the beginning of UTF-8 text from some editors and spreadsheets.
const byteOrderMark = "\ufeff"

// saveAsUTF8 is the advice for text that is not UTF-8.
const saveAsUTF8 = `save it as UTF-8, which spreadsheets call "CSV UTF-8"`

// Text returns data without the byte order mark of UTF-8, as a part of data. It returns an error if data is text in
// UTF-16 or UTF-32, or contains a NUL, with the line; the error is a clause such as "it is UTF-16 text; ...". Text
// does not check that the rest is valid UTF-8, because the caller that parses the lines can name the line.
func Text(data []byte) ([]byte, error) {
	if name := Encoding(data); name != "" {
		return nil, fmt.Errorf("it is %s text; %s", name, saveAsUTF8)
	}
	if at := bytes.IndexByte(data, 0); at >= 0 {
		line := 1 + bytes.Count(data[:at], []byte("\n"))
		return nil, fmt.Errorf("line %d contains a NUL byte, so it is not text; %s", line, saveAsUTF8)
	}
	return bytes.TrimPrefix(data, []byte(byteOrderMark)), nil
}

// Encoding returns the name of an encoding with several bytes for each letter, "" if data does not look like one. It
// decides by the byte order mark, or by the zeros beside the first letters.
func Encoding(data []byte) string {
	for _, mark := range []struct{ bytes, name string }{
		{"\xff\xfe\x00\x00", "UTF-32"}, // begins like the next one
		{"\x00\x00\xfe\xff", "UTF-32"},
		{"\xff\xfe", "UTF-16"},
		{"\xfe\xff", "UTF-16"},
	} {
		if bytes.HasPrefix(data, []byte(mark.bytes)) {
			return mark.name
		}
	}
	if len(data) < 4 {
		return ""
	}
	zero := [4]bool{data[0] == 0, data[1] == 0, data[2] == 0, data[3] == 0}
	switch zero {
	case [4]bool{false, true, false, true}, [4]bool{true, false, true, false}:
		return "UTF-16"
	case [4]bool{false, true, true, true}, [4]bool{true, true, true, false}:
		return "UTF-32"
	}
	return ""
}
