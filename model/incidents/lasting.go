package incidents

import "capdeck/model/board"

// Lasting returns what the row of a DN shows of its incidents, for [board.Board.SetLasting]:
// that of Worst, or nothing.
func (i *Incidents) Lasting(key board.Key) board.Lasting {
	worst, times, ok := i.Worst(key)
	if !ok {
		return board.Lasting{}
	}
	return board.Lasting{Fault: board.Fault{Kind: lastingFault(worst.Kind)}, At: worst.Latest, AtLeast: worst.AtLeast, Count: times}
}

// lastingFaults are what a row shows of its  The other kinds of incidents are
// minor ones, or are about no DN.
func lastingFault(kind Kind) board.FaultKind {
	switch kind {
	case StoppedUnasked:
		return board.FaultStopped
	case NotCaptured:
		return board.FaultNotCaptured
	case PausedTooLong:
		return board.FaultPausedLong
	case Conflict:
		return board.FaultHadConflict
	case Rejected:
		return board.FaultWasRejected
	case StoppedByOther, CapturedAfterCall, RecorderSilent, LinkLost, JournalFailed:
	}
	return board.FaultNone
}
