package board

import "time"

// changed marks a row as changed and corrects the counters.
func (b *Board) changed(r *Row) {
	b.version++
	r.version = b.version
	now := r.classify()
	if b.options.Watch&WatchFault != 0 && (now != r.shown || r.stoppedUnasked) {
		b.watchFault(r)
	}
	if now != r.shown {
		b.counters.count(r.shown, -1)
		b.counters.count(now, 1)
		if now.again() != r.shown.again() {
			r.site.countAgain(now.again())
		}
		r.shown = now
	}
}

func (c *Counters) count(s shown, by int) {
	switch s.state() {
	case StateRec:
		c.Rec += by
	case StatePaused:
		c.Paused += by
	case StateOff:
		c.Off += by
	default:
		c.Unknown += by
	}
	if s.stale() != 0 {
		c.Stale += by
	}
	if s.fault().Kind != FaultNone {
		c.Faults += by
	}
	if s.registered() {
		c.Registered += by
	}
	if s.notAsked() {
		c.NotAsked += by
	}
}

// classify says what the row counts as.
func (r *Row) classify() shown {
	state, stale := r.capture.State, r.unvouched
	if state != StateUnknown {
		stale |= r.staleByRegistration()
	}
	ages := r.ages()
	return newShown(state, stale, r.worstFault(), r.registration.State.Held(), ages && !r.outOfService, r.isNotAsked, ages)
}

// staleByRegistration returns why the link or the registration do not let a state be
// vouched for.
func (r *Row) staleByRegistration() Stale {
	stale := r.unvouched & StaleLink
	if !r.site.linked() {
		stale = StaleLink
	}
	switch r.registration.State {
	case RegistrationRefused, RegistrationLost, RegistrationNoAnswer:
		return stale | StaleRegistration
	case RegistrationNone, RegistrationPending:
		// After a loss of the link it says nothing further.
		if stale == 0 {
			return StaleRegistration
		}
	}
	return stale
}

// worstFault returns the first of the row's faults in the order of FaultKind.
func (r *Row) worstFault() Fault {
	if r.stoppedUnasked {
		return Fault{Kind: FaultStopped}
	}
	return r.presentFault()
}

// presentFault returns the first of the row's faults that are so at present: all but
// FaultStopped, which says what has happened.
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

// forget ends what a row has open and takes it out of everything but b.rows and
// b.queue.
func (b *Board) forget(now time.Time, r *Row) {
	b.expireRow(r, now)
	const why = "the DN was taken off the board"
	for len(r.open) > 0 {
		// What was released may have left: its KindSent event is on the way.
		if c := r.open[0]; c.waits() {
			b.cancel(now, c, why)
		} else {
			b.endByLoss(c, now, why)
		}
	}
	s := r.site
	b.leaveTeam(r)
	if r.wantsQuery {
		r.wantsQuery = false
		s.wanting--
		if r.queryInRound {
			s.queryRound.Skipped++
		}
	}
	s.whole.forget(r)
	r.dropResync(now)
	b.deadlines.remove(r)
	if r.shown.again() {
		s.countAgain(false)
	}
	s.dropReference(r)
	s.rows.remove(r)
	b.forgetOnlyTeam(s)
	b.counters.count(r.shown, -1)
	b.counters.Total--
}
