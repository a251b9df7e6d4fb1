package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// StopTime is how long after a capture stopped its DN must still be on that call, and the
// call not be held, before the stop counts as unasked: the end of the call, or a hold, may
// be reported later than the end of its capture.
const StopTime = 2 * time.Second

// noteStop checks an indication that is disabled, before it changes anything. found
// reports that it answers a query.
func (b *Board) noteStop(r *Row, connID uint64, at time.Time, found bool) {
	before := r.wordFor(connID)
	if before == nil || !live(before.State) || r.unvouched&(StaleLink|StaleRegistration) != 0 {
		return
	}
	if !r.OnCall() {
		if b.options.Watch&WatchStopped != 0 {
			b.watchStop(r, connID, at)
		}
		return
	}
	call := connID
	if call == 0 {
		call = before.ConnID
	}
	if call == 0 {
		current, _ := r.CurrentCall()
		call = current.ConnID
	}
	if r.stopPending || !r.isOn(call, at) || r.Standing(before) != CaptureHere || r.weStopped(connID, at) {
		return
	}
	r.stopPending = true
	s := r.makeStops()
	s.pending = Stopped{At: at, AtLeast: found, ConnID: call, ByOther: r.otherStopped(connID, at)}
	s.due, s.held, s.wasHeld = at.Add(StopTime), false, false
	r.holdStop(at)
}

// holdStop delays the decision about a stop while its call is on hold, since many
// recorders stop then, until StopTime after the retrieve: the recorder may continue by
// itself.
func (r *Row) holdStop(at time.Time) {
	s := r.stops()
	if s == nil || !r.stopPending && !s.held {
		return
	}
	i := r.findCall(s.pending.ConnID)
	switch isHeld := i >= 0 && r.calls[i].State == CallHeld; {
	case i < 0:
		s.held = false // a pending one finds that out by itself
	case isHeld:
		r.stopPending, s.held = false, true
	case s.held:
		s.held, s.wasHeld, s.due = false, true, at.Add(StopTime)
		r.stopPending = true
	}
}

// wordFor returns the newest indication whose ConnID does not disagree, nil if there is
// none.
func (r *Row) wordFor(connID uint64) *CallCapture {
	for i := len(r.byCall) - 1; i >= 0; i-- {
		if agree(r.byCall[i].ConnID, connID) {
			return &r.byCall[i]
		}
	}
	return nil
}

// weStopped reports whether an indication may answer a stop of ours, even a late one.
func (r *Row) weStopped(connID uint64, at time.Time) bool {
	for _, commands := range [...][]*command{r.open, r.ended} {
		for _, c := range commands {
			if c.Verb == event.VerbStop && !c.Sent.IsZero() && c.Indicated.IsZero() && at.Sub(c.Sent) <= LateTime && agree(c.connID, connID) {
				return true
			}
		}
	}
	return false
}

// otherStopped reports whether an indication may answer a stop of another client. Each
// such stop explains one.
func (r *Row) otherStopped(connID uint64, at time.Time) bool {
	s := r.stops()
	if s == nil || s.other.IsZero() || at.Sub(s.other) > LateTime || !agree(s.otherID, connID) {
		return false
	}
	s.other = time.Time{}
	return true
}

// stopOnHold records a stop that is sent while one waits for the retrieve of its call: if
// the capture is off then, someone asked for it.
func (r *Row) stopOnHold(connID uint64, other bool) {
	s := r.stops()
	if s == nil || !s.held || !agree(s.pending.ConnID, connID) {
		return
	}
	if other {
		s.pending.ByOther = true
	} else {
		s.held = false
	}
}

// dropStop forgets a stop that is not decided, since what happens to its call is not seen.
func (r *Row) dropStop() {
	r.stopPending = false
	if s := r.stops(); s != nil {
		s.held = false
	}
}

