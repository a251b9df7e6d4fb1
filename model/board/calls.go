package board

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// callEvent applies an event of a call (SEMANTICS.md, Calls).
func (b *Board) callEvent(s *site, e *event.Event) {
	r := s.rowOf(e)
	connID := e.ConnID()
	if r == nil || connID == 0 {
		return
	}
	b.expireRow(r, e.Time)
	b.rememberCalls(r)
	b.explainByCall(r, e.Message.Type, e.Time)
	from, verifies := uint64(0), false
	switch e.Message.Type {
	case wire.EventReleased, wire.EventAbandoned, wire.EventDiverted:
		// Not by an alias: after a rename, a call that ends under the old ConnID is not the call
		// that continues under the new one.
		original := r.originalOf(connID)
		r.removeCall(connID, e.Time)
		if state, _ := e.Message.Int(wire.AttributeCallState); state == callStateConferenced {
			r.consultJoined(original, e.Time)
		}
	case wire.EventPartyChanged:
		from = previousOf(&e.Message)
		r.renameCall(from, connID, e.Time)
		b.describeCall(r, connID, e)
	case wire.EventPartyAdded:
		r.partyAdded(r.resolve(connID, e.Time), e.Time)
	default:
		id := r.resolve(connID, e.Time)
		r.noteHeld(id, e.Message.Type)
		before := r.callState(id)
		r.setCall(id, callStateOf(e.Message.Type), e.Time)
		b.describeCall(r, id, e)
		verifies = b.verifyLater(r, id, before, e)
	}
	r.noteCalls(e.Time)
	b.count(r)
	b.reportCallEvent(r, e, connID, from)
	b.reportShown(r, e.Time)
	if verifies {
		b.place(r)
	}
	b.schedule(r)
}

// previousOf returns the ConnID that a call had before an EventPartyChanged, or the call
// that another event's consult call is about; 0 if there is none. A consult call's events
// name it in either attribute, or in both (SEMANTICS.md, Calls).
func previousOf(m *wire.RawMessage) uint64 {
	if id, ok := m.Long(wire.AttributePreviousConnID); ok && id != 0 {
		return id
	}
	id, _ := m.Long(wire.AttributeTransferConnID)
	return id
}

// explainByCall records which indication an event of a call explains: many recorders pause
// or stop while a call is on hold.
func (b *Board) explainByCall(r *Row, t wire.MessageType, at time.Time) {
	switch t {
	case wire.EventHeld:
		b.explain(r, event.Paused, byCall(event.Paused), at)
		b.explain(r, event.Disabled, byCall(event.Disabled), at)
	case wire.EventRetrieved, wire.EventEstablished:
		b.explain(r, event.Enabled, byCall(event.Enabled), at)
	case wire.EventReleased, wire.EventAbandoned, wire.EventDiverted:
		b.explain(r, event.Disabled, byCall(event.Disabled), at)
	}
}

func callStateOf(t wire.MessageType) CallState {
	switch t {
	case wire.EventRinging:
		return CallRinging
	case wire.EventDialing, wire.EventNetworkReached:
		return CallDialing
	case wire.EventEstablished, wire.EventRetrieved:
		return CallTalking
	case wire.EventHeld:
		return CallHeld
	case wire.EventDestinationBusy:
		return CallBusy
	case wire.EventBridged:
		return CallBridged
	}
	return CallPresent
}

func (r *Row) findCall(connID uint64) int {
	for i := range r.calls {
		if r.calls[i].ConnID == connID {
			return i
		}
	}
	return -1
}

// callState returns the state of a call, CallPresent if it is not on the DN.
func (r *Row) callState(connID uint64) CallState {
	if i := r.findCall(connID); i >= 0 {
		return r.calls[i].State
	}
	return CallPresent
}

// hasCall reports whether the call is on the DN; 0 means no call.
func (r *Row) hasCall(connID uint64) bool { return connID != 0 && r.findCall(connID) >= 0 }

// isOn reports whether the DN is a party of the call at time now.
func (r *Row) isOn(connID uint64, now time.Time) bool {
	i := r.findCall(connID)
	return connID != 0 && i >= 0 && r.calls[i].counts(now)
}

// hasLeft reports whether the call is known to have left the DN.
func (r *Row) hasLeft(connID uint64) bool {
	return connID != 0 && slices.Contains(r.left, connID)
}

