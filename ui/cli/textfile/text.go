package textfile

import (
	"bytes"
	"fmt"
)

// byteOrderMark begins UTF-8 text that some editors and spreadsheets wrote.
const byteOrderMark = "\ufeff"

// How text that is no UTF-8 is to be saved.
const saveAsUTF8 = `save it as UTF-8, which spreadsheets call "CSV UTF-8"`

// Text returns data without the byte order mark of UTF-8, as a part of data. The
// error says that data is text in UTF-16 or UTF-32, or that it holds a NUL, and
// in which line; it is a clause such as "it is UTF-16 text: ...". Text does not
// check that the rest is valid UTF-8: who takes a line can say which it was.
func Text(data []byte) ([]byte, error) {
	if name := Encoding(data); name != "" {
		return nil, fmt.Errorf("it is %s text: %s", name, saveAsUTF8)
	}
	if at := bytes.IndexByte(data, 0); at >= 0 {
		line := 1 + bytes.Count(data[:at], []byte("\n"))
		return nil, fmt.Errorf("line %d holds a NUL byte, so it is no text: %s", line, saveAsUTF8)
	}
	return bytes.TrimPrefix(data, []byte(byteOrderMark)), nil
}

// Encoding names the encoding of text with more than one byte for each letter,
// "" if data does not look like any: by its byte order mark, or by the zeros
// beside the letters of its beginning.
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
