package coverage

import (
	"time"

	"capdeck/model/board"
)

// dn is what is known about one DN.
type dn struct {
	// What indications need is in the first two cache lines: Coverage.Fetch touches the first.
	open  *open     // the stretch that has not ended, nil if there is none
	last  time.Time // the latest time of its changes
	after time.Time // since when a capture goes on without a call; zero if none does

	counted     Part // under which it is counted
	watched     bool
	afterRaised bool
	stopped     bool // it is not watched since the process was stopped

	row       *board.Row
	team      *tally
	due       time.Time // valid unless heapIndex is -1
	heapIndex int

	key       board.Key
	site      *site
	blindFrom time.Time // since when it is not watched; zero for as long as anything is known
}

// dnOf returns what is known about the DN of a row.
func (c *Coverage) dnOf(row *board.Row) *dn {
	n := row.Number()
	if n < len(c.dns) && c.dns[n] != nil {
		return c.dns[n]
	}
	for n >= len(c.dns) {
		c.dns, c.idle = append(c.dns, nil), append(c.idle, false)
	}
	d := &dn{row: row, key: row.Key(), heapIndex: -1, blindFrom: c.now}
	d.site = c.siteOf(d.key.Site)
	d.team = d.site.team(row.Team())
	c.dns[n] = d
	return d
}

// notBefore returns the time of a change of the DN, which is not earlier than the one
// before: no part becomes negative, and nothing counts twice.
func (d *dn) notBefore(at time.Time) time.Time {
	if at.Before(d.last) {
		return d.last
	}
	d.last = at
	return at
}

// regroup moves a DN to its team, which may be another one than before.
func (c *Coverage) regroup(d *dn) {
	if team := d.site.team(d.row.Team()); team != d.team {
		d.team.parts[d.counted]--
		d.team = team
		d.team.parts[d.counted]++
		c.version++
	}
}

// remove forgets a DN that is no longer on the board.
func (c *Coverage) remove(d *dn, at time.Time) {
	c.leave(d, at)
	c.due.remove(d)
	c.dns[d.row.Number()], c.idle[d.row.Number()] = nil, false
}

// leave ends what is open of a DN that will not be seen any more.
func (c *Coverage) leave(d *dn, at time.Time) {
	if until := d.row.Repeated(); !until.IsZero() {
		d.repeated(until)
	}
	at = d.notBefore(at)
	switch o := d.open; {
	case o == nil:
	case o.isLost():
		c.end(d, o.lostAt, true)
	default:
		c.settle(d, at, c.vouches(d, at), GapNoAnswer)
		c.end(d, at, true)
	}
	if !d.watched {
		c.endBlind(d, at)
	}
	c.endAfterCall(d, at)
}

// registering is the time after the link came up within which DNs are registered: a DN
// that is registered later than that was not watched for another reason than the link.
const registering = 10 * time.Second

// watch begins to watch a DN. Its calls are those of the snapshot.
func (c *Coverage) watch(d *dn, at time.Time) {
	if d.watched {
		return
	}
	d.watched = true
	c.endBlind(d, at)
	if d.open != nil && d.open.isLost() {
		c.carryOn(d, at)
	}
	c.syncCalls(d, at)
}

// unwatch stops watching a DN. An open stretch is not verifiable until its calls are
// found again.
func (c *Coverage) unwatch(d *dn, at time.Time) {
	if !d.watched {
		return
	}
	d.stopped = at.After(c.stoppedFrom) && !c.stoppedTo.IsZero() && at.Sub(c.stoppedTo) <= registering
	if d.stopped {
		if at = c.stoppedFrom; at.Before(d.blindFrom) {
			at = d.blindFrom
		}
	}
	d.watched, d.blindFrom = false, at
	if o := d.open; o != nil {
		if at.Before(o.since) {
			at = o.since
		}
		c.become(d, at, PartUnverified, GapLinkLost)
		o.lostAt = at
		c.count(d)
	}
}

// carryOn continues a stretch whose DN is watched again if one of its calls is still
// there, and else ends it when it was lost.
func (c *Coverage) carryOn(d *dn, at time.Time) {
	o := d.open
	if !o.stillHas(d.row) {
		c.end(d, o.lostAt, true)
		return
	}
	o.endCalls(d.row, o.lostAt)
	o.lostAt, o.noticeFrom = time.Time{}, at
	c.exclude(d, at)
	c.judge(d, at, GapNoAnswer)
	c.count(d)
}

// endBlind records that a DN was not watched until now. If its registration took long
// after the link came up, that part has a cause of its own.
func (c *Coverage) endBlind(d *dn, at time.Time) {
	from := d.blindFrom
	if from.IsZero() {
		from = c.began
	}
	cause := BlindNotRegistered
	if s := d.site; d.stopped {
		cause = BlindStopped
	} else if !s.up || s.lostSince(from) {
		cause = BlindLink
		if up := s.upSince; s.up && up.After(from) && at.Sub(up) > registering {
			c.blind(d, from, up, BlindLink)
			from, cause = up, BlindNotRegistered
		}
	}
	c.blind(d, from, at, cause)
	d.blindFrom = at
}

func (c *Coverage) blind(d *dn, from, to time.Time, cause BlindCause) {
	if to.After(from) {
		c.blinds = append(c.blinds, Blind{Key: d.key, Began: from, Ended: to, Cause: cause})
	}
}

// blindPiece is how long a time without watch may last until what has passed of it is told:
// if the process is killed meanwhile, no more than that is missing.
const blindPiece = 5 * time.Minute

// tellBlinds ends the times without watch that last and begins them anew, from time to
// time.
func (c *Coverage) tellBlinds(now time.Time) {
	if c.told.IsZero() {
		c.told = now
	}
	if now.Sub(c.told) < blindPiece {
		return
	}
	c.told = now
	for _, d := range c.dns {
		if d != nil && !d.watched && now.After(d.blindFrom) {
			c.endBlind(d, d.notBefore(now))
		}
	}
}
