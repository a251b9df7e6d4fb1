package input

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// Bits of a modifier, which terminals send plus one.
const (
	modShift = 0b0001
	modAlt   = 0b0010
	modCtrl  = 0b0100
	// modLocks are caps lock and num lock, which change no key.
	modLocks = 0b1100_0000
)

// variants holds the types of a key alone, with shift, with ctrl and with both, as far as Bubble Tea names them; 0
// if it does not.
type variants [4]tea.KeyType

// letterKeys holds the keys whose sequence ends with a letter: ESC [ A, ESC [ 1 ; 5 A, ESC O A.
var letterKeys = map[byte]variants{
	'A': {tea.KeyUp, tea.KeyShiftUp, tea.KeyCtrlUp, tea.KeyCtrlShiftUp},
	'B': {tea.KeyDown, tea.KeyShiftDown, tea.KeyCtrlDown, tea.KeyCtrlShiftDown},
	'C': {tea.KeyRight, tea.KeyShiftRight, tea.KeyCtrlRight, tea.KeyCtrlShiftRight},
	'D': {tea.KeyLeft, tea.KeyShiftLeft, tea.KeyCtrlLeft, tea.KeyCtrlShiftLeft},
	'F': {tea.KeyEnd, tea.KeyShiftEnd, tea.KeyCtrlEnd, tea.KeyCtrlShiftEnd},
	'H': {tea.KeyHome, tea.KeyShiftHome, tea.KeyCtrlHome, tea.KeyCtrlShiftHome},
	'P': {tea.KeyF1, tea.KeyF13},
	'Q': {tea.KeyF2, tea.KeyF14},
	'R': {tea.KeyF3, tea.KeyF15},
	'S': {tea.KeyF4, tea.KeyF16},
}

// numberKeys holds the numbered keys: ESC [ 5 ~, ESC [ 5 ; 5 ~, and ESC [ 5 ^ of rxvt.
var numberKeys = map[int]variants{
	1:  {tea.KeyHome, tea.KeyShiftHome, tea.KeyCtrlHome, tea.KeyCtrlShiftHome},
	2:  {tea.KeyInsert},
	3:  {tea.KeyDelete},
	4:  {tea.KeyEnd, tea.KeyShiftEnd, tea.KeyCtrlEnd, tea.KeyCtrlShiftEnd},
	5:  {tea.KeyPgUp, 0, tea.KeyCtrlPgUp},
	6:  {tea.KeyPgDown, 0, tea.KeyCtrlPgDown},
	7:  {tea.KeyHome, tea.KeyShiftHome, tea.KeyCtrlHome, tea.KeyCtrlShiftHome},
	8:  {tea.KeyEnd, tea.KeyShiftEnd, tea.KeyCtrlEnd, tea.KeyCtrlShiftEnd},
	11: {tea.KeyF1, tea.KeyF13}, 12: {tea.KeyF2, tea.KeyF14}, 13: {tea.KeyF3, tea.KeyF15}, 14: {tea.KeyF4, tea.KeyF16},
	15: {tea.KeyF5, tea.KeyF17}, 17: {tea.KeyF6, tea.KeyF18}, 18: {tea.KeyF7, tea.KeyF19}, 19: {tea.KeyF8, tea.KeyF20},
	20: {tea.KeyF9}, 21: {tea.KeyF10}, 23: {tea.KeyF11}, 24: {tea.KeyF12},
	25: {tea.KeyF13}, 26: {tea.KeyF14}, 28: {tea.KeyF15}, 29: {tea.KeyF16},
	31: {tea.KeyF17}, 32: {tea.KeyF18}, 33: {tea.KeyF19}, 34: {tea.KeyF20},
}

// keypad holds the keys of the application keypad, which follow ESC O.
var keypad = map[byte]byte{
	' ': ' ', 'I': '\t', 'M': '\r', 'X': '=',
	'j': '*', 'k': '+', 'l': ',', 'm': '-', 'n': '.', 'o': '/',
	'p': '0', 'q': '1', 'r': '2', 's': '3', 't': '4', 'u': '5', 'v': '6', 'w': '7', 'x': '8', 'y': '9',
}

// rxvtFinals holds the modifiers that rxvt encodes in the last byte of a numbered key.
var rxvtFinals = map[byte]int{'$': modShift, '^': modCtrl, '@': modShift | modCtrl}

// arrows holds the letters of the arrow keys, which rxvt sends in lower case with a modifier.
const arrows = "ABCD"

