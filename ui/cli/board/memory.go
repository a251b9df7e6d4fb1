package board

import "runtime/debug"

// gcPercent is the runtime's GOGC for a board: how much garbage may lie about, in
// percent of what is in use. A flood of events leaves little garbage, so that collecting
// it twice as often as by default costs little, and the board needs a quarter less memory
// (docs/PERFORMANCE.md, Memory).
const gcPercent = 50

// collectOften sets gcPercent, unless the user has set GOGC.
func collectOften(environment func(name string) (value string, set bool)) {
	if _, set := environment("GOGC"); !set {
		debug.SetGCPercent(gcPercent)
	}
}