func (r *Row) setCall(connID uint64, state CallState, at time.Time) {
	i := r.findCall(connID)
	if i < 0 {
		begins := state == CallRinging || state == CallDialing
		i = r.addCall(Call{ConnID: connID, State: state, Changed: at, Began: at, BeganIsLowerBound: !begins})
	} else if c := &r.calls[i]; c.State == state || state == CallDialing && isAnswered(c.State) {
		// EventNetworkReached may arrive after the answer.
		return
	}
	c := &r.calls[i]
	c.State, c.Changed, c.ChangedIsLowerBound = state, at, false
	r.turn++
}

// isAnswered reports whether the DN has talked in the call.
func isAnswered(s CallState) bool { return s == CallTalking || s == CallHeld }

// addCall makes room for a call and returns its index.
func (r *Row) addCall(c Call) int {
	if len(r.calls) == MaxCalls {
		oldest := 0
		for i := range r.calls {
			if r.calls[i].Changed.Before(r.calls[oldest].Changed) {
				oldest = i
			}
		}
		r.calls = slices.Delete(r.calls, oldest, oldest+1)
	}
	if i := slices.Index(r.left, c.ConnID); i >= 0 {
		r.left = slices.Delete(r.left, i, i+1)
	}
	if r.capture.ConnID == c.ConnID {
		r.callLeft = time.Time{}
	}
	r.calls = append(r.calls, c)
	return len(r.calls) - 1
}

// describeCall copies the other party and the call's type from an event.
func (b *Board) describeCall(r *Row, connID uint64, e *event.Event) {
	i := r.findCall(connID)
	if i < 0 {
		return
	}
	other, ok := e.Message.Text(wire.AttributeOtherDN)
	if !ok || len(other) == 0 {
		other, _ = e.Message.Text(wire.AttributeANI)
	}
	if len(other) > 0 {
		r.calls[i].Other = b.text(other)
	}
	if queue, ok := e.Message.Text(wire.AttributeThisQueue); ok && len(queue) > 0 {
		r.calls[i].Queue = b.text(queue)
	}
	if uuid, ok := e.Message.Text(wire.AttributeCallUUID); ok && len(uuid) > 0 {
		r.calls[i].UUID = b.text(uuid)
	}
	if id := previousOf(&e.Message); e.Message.Type != wire.EventPartyChanged && id != 0 && id != connID {
		r.calls[i].Original = r.resolve(id, e.Time)
	}
	if t, ok := e.Message.Int(wire.AttributeCallType); ok && t != 0 {
		r.calls[i].Type = t
	}
}

// removeCall removes a call from the DN. The release of a call that was never seen ends no
// call, but a capture may have been indicated for that call.
func (r *Row) removeCall(connID uint64, at time.Time) {
	if i := r.findCall(connID); i >= 0 {
		r.calls = slices.Delete(r.calls, i, i+1)
	}
	r.callGone(connID, at)
}

// callGone records that a call has ended. Its indications no longer count for the row's
// state while another call is there, and a capture that was indicated for it needs a new
// indication. A second release of the call gives the capture no more time.
func (r *Row) callGone(connID uint64, at time.Time) {
	r.noteLeft(connID)
	r.leftAt = at
	r.turn++
	if r.capture.State != StateUnknown && r.capture.ConnID == connID && r.callLeft.IsZero() {
		r.callLeft = at
	}
}

// noteLeft remembers a call that has ended. If the list is full, it drops the oldest call
// that no capture names, so that no capture outlives what is known about its call.
func (r *Row) noteLeft(connID uint64) {
	at := slices.Index(r.left, connID)
	if at < 0 && len(r.left) == maxLeft {
		at = slices.IndexFunc(r.left, func(id uint64) bool { return !r.namesCall(id) })
	}
	if at >= 0 {
		r.left = slices.Delete(r.left, at, at+1)
	}
	r.left = append(r.left, connID)
}

// namesCall reports whether a capture of the DN was indicated for the call.
func (r *Row) namesCall(connID uint64) bool {
	return r.capture.ConnID == connID || slices.ContainsFunc(r.byCall, func(c CallCapture) bool { return c.ConnID == connID })
}

