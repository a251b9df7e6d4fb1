package screentest

import "github.com/charmbracelet/x/ansi"

// The sequences that undo what other programs have done. A Screen has none of these states.
const (
	// cancel is CAN, which aborts an unfinished sequence.
	cancel = 0x18
	// shiftIn is SI, which selects the character set of ESC (.
	shiftIn = 0x0f
	// modeInsert is an ANSI mode; modeOrigin and modeWrap are private modes.
	modeInsert = 4
	modeOrigin = 6
	modeWrap   = 7
)

// isASCII reports whether an escape sequence selects the ASCII character set (ESC ( B).
func isASCII(cmd ansi.Cmd) bool { return cmd.Final() == 'B' && cmd.Intermediate() == '(' }

// reset reports whether the sequence removes the margins or ends insertion.
func (s *Screen) reset(final byte, params ansi.Params) bool {
	switch final {
	case 'r':
		s.shown.moveTo(0, 0)
		return len(params) == 0
	case 'l':
		mode, _, _ := params.Param(0, 0)
		return len(params) == 1 && mode == modeInsert
	}
	return false
}

// resetMode reports whether the sequence ends relative positions or enables line wrapping, which are so at the
// start.
func (s *Screen) resetMode(number int, on bool) bool {
	if number == modeOrigin && !on {
		s.shown.moveTo(0, 0)
		return true
	}
	return number == modeWrap && on
}
