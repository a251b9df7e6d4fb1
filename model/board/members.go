package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// forget ends what a row has open and removes it from everything but b.rows and b.queue.
func (b *Board) forget(now time.Time, r *Row) {
	b.expireRow(r, now)
	const why = "the DN was taken off the board"
	for len(r.open) > 0 {
		// A released command may have left: its KindSent event is on the way.
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
	s.rows.Remove(event.HashDN(r.wire), r)
	b.forgetOnlyTeam(s)
	s.whole.uncount(r)
	r.group.uncount(r)
}

// Add adds DNs to the board, after those that are there, and returns how many are new. For
// a DN that is already there it replaces the label and the team.
func (b *Board) Add(entries ...Entry) int {
	added := 0
	for _, e := range entries {
		s := b.siteOf(e.Site)
		r := s.rowNamed(e.DN)
		if r == nil {
			r = newRow(s, e.Key, b.WireDN(e.DN), len(b.rows))
			r.number = b.takeNumber()
			s.rows.Add(event.HashDN(r.wire), r)
			b.members++
			b.rows = append(b.rows, r)
			s.whole.counters.Total++
			s.whole.counters.Unknown++
			added++
		}
		r.label = e.Label
		b.join(r, e.Team)
		b.changed(r)
		b.report(r, time.Time{}, Change{Kind: ChangeAdded})
	}
	return added
}

// Remove removes DNs from the board at time now and returns how many were on it. Their
// commands that have not left are cancelled. Those that have left can no longer be
// followed: they end as LifeLost or LifeUnanswered, with that reason.
func (b *Board) Remove(now time.Time, keys ...Key) int {
	b.at = now
	removed := 0
	gone := make(map[*Row]bool, len(keys))
	for _, k := range keys {
		if r := b.Row(k); r != nil && !gone[r] {
			gone[r] = true
			b.forget(now, r)
			b.report(r, now, Change{Kind: ChangeRemoved})
			b.freeNumbers = append(b.freeNumbers, r.number)
			removed++
		}
	}
	if removed == 0 {
		return 0
	}
	b.dropCancelled()
	kept := b.rows[:0]
	for _, r := range b.rows {
		if !gone[r] {
			r.index = len(kept)
			kept = append(kept, r)
		}
	}
	clear(b.rows[len(kept):])
	b.rows = kept
	b.version++
	b.members++
	return removed
}

// takeNumber returns the number of a new row: that of a removed one, if there is one.
func (b *Board) takeNumber() int {
	if last := len(b.freeNumbers) - 1; last >= 0 {
		number := b.freeNumbers[last]
		b.freeNumbers = b.freeNumbers[:last]
		return number
	}
	b.numbers++
	return b.numbers - 1
}
