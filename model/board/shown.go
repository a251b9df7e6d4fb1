package board

// shown is what the counters have counted a row as, in one number: a struct is
// written in pieces and read at once when it is compared, which processors cannot do
// without waiting, and this is the hot path. The lowest byte is the state, then come
// the reasons of staleness, the fault, four bits, and in the upper half the fault's
// code.
type shown uint64

const (
	shownStale      = 8  // where Stale begins
	shownFault      = 16 // where FaultKind begins
	shownCode       = 32 // where Fault.Code begins
	shownRegistered = shown(1 << 24)
	shownNotAsked   = shown(1 << 25)
	shownAgain      = shown(1 << 26)
	shownAges       = shown(1 << 27)
)

func newShown(state State, stale Stale, fault Fault, registered, again, notAsked, ages bool) shown {
	s := shown(state) | shown(stale)<<shownStale | shown(fault.Kind)<<shownFault | shown(uint32(fault.Code))<<shownCode
	if registered {
		s |= shownRegistered
	}
	if again {
		s |= shownAgain
	}
	if notAsked {
		s |= shownNotAsked
	}
	if ages {
		s |= shownAges
	}
	return s
}

func (s shown) state() State { return State(s) }
func (s shown) stale() Stale { return Stale(s >> shownStale) }
func (s shown) fault() Fault {
	return Fault{Kind: FaultKind(s >> shownFault), Code: int32(uint32(s >> shownCode))}
}
func (s shown) registered() bool { return s&shownRegistered != 0 }
func (s shown) notAsked() bool   { return s&shownNotAsked != 0 }

// again reports whether it is one of those that Options.Requery is about.
func (s shown) again() bool { return s&shownAgain != 0 }

// ages reports whether it becomes stale by age.
func (s shown) ages() bool { return s&shownAges != 0 }
