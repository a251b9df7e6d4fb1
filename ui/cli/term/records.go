package term

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/erikgeiser/coninput"
)

const (
	// recordsARead is how many records of a Windows console one read takes at most.
	recordsARead = 32
	// maxRepeats is how often one record of a key that is held counts at most, so that a read has room for all.
	maxRepeats = readSize / recordsARead / utf8.UTFMax
	// altKey is the key whose release ends a character that was typed by its number.
	altKey coninput.VirtualKeyCode = 0x12
)

// recordText makes text of the records of a Windows console with virtual terminal input: each key is one or more
// records with the characters that a terminal would send. The zero value is ready.
type recordText struct {
	// high is the first half of a character that takes two records, else 0.
	high rune
}

// appendTo appends the text of the records as UTF-8. What is no text (releases, the focus, sizes, menus) gives none.
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
