package input

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// x10Offset is added to each number of a report in bytes, so that none is a control character. In decimal reports
// without "<" (urxvt, mode 1015) it is added to the number of the button.
const x10Offset = 32

// Bits of the number that encodes the button.
const (
	mouseButton = 0b0000_0011
	mouseShift  = 0b0000_0100
	mouseAlt    = 0b0000_1000
	mouseCtrl   = 0b0001_0000
	mouseMotion = 0b0010_0000
	mouseWheel  = 0b0100_0000
	mouseExtra  = 0b1000_0000 // buttons 8 to 11
)

// parseMouse parses a report in decimal numbers, of SGR (mode 1006) or urxvt. ok is false if it is not one.
func parseMouse(parameters string, final byte) (mouse tea.MouseMsg, ok bool) {
	numbers, isSGR := strings.CutPrefix(parameters, "<")
	p, ok := parseParameters(numbers)
	if !ok || p.count != 3 || final != 'M' && (final != 'm' || !isSGR) {
		return tea.MouseMsg{}, false
	}
	button := p.at[0].number
	if !isSGR {
		button -= x10Offset
	}
	mouse = mouseMsg(button, p.at[1].number, p.at[2].number)
	if final == 'm' && mouse.Action != tea.MouseActionMotion && !tea.MouseEvent(mouse).IsWheel() {
		mouse.Action = tea.MouseActionRelease
	}
	return mouse, true
}

// mouseMsg returns the message for a report. Column and line count from 1.
func mouseMsg(bits, column, line int) tea.MouseMsg {
	m := tea.MouseMsg{
		X: column - 1, Y: line - 1,
		Shift: bits&mouseShift != 0, Alt: bits&mouseAlt != 0, Ctrl: bits&mouseCtrl != 0,
	}
	button := tea.MouseButton(bits & mouseButton)
	switch {
	case bits&mouseExtra != 0:
		m.Button = tea.MouseButtonBackward + button
	case bits&mouseWheel != 0:
		m.Button = tea.MouseButtonWheelUp + button
	case button == mouseButton:
		// No button: X10 does not report which one was released.
		m.Action = tea.MouseActionRelease
	default:
		m.Button = tea.MouseButtonLeft + button
	}
	if bits&mouseMotion != 0 && !tea.MouseEvent(m).IsWheel() {
		m.Action = tea.MouseActionMotion
	}
	return m
}
