package board

// shown is how the counters have counted a row, packed into one number. A struct would be
// written in pieces and read at once when it is compared, for which processors must wait,
// and this is the hot path. The lowest byte is the state, then come the reasons of
// staleness, the fault, five bits, and in the upper half the fault's code.
type shown uint64

const (
	shownStale      = 8  // where Stale begins
	shownFault      = 16 // where FaultKind begins
	shownCode       = 32 // where Fault.Code begins
	shownRegistered = shown(1 << 24)
	shownNotAsked   = shown(1 << 25)
	shownAgain      = shown(1 << 26)
	shownAges       = shown(1 << 27)
	shownWatched    = shown(1 << 28)

	// shownReported are the parts of which Board.reportShown reports changes.
	shownReported = shown(0xff)<<shownStale | shown(0xff)<<shownFault | shown(0xffffffff)<<shownCode | shownWatched
)

func newShown(state State, stale Stale, fault Fault, registered, watched, again, notAsked, ages bool) shown {
	s := shown(state) | shown(stale)<<shownStale | shown(fault.Kind)<<shownFault | shown(uint32(fault.Code))<<shownCode
	if registered {
		s |= shownRegistered
	}
	if watched {
		s |= shownWatched
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

// watched reports whether the link is up and the DN is registered.
func (s shown) watched() bool { return s&shownWatched != 0 }

// again reports whether it is one of the rows that Options.Requery concerns.
func (s shown) again() bool { return s&shownAgain != 0 }

// ages reports whether it becomes stale by age.
func (s shown) ages() bool { return s&shownAges != 0 }

// classify returns how the row is counted.
func (r *Row) classify() shown {
	state, stale := r.capture.State, r.unvouched
	if state != StateUnknown {
		stale |= r.staleByRegistration()
	}
	ages, held := r.ages(), r.registration.State.Held()
	watched := held && r.site.linked()
	return newShown(state, stale, r.worstFault(), held, watched, ages && !r.outOfService, r.isNotAsked, ages)
}

// staleByRegistration returns why no state can be vouched for because of the link or the
// registration.
func (r *Row) staleByRegistration() Stale {
	stale := r.unvouched & StaleLink
	if !r.site.linked() {
		stale = StaleLink
	}
	switch r.registration.State {
	case RegistrationRefused, RegistrationLost, RegistrationNoAnswer:
		return stale | StaleRegistration
	case RegistrationNone, RegistrationPending:
		// After a loss of the link it adds nothing.
		if stale == 0 {
			return StaleRegistration
		}
	}
	return stale
}

// worstFault returns the first of the row's faults in the order of FaultKind.
func (r *Row) worstFault() Fault {
	if r.hasLasting {
		return r.rare.lasting.Fault
	}
	return r.presentFault()
}

// presentFault returns the first of the row's present faults: all but the lasting ones,
// which are about the past.
func (r *Row) presentFault() Fault {
	switch r.registration.State {
	case RegistrationRefused:
		return Fault{FaultRefused, r.registration.Code}
	case RegistrationLost:
		return Fault{FaultRegistrationLost, r.registration.Code}
	case RegistrationNoAnswer:
		return Fault{Kind: FaultNotRegistered}
	}
	if r.outOfService && r.registration.State.Held() {
		return Fault{Kind: FaultOutOfService}
	}
	if r.conflict[0] != r.conflict[1] {
		return Fault{Kind: FaultConflict}
	}
	if r.isNotAsked {
		return Fault{FaultNotAsked, r.notAsked.Code}
	}
	return r.fault.Fault
}

// ages reports whether what is known about the row's capture ages: a recorder that
// restarts need not send an indication. This holds for a capture that is shown as live,
// for a DN on a call, and while two indications contradict each other, until the next one;
// and also while the DN is out of service and is not queried. Without link or registration
// it is stale already.
func (r *Row) ages() bool {
	return (live(r.capture.State) || r.OnCall() || r.conflict[0] != r.conflict[1]) && r.registration.State == RegistrationHeld && r.site.linked()
}
