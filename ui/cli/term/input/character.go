package input

import (
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

// C1 control characters, each of which means ESC and the character that is 0x40 lower.
const (
	c1    = 0x80 // the bit that all of them have
	c1SS3 = 0x8f
	c1CSI = 0x9b
	c1ST  = 0x9c
	c1OSC = 0x9d
)

// keyOf returns the key for which a terminal sends one ASCII byte.
func keyOf(b byte) tea.KeyMsg {
	if b < ' ' || b == del {
		return tea.KeyMsg{Type: tea.KeyType(b)}
	}
	return keyOfRune(rune(b))
}

// keyOfRune returns the key that types a character.
func keyOfRune(r rune) tea.KeyMsg {
	key := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}
	if r == ' ' {
		key.Type = tea.KeySpace
	}
	return key
}

// inCharacter handles a byte that is not ASCII, or one after the beginning of a character.
func (d *Decoder) inCharacter(b byte) {
	d.held = append(d.held, b)
	if !utf8.FullRune(d.held) {
		d.hold(character, sequenceWait)
		return
	}
	r, size := utf8.DecodeRune(d.held)
	d.state = ground
	switch {
	case size == 1 && len(d.held) > 1:
		// What came before b was cut off.
		d.begin(b)
	case size == 1:
		d.inC1(b)
	case r <= 0x9f:
		d.inC1(byte(r))
	case r != utf8.RuneError:
		d.press(keyOfRune(r))
	}
}

// inC1 handles a byte that is not a character: one that is not UTF-8, or a control character above ASCII. It is not
// a key, and the sequence that it may introduce is swallowed.
func (d *Decoder) inC1(c byte) {
	d.late, d.noKey = true, true
	switch {
	case c == c1CSI:
		d.held = d.held[:0]
		d.hold(csi, sequenceWait)
	case c == c1SS3:
		d.held = d.held[:0]
		d.hold(ss3, sequenceWait)
	case introducesString(c - 0x40):
		d.kind = c
		d.goOn(stringBody, sequenceWait)
	}
}
