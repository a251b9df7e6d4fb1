package coverage

import "time"

// open is a stretch that has not ended. The parts in stretch do not yet contain the time
// from since on, nor what is undecided.
type open struct {
	// What an indication needs comes first, so that it is in few cache lines.

	part     Part
	isNewest bool // the enabled that counts at present is the newest indication of the DN
	spoken   bool // the recorder said something about a call of it
	lived    bool // and it was enabled or paused

	raised     bool // the gap was raised
	gapCause   GapCause
	pausedLong bool // the present pause, which began at since, was raised

	included  bool // at some earlier time the filter did not exclude it
	filtered  bool // the filter excludes it at present
	outOfTime bool // it began in a window of time that is excluded

	word    uint64 // the call that the enabled named which counts at present, 0 for none
	since   time.Time
	gapFrom time.Time // zero if no gap may have begun
	gapOff  time.Duration
	lacking time.Time // Standing.Lacking
	lostAt  time.Time // when its DN was last no longer watched, zero while it is

	// While it is captured, the time from since on is provisional. It stays so if the part
	// becomes not verifiable without a word of the recorder: it is then from undecidedFrom to
	// undecidedTo, both zero if there is none.
	undecidedFrom, undecidedTo time.Time

	heard      time.Time // when the enabled that counts arrived, or was repeated
	closed     closedGap
	noticeFrom time.Time // when its DN was last found again: a gap is raised only if it lasts after that

	stretch    Stretch
	more       []uint64 // the ConnIDs of the calls beyond MaxStretchCalls that are on the DN
	filteredAt time.Time
}

// isLost reports whether its DN is not watched at present.
func (o *open) isLost() bool { return !o.lostAt.IsZero() }

// isProvisional reports whether settle has something to decide.
func (o *open) isProvisional() bool { return o.part == PartCaptured || !o.undecidedFrom.IsZero() }

// excluded returns why it is outside the policy, as far as its length is not the reason.
func (o *open) excluded() Exclusion {
	switch {
	case o.filtered && !o.included:
		return ExcludedByFilter
	case o.outOfTime:
		return ExcludedTime
	}
	return NotExcluded
}

// begin begins a stretch.
func (c *Coverage) begin(d *dn, at time.Time, atLeast bool) {
	var o *open
	if last := len(c.spare) - 1; last >= 0 {
		o, c.spare = c.spare[last], c.spare[:last]
	} else {
		o = new(open)
	}
	*o = open{more: o.more[:0], since: at}
	o.stretch = Stretch{Key: d.key, Began: at, AtLeast: atLeast}
	o.outOfTime = c.options.ExcludesTime != nil && c.options.ExcludesTime(at)
	d.open = o
	c.endAfterCall(d, at)
}

// start judges a stretch that has just begun, with its calls.
func (c *Coverage) start(d *dn, at time.Time) {
	o := d.open
	c.exclude(d, at)
	// What was indicated while the call was ringing counts from the start.
	part, _ := partOf(d.row)
	o.stretch.EverCaptured = part == PartCaptured
	c.judge(d, at, GapNotStarted)
	c.count(d)
	c.version++
}

// end ends the stretch of a DN. What is undecided is not verifiable.
func (c *Coverage) end(d *dn, at time.Time, notSeen bool) {
	o := d.open
	if at.Before(o.since) {
		at = o.since
	}
	if !o.undecidedFrom.IsZero() || o.part == PartCaptured {
		cause := GapNoAnswer
		if o.isLost() {
			cause = GapLinkLost
		}
		c.settle(d, at, false, cause)
	}
	endedPaused := o.part == PartPaused && !notSeen
	raised := o.pausedLong
	connID := o.connID()
	o.stretch.EndNotSeen = notSeen
	c.become(d, at, PartNone, GapNoAnswer)
	o.endAllCalls(at)
	s := &o.stretch
	s.Ended, s.EndedPaused = at, endedPaused
	s.Label, s.Team, s.Agent = d.row.Label(), d.row.Team(), d.row.Agent().ID
	switch excluded := o.excluded(); {
	case excluded != NotExcluded:
		s.Excluded = excluded
	case s.Length() < c.options.Least:
		s.Excluded = ExcludedShort
	}
	if endedPaused && !raised && s.Excluded == NotExcluded {
		notice := Notice{Kind: NoticeEndedPaused, Key: d.key, At: at, Raised: true, ConnID: connID}
		c.notices = append(c.notices, notice)
		notice.Raised = false
		c.notices = append(c.notices, notice)
	}
	for _, t := range [...]*tally{&c.all, &d.site.tally, d.team} {
		t.add(s)
	}
	c.stretches = append(c.stretches, *s)
	d.open = nil
	o.stretch = Stretch{}
	c.spare = append(c.spare, o)
	c.count(d)
	c.version++
}

// become changes the present part of a stretch, and sums the one that ends, at a time not
// before open.since. cause is why a gap begins, if one does.
func (c *Coverage) become(d *dn, at time.Time, part Part, cause GapCause) {
	o := d.open
	if part == o.part {
		return
	}
	if part != PartUnverified && o.isProvisional() {
		// What is provisional still was not settled by what is known now.
		c.settle(d, at, false, cause)
	}
	s, passed := &o.stretch, at.Sub(o.since)
	switch o.part {
	case PartCaptured:
		if passed > 0 {
			o.undecidedFrom, o.undecidedTo = o.since, at
		}
	case PartPaused:
		s.Paused += passed
		s.PausedWithin += c.withinLimit(passed)
		c.endPause(d, at, passed)
	case PartOff:
		s.Off += passed
		o.gapOff += passed
	case PartUnverified:
		s.Unverified += passed
	}
	o.part, o.since = part, at
	switch {
	case part == PartOff || part == PartUnverified:
		o.openGap(at, cause)
	case !o.gapFrom.IsZero():
		c.closeGap(d, at)
	}
	if part == PartCaptured {
		o.lacking = time.Time{}
	} else if o.lacking.IsZero() {
		o.lacking = at
	}
	c.version++
	c.count(d)
}

// withinLimit returns the part of a pause that is within the limit.
func (c *Coverage) withinLimit(pause time.Duration) time.Duration {
	if limit := c.options.PauseLimit; limit > 0 {
		return min(pause, limit)
	}
	return pause
}

// settle decides about the time since the last enabled until a time not before open.since:
// it was captured, or it is not verifiable.
func (c *Coverage) settle(d *dn, at time.Time, captured bool, cause GapCause) {
	o := d.open
	from, to := o.undecidedFrom, o.undecidedTo
	switch {
	case !from.IsZero():
		o.undecidedFrom, o.undecidedTo = time.Time{}, time.Time{}
	case o.part == PartCaptured:
		from, to, o.since = o.since, at, at
	default:
		return
	}
	if captured {
		o.stretch.Captured += to.Sub(from)
		return
	}
	if !to.After(from) {
		return
	}
	o.stretch.Unverified += to.Sub(from)
	if o.part == PartCaptured {
		o.part = PartUnverified // until the caller sets what it is now
	}
	if o.gapFrom.IsZero() {
		o.openGap(from, cause)
		o.joinGap()
	} else if from.Before(o.gapFrom) {
		// Not only the loss of the link is the reason any more.
		o.gapFrom, o.gapCause, o.noticeFrom = from, cause, time.Time{}
		o.joinGap()
	}
	if o.gapFrom.Before(from) {
		from = o.gapFrom
	}
	if o.lacking.IsZero() || from.Before(o.lacking) {
		o.lacking = from
	}
	c.version++
	c.count(d)
}
