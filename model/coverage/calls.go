package coverage

import (
	"slices"
	"time"

	"capdeck/model/board"
)

// isEstablished reports whether the DN has talked in the call.
func isEstablished(call *board.Call) bool {
	return call.State == board.CallTalking || call.State == board.CallHeld
}

// syncCalls brings the calls of a DN's stretch to those of its row. It begins the stretch
// with the first established call, and ends it with the release of the last.
func (c *Coverage) syncCalls(d *dn, at time.Time) {
	o := d.open
	if !d.watched || o != nil && o.isLost() {
		return // the calls of the snapshot count when the DN is watched
	}
	calls, begins := d.row.Calls(), false
	if o != nil {
		o.endCalls(d.row, at)
	}
	for i := range calls {
		call := &calls[i]
		if !isEstablished(call) && (o == nil || !o.hasCall(call.ConnID)) {
			continue
		}
		if o == nil {
			c.begin(d, at, call.ChangedIsLowerBound || call.State == board.CallHeld)
			o, begins = d.open, true
		}
		o.describe(call, at)
	}
	switch {
	case o == nil:
	case begins:
		c.start(d, at)
	case !o.stillHas(d.row):
		c.end(d, at, false)
	default:
		c.exclude(d, at)
		c.judge(d, at, GapNoAnswer)
	}
}

// callEnded applies the end of a call. The time since the last enabled is captured if that
// still vouches for it, and its call, or the last one, has ended.
func (c *Coverage) callEnded(d *dn, connID uint64, at time.Time) {
	if o := d.open; o != nil && !o.isLost() && (o.word == connID && connID != 0 || !o.stillHas(d.row)) {
		c.settle(d, at, c.vouches(d, at), GapNoAnswer)
	}
	c.syncCalls(d, at)
}

// hasCall reports whether a call of the stretch has this ConnID and has not ended.
func (o *open) hasCall(connID uint64) bool {
	return o.indexOf(connID) >= 0 || slices.Contains(o.more, connID)
}

// indexOf returns the index in stretch.Calls of the call with this ConnID that has not
// ended, -1 if there is none.
func (o *open) indexOf(connID uint64) int {
	for i := range o.stretch.Calls {
		if call := &o.stretch.Calls[i]; call.ConnID == connID && call.Ended.IsZero() {
			return i
		}
	}
	return -1
}

// stillHas reports whether a call of the stretch is on the DN.
func (o *open) stillHas(row *board.Row) bool {
	calls := row.Calls()
	for i := range calls {
		if calls[i].State != board.CallBridged && o.hasCall(calls[i].ConnID) {
			return true
		}
	}
	return false
}

// connID returns the ConnID of the oldest call of the stretch that has not ended, else of
// the newest one.
func (o *open) connID() uint64 {
	for i := range o.stretch.Calls {
		if call := &o.stretch.Calls[i]; call.Ended.IsZero() {
			return call.ConnID
		}
	}
	if len(o.more) > 0 {
		return o.more[0]
	}
	if last := len(o.stretch.Calls) - 1; last >= 0 {
		return o.stretch.Calls[last].ConnID
	}
	return 0
}

// describe adds a call of the DN to the stretch, or copies what is known about it.
func (o *open) describe(call *board.Call, at time.Time) {
	i := o.indexOf(call.ConnID)
	if i < 0 && slices.Contains(o.more, call.ConnID) {
		return
	}
	s := &o.stretch
	if i < 0 {
		if len(s.Calls) == MaxStretchCalls {
			s.MoreCalls++
			o.more = append(o.more, call.ConnID)
			return
		}
		i = len(s.Calls)
		s.Calls = append(s.Calls, StretchCall{ConnID: call.ConnID, Began: at})
	}
	kept := &s.Calls[i]
	kept.UUID, kept.Type, kept.Other = call.UUID, call.Type, call.Other
}

// endCalls ends the calls of the stretch that are no longer on the DN.
func (o *open) endCalls(row *board.Row, at time.Time) {
	for i := range o.stretch.Calls {
		if call := &o.stretch.Calls[i]; call.Ended.IsZero() && !isOn(row, call.ConnID) {
			call.Ended = at
		}
	}
	o.more = slices.DeleteFunc(o.more, func(connID uint64) bool { return !isOn(row, connID) })
}

// endAllCalls ends the calls that have not ended.
func (o *open) endAllCalls(at time.Time) {
	for i := range o.stretch.Calls {
		if call := &o.stretch.Calls[i]; call.Ended.IsZero() {
			call.Ended = at
		}
	}
	o.more = o.more[:0]
}

// renameCall gives a call of the DN's stretch a new ConnID. If the stretch has a call with
// that ConnID, the two become one.
func (d *dn) renameCall(from, connID uint64) {
	o := d.open
	if o == nil || from == 0 || from == connID {
		return
	}
	if o.word == from {
		o.word = connID
	}
	if k := slices.Index(o.more, from); k >= 0 {
		if o.hasCall(connID) {
			o.more = slices.Delete(o.more, k, k+1)
		} else {
			o.more[k] = connID
		}
	}
	i, j := o.indexOf(from), o.indexOf(connID)
	if i < 0 {
		return
	}
	o.stretch.Calls[i].ConnID = connID
	if j >= 0 {
		// The older one stays.
		later := max(i, j)
		o.stretch.Calls = slices.Delete(o.stretch.Calls, later, later+1)
	} else if k := slices.Index(o.more, connID); k >= 0 {
		o.more = slices.Delete(o.more, k, k+1)
	}
}

// exclude asks whether a stretch is outside the policy. What held for no time at all does
// not count.
func (c *Coverage) exclude(d *dn, at time.Time) {
	o := d.open
	if c.options.Excludes == nil {
		return
	}
	if at.After(o.filteredAt) {
		o.included = o.included || !o.filteredAt.IsZero() && !o.filtered
		o.filteredAt = at
	}
	was := o.excluded()
	o.filtered = c.options.Excludes(d.row)
	if is := o.excluded(); was != is {
		if is != NotExcluded {
			c.clearNotices(d, at)
		}
		c.version++
		c.count(d)
	}
}
