package board

import "runtime/debug"

// gcPercent is the runtime's GOGC for a board: the garbage that may collect, in percent of
// the memory in use. A flood of events leaves little garbage. Collecting it twice as often
// as by default costs little and saves the board a quarter of its memory
// (docs/PERFORMANCE.md, Memory).
const gcPercent = 50

// collectOften sets gcPercent, unless the user has set GOGC.
func collectOften(environment func(name string) (value string, set bool)) {
	if _, set := environment("GOGC"); !set {
		debug.SetGCPercent(gcPercent)
	}
}
