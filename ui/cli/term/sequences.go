package term

// What Bubble Tea may put up and what takes it down again, as xterm's control sequences describe it; the
// alternate screen in exactly the form that Bubble Tea writes, by which the Writer knows that it is on.
const (
	alternateScreenOn  = "\x1b[?1049h"
	alternateScreenOff = "\x1b[?1049l"
	bracketedPasteOff  = "\x1b[?2004l"
	cursorOn           = "\x1b[?25h"
	plainStyle         = "\x1b[m"
	// mouseOn is what Bubble Tea writes: clicks, the wheel and drags, in the SGR form.
	mouseOn = "\x1b[?1002h\x1b[?1006h"
	// mouseOff ends the SGR form, all motion, button motion and plain clicks.
	mouseOff = "\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l"
	// cancelSequence is CAN, which ends an unfinished escape sequence without showing anything.
	cancelSequence = "\x18"
)