// renameCall gives a call, its captures and the commands that name it a new ConnID. The
// old one stays an alias for AliasTime. If there is already a call with the new ConnID,
// the two become one (SEMANTICS.md, Calls).
func (r *Row) renameCall(previous, connID uint64, at time.Time) {
	r.turn++
	i := r.findCall(previous)
	if previous == 0 || previous == connID || i < 0 {
		if r.findCall(connID) < 0 {
			r.addCall(Call{ConnID: connID, Changed: at, ChangedIsLowerBound: true, Began: at, BeganIsLowerBound: true})
		}
		if previous == 0 || previous == connID {
			return
		}
	} else {
		r.mergeCall(i, connID)
	}
	r.consultJoined(connID, at)
	r.renameCaptures(previous, connID)
	r.renameStops(previous, connID)
	for _, list := range [][]*command{r.open, r.echoes, r.ended} {
		for _, c := range list {
			if c.connID == previous {
				c.connID = connID
			}
		}
	}
	for k := range r.calls {
		if r.calls[k].Original == previous {
			r.calls[k].Original = connID
		}
	}
	r.addAlias(previous, connID, at)
}

// mergeCall gives the call at index i a new ConnID. If two calls become one, the one that
// talks is better known than the other.
func (r *Row) mergeCall(i int, connID uint64) {
	renamed := r.calls[i]
	r.calls = slices.Delete(r.calls, i, i+1)
	if j := r.findCall(connID); j >= 0 {
		other := &r.calls[j]
		if other.State == CallTalking && renamed.State != CallTalking {
			renamed.State, renamed.Changed, renamed.ChangedIsLowerBound = other.State, other.Changed, other.ChangedIsLowerBound
		}
		if other.Began.Before(renamed.Began) {
			renamed.Began, renamed.BeganIsLowerBound = other.Began, other.BeganIsLowerBound
		}
		if renamed.verifyAt.IsZero() {
			renamed.verifyAt = other.verifyAt
		}
		r.calls = slices.Delete(r.calls, j, j+1)
	}
	renamed.ConnID = connID
	if renamed.Original == connID {
		renamed.Original = 0
	}
	r.addCall(renamed)
}

func (r *Row) renameCaptures(previous, connID uint64) {
	if r.capture.ConnID == previous {
		r.capture.ConnID = connID
		r.callLeft = time.Time{}
	}
	from, to := -1, -1
	for i := range r.byCall {
		switch r.byCall[i].ConnID {
		case previous:
			from = i
		case connID:
			to = i
		}
	}
	if from < 0 {
		return
	}
	r.byCall[from].ConnID = connID
	if to >= 0 {
		older := min(from, to)
		r.byCall = append(r.byCall[:older], r.byCall[older+1:]...)
	}
}

func (r *Row) addAlias(previous, connID uint64, at time.Time) {
	kept := r.aliases[:0]
	for _, a := range r.aliases {
		if a.from == connID || a.from == previous || !a.until.After(at) {
			continue
		}
		if a.to == previous {
			a.to = connID
		}
		kept = append(kept, a)
	}
	if len(kept) == maxAliases {
		kept = append(kept[:0], kept[1:]...)
	}
	r.aliases = append(kept, alias{previous, connID, at.Add(AliasTime)})
}

// resolve returns the present ConnID of a call.
func (r *Row) resolve(connID uint64, at time.Time) uint64 {
	for i := range r.aliases {
		if r.aliases[i].from == connID && r.aliases[i].until.After(at) {
			return r.aliases[i].to
		}
	}
	return connID
}

// forgetCalls drops everything that ends with the session or the link, at time at. If the
// DN was watched, its ChangeUnwatched reports that.
func (b *Board) forgetCalls(r *Row, at time.Time) {
	b.rememberCalls(r)
	agent := r.agent
	r.calls = r.calls[:0]
	r.left, r.aliases = r.left[:0], r.aliases[:0]
	r.dropStop()
	r.agent = Agent{}
	r.status, r.hasStatus = 0, false
	if r.rare != nil {
		r.rare.conferenced = conferenced{}
	}
	r.callLeft = time.Time{}
	r.onCall, r.established, r.busyEnds = false, false, time.Time{}
	r.turn++
	r.lossTurn = r.turn
	if !r.reported.watched() {
		b.reportAgent(r, at, &agent)
		b.reportCalls(r, at, true)
	}
}
