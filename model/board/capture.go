package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// userEvent applies an EventUserEvent: an indication, a command, or neither. This is the
// hot path: it allocates nothing for an indication of a DN that was heard from before. r
// is the row that it most likely concerns, or nil.
func (b *Board) userEvent(s *site, e *event.Event, r *Row) {
	if r == nil || !r.isDN(e.ThisDN()) || r.site != s {
		r = s.rowOf(e)
	}
	if r == nil {
		b.notes.UnknownDN++
		return
	}
	said := e.Word()
	if !said.Present {
		return
	}
	if r.heapIndex >= 0 && !b.deadlines[0].due.After(e.Time) {
		// The deadline of the first row is in the processor's cache, that of this row is not.
		b.expireRow(r, e.Time)
	}
	if said.More {
		r.more = e.Time
	}
	connID := r.resolve(e.ConnID(), e.Time)
	shows, automatic := r.shown, false
	switch {
	case said.Indication != event.IndicationNone:
		automatic = b.indication(r, said.Indication, connID, e.Time)
	case said.Verb != event.VerbNone:
		e.Automatic = b.otherVerb(r, said.Verb, connID, e.Time)
		b.changed(r)
	default:
		capture := e.Capture()
		r.foreign = Foreign{Raw: event.PairValue(&capture.Pair, b.options.Text, maxRawText), At: e.Time, Count: r.foreign.Count + 1}
		b.changed(r)
	}
	b.schedule(r)
	if automatic {
		// An indication with news is not part of the query.
		e.Automatic = r.shown == shows && !said.More
	}
}

// indication always updates the capture first, reports that, and then offers the
// indication to the commands. automatic reports that it closed an automatic query and no
// command of a person.
func (b *Board) indication(r *Row, indication event.Indication, connID uint64, at time.Time) (automatic bool) {
	state := stateOf(indication)
	b.heard(r, at)
	commanded := len(r.open) > 0 || r.lastCommand != nil
	asked, explained, found := false, false, false
	if r.explains != 0 {
		asked, explained, found = r.takeReason(indication, at, b.options.IndicationTimeout)
	}
	ours := commanded && r.isAskedFor(indication, connID)
	if ours {
		asked = true
	}
	if asked || explained {
		// The answer to a query may arrive after a command that changes the state has left. Then
		// the indication of that command is not a conflict.
		r.turn++
	}
	call := connID // that the indication is about
	if found = found && !asked; !asked && commanded {
		if query := r.openQuery(connID); query != nil {
			found = true
			if call == 0 {
				call = query.connID
			}
		}
	}
	if call == 0 && !asked && live(state) && r.outlivesItsCall() {
		call = r.capture.ConnID
	}
	if state == StateOff {
		b.noteStop(r, call, at, found)
	}
	reports := b.onChange != nil && r.isNews(state, call)
	if reports {
		b.prepareIndication(r, call, state, r.causeOf(ours, asked, found || commanded && r.awaitsAnswer(), explained))
	} else {
		r.repeated = true
	}
	r.checkConflict(state, call, at)
	r.noteByCall(state, call, at)
	if !r.hasLeft(call) || !r.hasCall(r.capture.ConnID) {
		r.setCapture(state, call, at, found)
	}
	if r.isNotAsked || r.asksLater {
		r.forgetNotAsked()
	}
	if r.faultEndsBy(indication, connID) {
		r.fault = commandFault{}
	}
	changed := b.count(r)
	if reports {
		b.reportIndication(r, at)
	}
	if changed {
		b.reportShown(r, at)
	}
	if commanded {
		person, byQuery := b.offer(r, indication, connID, at)
		if !person {
			r.offerLate(indication, connID, at)
		}
		automatic = byQuery && !person
	}
	return automatic
}

// isAskedFor reports whether a start, stop, pause or resume of ours waits for this
// indication.
func (r *Row) isAskedFor(indication event.Indication, connID uint64) bool {
	for _, c := range r.open {
		if c.isSent() && c.Indicated.IsZero() && c.Verb.Asks() == indication && agree(c.connID, connID) {
			return true
		}
	}
	return false
}

// openQuery returns our oldest query that waits for an indication and does not name
// another call, nil if there is none.
func (r *Row) openQuery(connID uint64) *command {
	for _, c := range r.open {
		if c.Verb == event.VerbQuery && c.isSent() && c.Indicated.IsZero() && agree(c.connID, connID) {
			return c
		}
	}
	return nil
}

// awaitsAnswer reports whether a query of ours waits for an indication, for whichever call.
func (r *Row) awaitsAnswer() bool {
	for _, c := range r.open {
		if c.Verb == event.VerbQuery && c.isSent() && c.Indicated.IsZero() {
			return true
		}
	}
	return false
}

// outlivesItsCall reports whether the DN is on no call and the call of its capture has
// ended: an indication without a ConnID is then about that capture.
func (r *Row) outlivesItsCall() bool {
	return !r.OnCall() && live(r.capture.State) && r.hasLeft(r.capture.ConnID)
}

// setCapture sets the row's capture state. found reports that a query found the state: if
// it is a new one, it began at some earlier time.
func (r *Row) setCapture(state State, connID uint64, at time.Time, found bool) {
	// Over a gap the state may have changed and changed back: its age is known only from now
	// on.
	gap := r.capture.State == StateUnknown || r.unvouched&(StaleLink|StaleRegistration) != 0
	if gap || r.capture.State != state {
		r.capture.Since, r.capture.SinceIsLowerBound = at, gap || found
	}
	r.capture.State, r.capture.ConnID, r.capture.Heard = state, connID, at
	r.unvouched = 0
	if !r.callLeft.IsZero() {
		r.callLeft = time.Time{}
	}
}

// checkConflict compares an indication with the newest earlier one whose ConnID does not
// disagree. Different calls can have different states.
func (r *Row) checkConflict(state State, connID uint64, at time.Time) {
	for i := len(r.byCall) - 1; i >= 0; i-- {
		before := &r.byCall[i]
		if !agree(before.ConnID, connID) {
			continue
		}
		if before.State != state && before.turn == r.turn && at.Sub(before.Heard) <= ConflictWindow {
			r.conflict = [2]State{before.State, state}
		} else {
			r.conflict = [2]State{}
		}
		return
	}
}

// noteByCall keeps the last indication for each ConnID, the newest last.
func (r *Row) noteByCall(state State, connID uint64, at time.Time) {
	i := 0
	for i < len(r.byCall) && r.byCall[i].ConnID != connID {
		i++
	}
	switch last := len(r.byCall) - 1; {
	case i == MaxCaptures:
		copy(r.byCall, r.byCall[1:])
	case i > last:
		r.byCall = append(r.byCall, CallCapture{})
	case i < last:
		copy(r.byCall[i:], r.byCall[i+1:])
	}
	// Set field by field: building a value and copying it costs several times as much.
	newest := &r.byCall[len(r.byCall)-1]
	newest.ConnID, newest.State, newest.turn, newest.Heard = connID, state, r.turn, at
}