// expireStop decides about a capture that stopped StopTime ago, or whose call was
// retrieved then.
func (b *Board) expireStop(r *Row, now time.Time) {
	if !r.stopPending {
		return
	}
	s := r.stops()
	if s.due.After(now) {
		return
	}
	r.stopPending = false
	stop := s.pending
	if !r.isOn(stop.ConnID, now) {
		return
	}
	if word := r.wordFor(stop.ConnID); s.wasHeld && (word == nil || word.State != StateOff) {
		return
	}
	r.settleConflict(stop.At)
	if !stop.ByOther {
		// The network decides the order of the two.
		stop.ByOther = r.otherStopped(stop.ConnID, now)
	}
	if stop.ByOther {
		b.stopCounts.ByOther++
		if s.last.ByOther || s.last.At.IsZero() {
			s.last = stop
		}
		b.reportStopped(r, s.due, stop)
		return
	}
	b.stopCounts.Unasked++
	stop.Count = 1
	if !s.last.ByOther {
		stop.Count += s.last.Count
	}
	s.last = stop
	r.setLasting(Lasting{Fault: Fault{Kind: FaultStopped}, At: stop.At, AtLeast: stop.AtLeast, Count: stop.Count})
	switch {
	case b.options.Watch&WatchStopped != 0:
		b.alerts.add(Alert{Kind: WatchStopped, Key: r.key})
	case b.options.Watch&WatchFault != 0:
		b.alerts.add(Alert{Kind: WatchFault, Key: r.key, Fault: Fault{Kind: FaultStopped}})
	}
	b.reportStopped(r, s.due, stop)
}

// settleConflict ends the conflict that a stop at time at caused: the recorder has not
// changed its indication since. Two recorders contradict each other again at the next
// query.
func (r *Row) settleConflict(at time.Time) {
	if r.conflict[1] == StateOff && r.capture.State == StateOff && r.capture.Heard.Equal(at) {
		r.conflict = [2]State{}
	}
}

// renameStops follows a call to its new ConnID.
func (r *Row) renameStops(previous, connID uint64) {
	kept := r.stops()
	if kept == nil {
		return
	}
	for _, id := range [...]*uint64{&kept.pending.ConnID, &kept.last.ConnID, &kept.otherID} {
		if *id == previous {
			*id = connID
		}
	}
}

// Stopped returns the capture that stopped during a call without a stop of ours; ok is
// false if there is none. An unasked one stays, as the fault FaultStopped, until it is
// acknowledged. One that another client stopped is returned until then as long as nothing
// newer is known about the capture and the call lasts.
func (r *Row) Stopped() (s Stopped, ok bool) {
	if kept := r.stops(); kept != nil {
		s = kept.last
	}
	switch {
	case s.At.IsZero():
		return Stopped{}, false
	case !s.ByOther:
		return s, true
	}
	unchanged := r.capture.State == StateOff && !r.capture.Since.After(s.At)
	if !unchanged || !r.hasCall(s.ConnID) {
		return Stopped{}, false
	}
	return s, true
}

// Acknowledge removes the lasting fault, and the remark that another client stopped
// the capture, from rows, and returns how many showed one: next to another fault the
// remark is not shown, and stays.
func (b *Board) Acknowledge(keys ...Key) int {
	count := 0
	for _, k := range keys {
		r := b.Row(k)
		if r == nil {
			continue
		}
		s, ok := r.Stopped()
		switch _, lasts := r.Lasting(); {
		case !ok && !lasts:
			continue
		case !lasts && s.ByOther && r.Fault().Kind != FaultNone:
			continue // a row with a fault does not show the remark
		}
		count++
		r.setLasting(Lasting{})
		if ok {
			r.rare.stops.last = Stopped{}
		}
		b.changed(r)
	}
	return count
}

// Stops returns the counts of captures that stopped during a call without a command of
// ours.
func (b *Board) Stops() StopCounts { return b.stopCounts }

// watchStop checks a capture that stops while no call of the DN is known. No one can know
// whether a call of it continues, so it is reported at once and is not a fault.
func (b *Board) watchStop(r *Row, connID uint64, at time.Time) {
	switch {
	case !r.callLeft.IsZero() || r.unvouched&StaleCallLeft != 0 || r.hasLeft(connID):
	case r.capture.ConnID == 0 && at.Sub(r.leftAt) <= CallLeftTime:
		// If a capture names no call, the one that has just ended may have been the reason.
	case r.weStopped(connID, at) || r.otherStopped(connID, at):
	default:
		b.alerts.add(Alert{Kind: WatchStopped, Key: r.key})
	}
}
