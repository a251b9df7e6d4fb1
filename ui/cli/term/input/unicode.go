package input

import (
	"unicode"

	tea "github.com/charmbracelet/bubbletea"
)

// Keys of the keypad in the kitty protocol: the digits from firstKeypad on, then the others.
const (
	firstKeypad = 57399
	keypadOrder = "0123456789./*-+\r="
)

// unicodeKey returns the key of ESC [ 97 ; 5 u: the number of a character, after a colon the number with shift, and
// the modifiers. Further parameters are not decoded.
func unicodeKey(text string) (key tea.KeyMsg, ok bool) {
	p, ok := parseParameters(text)
	if !ok || p.count > 2 {
		return tea.KeyMsg{}, false
	}
	modifiers, ok := p.at[1].modifiers()
	if !ok {
		return tea.KeyMsg{}, false
	}
	code := rune(p.at[0].number)
	if index := int(code) - firstKeypad; index >= 0 && index < len(keypadOrder) {
		code = rune(keypadOrder[index])
	} else if modifiers&modShift != 0 && unicode.IsPrint(code) && code != ' ' {
		// The number is that of the key without shift.
		if shifted := rune(p.at[0].sub); shifted != 0 {
			code = shifted
		} else if code = unicode.ToUpper(code); !unicode.IsUpper(code) {
			return tea.KeyMsg{}, false
		}
	}
	return characterKey(code, modifiers)
}

// characterKey returns the key that types a character, with modifiers. Shift is part of a printable character; of
// the other keys only tab has a name with shift.
func characterKey(code rune, modifiers int) (key tea.KeyMsg, ok bool) {
	shift, ctrl := modifiers&modShift != 0, modifiers&modCtrl != 0
	switch {
	case ctrl && !shift && (code >= 'a' && code <= 'z' || code >= '@' && code <= '_' && (code < 'A' || code > 'Z')):
		key.Type, ok = tea.KeyType(code&0x1f), true
	case ctrl:
		key.Type, ok = tea.KeyCtrlAt, code == ' ' && !shift
	case shift && code == '\t':
		key.Type, ok = tea.KeyShiftTab, true
	case code == '\t' || code == '\r' || code == esc || code == del:
		key.Type, ok = tea.KeyType(code), !shift
	default:
		key, ok = keyOfRune(code), unicode.IsPrint(code)
	}
	key.Alt = modifiers&modAlt != 0
	return key, ok
}
