package term

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/erikgeiser/coninput"
)

const (
	// recordsARead is the maximum number of Windows console records in one read.
	recordsARead = 32
	// maxRepeats is the maximum repeat count that one record of a held key contributes, so that a read has room for
	// all records.
	maxRepeats = readSize / recordsARead / utf8.UTFMax
	// altKey is the key whose release completes a character that was typed by its number.
	altKey coninput.VirtualKeyCode = 0x12
)

// recordText turns the records of a Windows console with virtual terminal input into text. Each key is one or more
// records with the characters that a terminal would send. The zero value is ready to use.
type recordText struct {
	// high is the first half of a character that needs two records, else 0.
	high rune
}

// appendTo appends the text of the records as UTF-8. Records without text (releases, focus, sizes, menus) add
// nothing.
func (r *recordText) appendTo(text []byte, records []coninput.InputRecord) []byte {
	for _, record := range records {
		key, ok := record.Unwrap().(coninput.KeyEventRecord)
		if !ok || key.Char == 0 || !key.KeyDown && key.VirtualKeyCode != altKey {
			continue
		}
		char := key.Char
		switch {
		case utf16.IsSurrogate(char) && char < 0xdc00:
			r.high = char
			continue
		case utf16.IsSurrogate(char):
			char = utf16.DecodeRune(r.high, char)
		}
		r.high = 0
		for range min(max(key.RepeatCount, 1), maxRepeats) {
			text = utf8.AppendRune(text, char)
		}
	}
	return text
}
