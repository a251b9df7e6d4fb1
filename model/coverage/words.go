package coverage

import (
	"time"

	"capdeck/model/board"
)

// partOf returns what the present moment of a DN on a call is, and the indication that
// decides it: the newest one that named a call which is still on the DN, or that named
// none. One that named none does not count any more if a newer one differs, even if that
// named a call that has ended. word is nil if there is none since the link or the
// registration was last lost.
func partOf(row *board.Row) (part Part, word *board.CallCapture) {
	captures := row.CapturesByCall()
	newest := board.StateUnknown // of the indications for other calls
	for i := len(captures) - 1; i >= 0; i-- {
		w := &captures[i]
		if row.Standing(w) == board.CaptureBeforeLoss {
			continue
		}
		if isOn(row, w.ConnID) {
			if w.ConnID != 0 || newest == board.StateUnknown || newest == w.State {
				word = w
			}
			break
		}
		if newest == board.StateUnknown {
			newest = w.State
		}
	}
	// What was indicated for a call that has left is not what counts here.
	if word == nil || row.Stale()&^board.StaleCallLeft != 0 {
		return PartUnverified, word
	}
	switch word.State {
	case board.StateRec:
		return PartCaptured, word
	case board.StatePaused:
		return PartPaused, word
	case board.StateOff:
		return PartOff, word
	}
	return PartUnverified, word
}

// isOn reports whether an indication with this ConnID counts for the DN: the call is on
// the DN, or the indication named none.
func isOn(row *board.Row, connID uint64) bool {
	if connID == 0 {
		return true
	}
	calls := row.Calls()
	for i := range calls {
		if calls[i].ConnID == connID {
			return calls[i].State != board.CallBridged
		}
	}
	return false
}

// judge sets the present part of a DN's stretch to what its row shows. cause is why a gap
// begins, if one does.
func (c *Coverage) judge(d *dn, at time.Time, cause GapCause) { c.judgeWord(d, at, cause, true) }

// judgeWord is judge. atMost reports that a capture which is seen for the first time began
// earlier.
func (c *Coverage) judgeWord(d *dn, at time.Time, cause GapCause, atMost bool) {
	o := d.open
	if o == nil || o.isLost() {
		return
	}
	part, word := partOf(d.row)
	if !d.watched {
		part = PartUnverified
	}
	if part == PartCaptured {
		captures := d.row.CapturesByCall()
		o.heard, o.word, o.isNewest = word.Heard, word.ConnID, word == &captures[len(captures)-1]
	}
	c.become(d, at, part, cause)
	o.lived = o.lived || part == PartCaptured || part == PartPaused
	s := &o.stretch
	if part == PartCaptured && !s.EverCaptured {
		s.EverCaptured, s.AtMost, s.CapturedAfter = true, atMost, o.since.Sub(s.Began)
		if !o.spoken {
			s.UnverifiedStart = s.Unverified
		}
	}
	o.spoken = o.spoken || word != nil
}

// indication applies an indication.
func (c *Coverage) indication(d *dn, change *board.Change, at time.Time) {
	o := d.open
	if o == nil || o.isLost() {
		return
	}
	if !isOn(d.row, change.ConnID) {
		c.judge(d, at, GapNoAnswer)
		return
	}
	enabled := change.State == board.StateRec
	cause := o.causeOf(change)
	c.settle(d, at, enabled || change.Cause != board.CauseQuery, cause)
	c.judgeWord(d, at, cause, change.Cause == board.CauseQuery)
}

// causeOf returns why a gap begins with an indication.
func (o *open) causeOf(change *board.Change) GapCause {
	switch {
	case !o.lived:
		return GapNotStarted
	case change.Cause == board.CauseCommand:
		return GapStoppedByUs
	case change.Cause == board.CauseOther:
		return GapStoppedByOther
	}
	return GapStopped
}

// queryFailed applies that a query went unanswered.
func (c *Coverage) queryFailed(d *dn, at time.Time) {
	o := d.open
	if o == nil || o.isLost() || d.row.Stale()&board.StaleQuery == 0 {
		return
	}
	c.settle(d, at, false, GapNoAnswer)
	c.judge(d, at, GapNoAnswer)
}

// vouches reports whether the last enabled still vouches for the capture at the release of
// its call (Options.Interval).
func (c *Coverage) vouches(d *dn, at time.Time) bool {
	if c.options.Interval == nil {
		return false
	}
	interval := c.options.Interval(d.key.Site)
	return interval > 0 && at.Sub(d.open.heard) <= interval+interval/releaseSlack
}

// releaseSlack is the part of the interval for which an enabled vouches beyond it: queries
// that are due together leave together, a little later, and their answers take time.
const releaseSlack = 4
