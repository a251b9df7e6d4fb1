package coverage

import (
	"time"

	"capdeck/model/board"
)

// Coverage keeps the coverage of the DNs of a board. Create one with New; one goroutine
// uses it at a time, that of the board.
type Coverage struct {
	options Options
	now     time.Time // the latest time that it was told
	began   time.Time // the first one
	told    time.Time // when what lasts of the times without watch was told
	version uint64
	closed  bool
	fetched int

	stoppedFrom, stoppedTo time.Time // when the process was last stopped

	dns   []*dn  // by Row.Number; nil for a number without a row
	idle  []bool // by Row.Number: the DN has no stretch, and no capture goes on without one
	due   deadlines
	spare []*open // ended ones, to be used again

	all   tally
	sites map[string]*site

	stretches []Stretch
	blinds    []Blind
	notices   []Notice
}

// New returns a Coverage that has seen nothing.
func New(options Options) *Coverage {
	return &Coverage{options: options, sites: make(map[string]*site)}
}

// Changed applies a change of the board. It retains nothing of it, and allocates nothing
// for an indication.
func (c *Coverage) Changed(change *board.Change) {
	if c.closed {
		return
	}
	if !change.Repeated.IsZero() {
		c.dnOf(change.Row).repeated(change.Repeated)
	}
	if change.Kind != board.ChangeIndication {
		c.advance(change.At)
	} else if n := change.Row.Number(); n < len(c.idle) && c.idle[n] && (change.State != board.StateRec || change.ConnID == 0) {
		return // of many DNs most are idle, and this touches nothing else of them
	}
	switch change.Kind {
	case board.ChangeLink:
		c.siteOf(change.Key.Site).linkChanged(change.Up, change.At)
		return
	case board.ChangeSilence, board.ChangeSent, board.ChangeEnded, board.ChangeOther, board.ChangeStopped, board.ChangeFault:
		return
	}
	if change.Row == nil {
		return
	}
	d := c.dnOf(change.Row)
	at := d.notBefore(change.At)
	switch change.Kind {
	case board.ChangeIndication:
		c.indication(d, change, at)
	case board.ChangeQueryFailed:
		c.queryFailed(d, at)
	case board.ChangeStale:
		c.judge(d, at, GapNoAnswer)
	case board.ChangeCall:
		c.syncCalls(d, at)
	case board.ChangeCallEnded:
		c.callEnded(d, change.ConnID, at)
	case board.ChangeCallRenamed:
		d.renameCall(change.From, change.ConnID)
		c.syncCalls(d, at)
	case board.ChangeWatched:
		c.watch(d, at)
	case board.ChangeUnwatched:
		c.unwatch(d, at)
	case board.ChangeAdded:
		c.regroup(d)
		return
	case board.ChangeRemoved:
		c.remove(d, at)
		return
	}
	if d.open == nil || !d.after.IsZero() {
		c.checkAfterCall(d, at)
	}
	c.schedule(d)
	c.idle[d.row.Number()] = d.open == nil && d.after.IsZero()
}

// Fetch reads what belongs to rows that will soon change (Board.OnFetch). The sum has no
// meaning; it is kept so that the compiler keeps the reads.
func (c *Coverage) Fetch(rows []*board.Row) {
	for _, row := range rows {
		if d := c.busy(row); d != nil && d.watched {
			c.fetched++
		}
	}
	for _, row := range rows {
		if d := c.busy(row); d != nil && d.open != nil {
			c.fetched += int(d.open.part)
		}
	}
}

// busy returns what is known about the DN of a row, or nil if it is idle.
func (c *Coverage) busy(row *board.Row) *dn {
	if row == nil {
		return nil
	}
	if n := row.Number(); n < len(c.dns) && !c.idle[n] {
		return c.dns[n]
	}
	return nil
}

// advance notes a time, which may be zero.
func (c *Coverage) advance(at time.Time) {
	if at.After(c.now) {
		c.now = at
		if c.began.IsZero() {
			c.began = at
		}
	}
}

// Expire does everything that is due at time now: gaps begin, pauses become too long.
func (c *Coverage) Expire(now time.Time) {
	c.advance(now)
	for len(c.due) > 0 && !c.due[0].due.After(now) {
		d := c.due[0]
		c.due.remove(d)
		c.raiseDue(d, now)
		c.schedule(d)
	}
	c.tellBlinds(now)
}

// NextDeadline returns when Expire next has something to do; ok is false if never. There
// may turn out to be nothing to do.
func (c *Coverage) NextDeadline() (at time.Time, ok bool) {
	if len(c.due) == 0 {
		return time.Time{}, false
	}
	return c.due[0].due, true
}

