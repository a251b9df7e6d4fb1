package coverage

import (
	"time"

	"capdeck/model/board"
)

// clear returns that something is over, unless only the end of the program is the reason.
func (c *Coverage) clear(notice Notice) {
	if !c.closed {
		c.notices = append(c.notices, notice)
	}
}

// openGap notes that the stretch is not captured from a time on, which is a gap once it is
// longer than the grace.
func (o *open) openGap(from time.Time, cause GapCause) {
	if !o.gapFrom.IsZero() {
		return
	}
	o.gapFrom, o.gapOff, o.gapCause = from, 0, cause
	if !o.lived {
		o.gapCause = GapNotStarted
	}
}

// closeGap ends what may be a gap, and records it if it is one.
func (c *Coverage) closeGap(d *dn, at time.Time) {
	o := d.open
	o.closed = closedGap{Gap{Began: o.gapFrom, Ended: at, Off: o.gapOff, Cause: o.gapCause}, at.Sub(o.gapFrom) > c.options.Grace}
	if o.closed.kept {
		s := &o.stretch
		if len(s.Gaps) < MaxGaps {
			s.Gaps = append(s.Gaps, o.closed.Gap)
		} else {
			s.MoreGaps++
		}
		if due := c.gapDue(o); !due.IsZero() && !due.After(at) {
			c.raiseGap(d)
		}
	}
	c.clearGap(d, at)
	o.gapFrom = time.Time{}
}

// closedGap is what the last time without a verified capture was.
type closedGap struct {
	Gap
	kept bool // it was longer than the grace
}

// joinGap joins a gap to the one before it if that ended when this one began: an enabled
// came between them that nothing vouches for any more.
func (o *open) joinGap() {
	last := o.closed
	if !last.Ended.Equal(o.gapFrom) || !last.Ended.After(last.Began) {
		return
	}
	o.gapFrom, o.gapCause = last.Began, last.Cause
	o.gapOff += last.Off
	switch s := &o.stretch; {
	case !last.kept:
	case s.MoreGaps > 0:
		s.MoreGaps--
	default:
		s.Gaps = s.Gaps[:len(s.Gaps)-1]
	}
	o.closed = closedGap{}
}

// gapDue returns when the present gap of a stretch is to be raised, zero for never.
func (c *Coverage) gapDue(o *open) time.Time {
	if o.gapFrom.IsZero() || o.raised || o.isLost() || o.excluded() != NotExcluded {
		return time.Time{}
	}
	at := o.gapFrom
	if !o.noticeFrom.IsZero() && o.noticeFrom.After(at) {
		at = o.noticeFrom
	}
	at = at.Add(c.options.Grace + 1) // longer than the grace
	if c.options.Least > c.options.Grace {
		if least := o.stretch.Began.Add(c.options.Least); least.After(at) {
			return least
		}
	}
	return at
}

func (c *Coverage) raiseGap(d *dn) {
	o := d.open
	o.raised = true
	c.notices = append(c.notices, Notice{Kind: NoticeGap, Key: d.key, At: o.gapFrom, Raised: true, ConnID: o.connID(), Cause: o.gapCause})
}

func (c *Coverage) clearGap(d *dn, at time.Time) {
	if o := d.open; o.raised {
		o.raised = false
		c.clear(Notice{Kind: NoticeGap, Key: d.key, At: at, NotSeen: d.isUnseen(), ConnID: o.connID(), Cause: o.gapCause})
	}
}

// isUnseen reports whether what ends now ends unseen.
func (d *dn) isUnseen() bool { return !d.watched || d.open != nil && d.open.stretch.EndNotSeen }

// pauseDue returns when the present pause of a stretch is to be raised, zero for never.
func (c *Coverage) pauseDue(o *open) time.Time {
	if c.options.PauseLimit <= 0 || o.part != PartPaused || o.pausedLong || o.excluded() != NotExcluded {
		return time.Time{}
	}
	return o.since.Add(c.options.PauseLimit + 1) // longer than the limit
}

func (c *Coverage) raisePause(d *dn) {
	o := d.open
	o.pausedLong = true
	c.notices = append(c.notices, Notice{Kind: NoticePausedLong, Key: d.key, At: o.since.Add(c.options.PauseLimit), Raised: true, ConnID: o.connID()})
}

// endPause ends the pause that has begun at open.since and lasted for a time.
func (c *Coverage) endPause(d *dn, at time.Time, lasted time.Duration) {
	if lasted > c.options.PauseLimit && !c.pauseDue(d.open).IsZero() {
		c.raisePause(d)
	}
	c.clearPause(d, at)
}

func (c *Coverage) clearPause(d *dn, at time.Time) {
	if o := d.open; o.pausedLong {
		o.pausedLong = false
		c.clear(Notice{Kind: NoticePausedLong, Key: d.key, At: at, NotSeen: d.isUnseen(), ConnID: o.connID()})
	}
}

// clearNotices clears what was raised about a stretch that turns out to be outside the
// policy.
func (c *Coverage) clearNotices(d *dn, at time.Time) {
	c.clearGap(d, at)
	c.clearPause(d, at)
}

// checkAfterCall checks whether the capture of a call goes on although the DN is on no
// call, and the agent does not work on the call any more.
func (c *Coverage) checkAfterCall(d *dn, at time.Time) {
	if c.options.AfterCall <= 0 {
		return
	}
	row := d.row
	goesOn := d.watched && d.open == nil && row.State() == board.StateRec && row.Stale() == 0 && !row.OnCall()
	if goesOn {
		goesOn = row.Capture().ConnID != 0 && row.Agent().State != board.AgentAfterCallWork
	}
	if goesOn && d.after.IsZero() && c.options.Excludes != nil {
		goesOn = !c.options.Excludes(row)
	}
	switch {
	case !goesOn:
		c.endAfterCall(d, at)
	case d.after.IsZero():
		d.after = at
	}
}

// endAfterCall notes that no capture goes on without a call.
func (c *Coverage) endAfterCall(d *dn, at time.Time) {
	if d.after.IsZero() {
		return
	}
	d.after = time.Time{}
	if d.afterRaised {
		d.afterRaised = false
		c.clear(Notice{Kind: NoticeCapturedLong, Key: d.key, At: at, NotSeen: d.isUnseen(), ConnID: d.row.Capture().ConnID})
	}
}

// afterDue returns when a capture without a call is to be raised, zero for never.
func (c *Coverage) afterDue(d *dn) time.Time {
	if d.after.IsZero() || d.afterRaised {
		return time.Time{}
	}
	return d.after.Add(c.options.AfterCall + 1) // longer than allowed
}

// dueOf returns when time next raises something about a DN, zero for never.
func (c *Coverage) dueOf(d *dn) time.Time {
	switch o := d.open; {
	case o == nil:
		return c.afterDue(d)
	case o.part == PartPaused:
		return c.pauseDue(o)
	default:
		return c.gapDue(o)
	}
}

// raiseDue raises what is due about a DN at time now.
func (c *Coverage) raiseDue(d *dn, now time.Time) {
	due := func(at time.Time) bool { return !at.IsZero() && !at.After(now) }
	if d.open == nil {
		if at := c.afterDue(d); due(at) {
			d.afterRaised = true
			c.notices = append(c.notices, Notice{
				Kind: NoticeCapturedLong, Key: d.key, At: at.Add(-1), Raised: true, ConnID: d.row.Capture().ConnID,
			})
		}
		return
	}
	if due(c.gapDue(d.open)) {
		c.raiseGap(d)
	}
	if due(c.pauseDue(d.open)) {
		c.raisePause(d)
	}
}