// with returns the key with modifiers; ok is false if Bubble Tea has no name for it.
func (v variants) with(modifiers int) (key tea.KeyMsg, ok bool) {
	index := 0
	if modifiers&modShift != 0 {
		index++
	}
	if modifiers&modCtrl != 0 {
		index += 2
	}
	return tea.KeyMsg{Type: v[index], Alt: modifiers&modAlt != 0}, v[index] != 0
}

// arrowBehindBlur returns the arrow key whose last byte after ESC [ O is b (rxvt): with shift in upper case, with
// alt and ctrl in lower case.
func arrowBehindBlur(b byte) (key tea.KeyMsg, ok bool) {
	if strings.IndexByte(arrows, b) >= 0 {
		return letterKeys[b].with(modShift)
	}
	return rxvtArrow(b, modAlt|modCtrl)
}

// rxvtArrow returns the arrow that rxvt sends as a letter in lower case.
func rxvtArrow(b byte, modifiers int) (key tea.KeyMsg, ok bool) {
	upper := b - 'a' + 'A'
	if strings.IndexByte(arrows, upper) < 0 {
		return tea.KeyMsg{}, false
	}
	return letterKeys[upper].with(modifiers)
}

// ss3Key returns the key that ESC O, parameters and final mean.
func ss3Key(parameters string, final byte) (key tea.KeyMsg, ok bool) {
	if parameters == "" {
		if b, isKeypad := keypad[final]; isKeypad {
			return keyOf(b), true
		}
		if key, ok = rxvtArrow(final, modCtrl); ok {
			return key, true
		}
	} else if !strings.Contains(parameters, ";") {
		parameters = "1;" + parameters // ESC O 5 P
	}
	return letterKey(parameters, final)
}

// csiKey returns the key that ESC [, parameters and final mean.
func csiKey(parameters string, final byte) (key tea.KeyMsg, ok bool) {
	switch final {
	case '~':
		return numberKey(parameters)
	case '^', '$', '@':
		number, isNumber := parseNumber(parameters)
		if !isNumber {
			return tea.KeyMsg{}, false
		}
		return numberKeys[number].with(rxvtFinals[final])
	case 'u':
		return unicodeKey(parameters)
	case 'Z':
		return tea.KeyMsg{Type: tea.KeyShiftTab}, parameters == ""
	case 'R':
		// With parameters it is an answer: the position of the cursor.
		if parameters != "" {
			return tea.KeyMsg{}, false
		}
	}
	if parameters == "" {
		if key, ok = rxvtArrow(final, modShift); ok {
			return key, true
		}
	}
	return letterKey(parameters, final)
}

// letterKey returns the key of ESC [ A or ESC [ 1 ; 5 A.
func letterKey(parameters string, final byte) (key tea.KeyMsg, ok bool) {
	p, ok := parseParameters(parameters)
	if !ok || p.count > 2 || p.at[0] != (parameter{}) && p.at[0] != (parameter{number: 1}) {
		return tea.KeyMsg{}, false
	}
	modifiers, ok := p.at[1].modifiers()
	if !ok {
		return tea.KeyMsg{}, false
	}
	return letterKeys[final].with(modifiers)
}

// numberKey returns the key of ESC [ 5 ~ or ESC [ 5 ; 5 ~, or of ESC [ 27 ; 5 ; 105 ~ (xterm's
// modifyOtherKeys).
func numberKey(parameters string) (key tea.KeyMsg, ok bool) {
	p, ok := parseParameters(parameters)
	if !ok || p.at[0].sub != 0 {
		return tea.KeyMsg{}, false
	}
	modifiers, ok := p.at[1].modifiers()
	switch {
	case !ok:
		return tea.KeyMsg{}, false
	case p.count == 3 && p.at[0].number == 27 && p.at[2].sub == 0:
		return characterKey(rune(p.at[2].number), modifiers)
	case p.count == 3:
		return tea.KeyMsg{}, false
	case p.at[0].number == 3 && modifiers == modShift:
		// Bubble Tea's name for the key, which may be bound.
		return tea.KeyMsg{Type: tea.KeyInsert, Alt: true}, true
	}
	return numberKeys[p.at[0].number].with(modifiers)
}

// isKeyNumber reports whether the parameters are just the number of a key.
func isKeyNumber(parameters string) bool {
	number, ok := parseNumber(parameters)
	return ok && numberKeys[number] != variants{}
}
