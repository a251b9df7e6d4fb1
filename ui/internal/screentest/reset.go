package screentest

import "github.com/charmbracelet/x/ansi"

// What undoes the doings of other programs: a Screen has none of what it undoes.
const (
	// cancel is CAN: it ends a sequence that is not finished.
	cancel = 0x18
	// shiftIn is SI: it chooses the set of ESC (.
	shiftIn = 0x0f
	// modeInsert is a mode of ANSI, modeOrigin and modeWrap are private ones.
	modeInsert = 4
	modeOrigin = 6
	modeWrap   = 7
)

// isASCII tells whether an escape sequence chooses ASCII as the set of characters (ESC ( B).
func isASCII(cmd ansi.Cmd) bool { return cmd.Final() == 'B' && cmd.Intermediate() == '(' }

// reset takes the margins away, or ends insertion, and tells whether the sequence does one of these.
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

// resetMode ends positions that are relative to margins, or lets lines wrap, and tells whether the mode is one of
// these, set to what it is at the start.
func (s *Screen) resetMode(number int, on bool) bool {
	if number == modeOrigin && !on {
		s.shown.moveTo(0, 0)
		return true
	}
	return number == modeWrap && on
}
