package term

// The sequences with which Bubble Tea may set up the screen, and those that undo them, as in xterm's control
// sequences. The sequence for the alternate screen must have exactly the form that Bubble Tea writes, because the
// Writer recognises it.
const (
	alternateScreenOn  = "\x1b[?1049h"
	alternateScreenOff = "\x1b[?1049l"
	bracketedPasteOn   = "\x1b[?2004h"
	bracketedPasteOff  = "\x1b[?2004l"
	mouseButtonsOn     = "\x1b[?1002h"
	mouseButtonsOff    = "\x1b[?1002l"
	cursorOn           = "\x1b[?25h"
	cursorOff          = "\x1b[?25l"
	plainStyle         = "\x1b[m"
	// mouseOn is the sequence that Bubble Tea writes: clicks, the wheel and drags, in the SGR form.
	mouseOn = mouseButtonsOn + "\x1b[?1006h"
	// mouseOff switches off the SGR form, all motion, button motion and plain clicks.
	mouseOff = "\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l"
	// resetSequence undoes what another program's output may have left behind, including unfinished sequences and
	// letters that are drawn as lines. It cancels a sequence, selects ASCII, plain style and replace mode, and
	// resets margins, relative positions and line wrapping.
	resetSequence = "\x18\x0f\x1b(B\x1b[m\x1b[4l\x1b[r\x1b[?6l\x1b[?7h"
	// cancelSequence is CAN, which ends an unfinished escape sequence without showing anything.
	cancelSequence = "\x18"
)