// Standing returns how a DN stands at present.
func (c *Coverage) Standing(row *board.Row) Standing {
	n := row.Number()
	if n >= len(c.dns) || c.dns[n] == nil || c.dns[n].row != row {
		return Standing{}
	}
	o := c.dns[n].open
	if o == nil || o.isLost() {
		return Standing{}
	}
	s := &o.stretch
	return Standing{
		Part: o.part, Began: s.Began, AtLeast: s.AtLeast, Lacking: o.lacking, Excluded: o.excluded() != NotExcluded,
		EverCaptured: s.EverCaptured, AtMost: s.AtMost, CapturedAfter: s.CapturedAfter,
	}
}

// Excludes reports whether a DN is outside the policy at a time: its stretch is, or, while it
// has none, the DN itself or the time.
func (c *Coverage) Excludes(row *board.Row, at time.Time) bool {
	if n := row.Number(); n >= 0 && n < len(c.dns) && c.dns[n] != nil && c.dns[n].row == row && c.dns[n].open != nil {
		return c.dns[n].open.excluded() != NotExcluded
	}
	return c.options.Excludes != nil && c.options.Excludes(row) || c.options.ExcludesTime != nil && c.options.ExcludesTime(at)
}

// Counts returns the counts of a site's DNs, or of all sites' for "": it adds up those of
// the teams.
func (c *Coverage) Counts(site string) (all Counts) {
	for name, s := range c.sites {
		if site == "" || name == site {
			all.add(s.counts())
		}
	}
	return all
}

// TeamCounts returns the counts of a team's DNs, "" for those without a team.
func (c *Coverage) TeamCounts(site, team string) Counts {
	if t := c.teamTally(site, team); t != nil {
		return t.counts()
	}
	return Counts{}
}

// Sums returns the sums over the stretches of a site, or of all sites for "", that ended
// since the Coverage was created.
func (c *Coverage) Sums(site string) Sums {
	if t := c.tallyOf(site); t != nil {
		return t.sums
	}
	return Sums{}
}

// TeamSums returns the sums of a team, "" for the DNs without a team, and the 95th
// percentile of its time to capture (Stretch.CapturedAfter, of stretches that are not
// excluded and not AtLeast, and without those that are AtMost). It is never below the true
// value, and at most 1/32 above. ok is false if there is none.
func (c *Coverage) TeamSums(site, team string) (sums Sums, toCapture time.Duration, ok bool) {
	t := c.teamTally(site, team)
	if t == nil {
		return Sums{}, 0, false
	}
	toCapture, ok = t.percentile()
	return t.sums, toCapture, ok
}

// ToCapture returns the 95th percentile of a site's time to capture, or of all sites' for
// "", as TeamSums does.
func (c *Coverage) ToCapture(site string) (toCapture time.Duration, ok bool) {
	if t := c.tallyOf(site); t != nil {
		return t.percentile()
	}
	return 0, false
}

// Version changes whenever Standing, Counts or Sums change other than with the time.
func (c *Coverage) Version() uint64 { return c.version }

// Stopped notes that the process was stopped between two times. If the link is lost
// shortly after that, nothing was watched from the first one on: what the link delivered
// then came too late.
func (c *Coverage) Stopped(from, to time.Time) {
	c.stoppedFrom, c.stoppedTo = from, to
}

// Close ends the open stretches, since nothing more will be seen, and what is not watched.
// The captures that the recorder vouches for are taken as captured until now. What was
// raised is not cleared: nobody sees its end. After that the Coverage changes no more.
func (c *Coverage) Close(now time.Time) {
	if c.closed {
		return
	}
	c.advance(now)
	c.closed = true
	for _, d := range c.dns {
		if d != nil {
			c.leave(d, now)
		}
	}
	c.dns, c.due = nil, nil
}

// TakeStretches returns the stretches that ended since the last call, in their order.
// What is not taken is kept.
func (c *Coverage) TakeStretches() []Stretch {
	taken := c.stretches
	c.stretches = nil
	return taken
}

// TakeBlinds returns the times without watch that ended since the last call. What is not
// taken is kept.
func (c *Coverage) TakeBlinds() []Blind {
	taken := c.blinds
	c.blinds = nil
	return taken
}

// TakeNotices returns what is to be raised or cleared since the last call, in its order.
// What is not taken is kept.
func (c *Coverage) TakeNotices() []Notice {
	taken := c.notices
	c.notices = nil
	return taken
}
