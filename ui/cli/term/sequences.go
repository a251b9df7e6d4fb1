package term

// What Bubble Tea may put up and what takes it down again, as xterm's control sequences describe it; the
// alternate screen in exactly the form that Bubble Tea writes, by which the Writer knows that it is on.
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
	// mouseOn is what Bubble Tea writes: clicks, the wheel and drags, in the SGR form.
	mouseOn = mouseButtonsOn + "\x1b[?1006h"
	// mouseOff ends the SGR form, all motion, button motion and plain clicks.
	mouseOff = "\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l"
	// resetSequence undoes what bytes of another program may have left behind, sequences that were not finished
	// and letters that are drawn as lines among them: it cancels, chooses ASCII, plain style and replacing, and
	// ends margins, relative positions and lines that do not wrap.
	resetSequence = "\x18\x0f\x1b(B\x1b[m\x1b[4l\x1b[r\x1b[?6l\x1b[?7h"
	// cancelSequence is CAN, which ends an unfinished escape sequence without showing anything.
	cancelSequence = "\x18"
)
