package board

import (
	"strings"
	"time"

	"capdeck/tlibconn/event"
)

const (
	// retryFirst and retryLast bound the time until a DN is queried again whose automatic
	// query was rejected: it begins with the first, doubles each time, and ends at the last.
	retryFirst = 5 * time.Second
	retryLast  = 5 * time.Minute
	// holdTime is how long no automatic query leaves after one found no room or no journal.
	// Then one is tried.
	holdTime = time.Second
)

// NotAsked returns why the DN's automatic query, which was due, was not sent; ok is false
// if it was sent or is not needed.
func (r *Row) NotAsked() (n NotAsked, ok bool) {
	if !r.isNotAsked {
		return NotAsked{}, false
	}
	return r.notAsked.NotAsked, true
}

// askLater records that the DN cannot be queried now, and when to try again: later each
// time.
func (b *Board) askLater(r *Row, now time.Time, code int32, why string) {
	r.isNotAsked = true
	r.notAsked.Code, r.notAsked.Why, r.notAsked.held = code, why, false
	b.backOff(r, now)
}

// askUnanswered schedules another query for a DN that did not answer the last one: later
// each time.
func (b *Board) askUnanswered(r *Row, now time.Time) {
	r.isNotAsked = false
	r.notAsked.Code, r.notAsked.Why, r.notAsked.held = 0, "", false
	b.backOff(r, now)
}

func (b *Board) backOff(r *Row, now time.Time) {
	wait := retryLast
	if r.notAsked.tries < 8 {
		wait = min(retryFirst<<r.notAsked.tries, retryLast)
	}
	r.notAsked.Retry = now.Add(wait)
	r.notAsked.tries++
	r.asksLater = true
	b.changed(r)
	b.place(r)
}

// retryAt returns when the DN is queried again that was not queried, or that did not
// answer; zero if no time is set.
func (r *Row) retryAt() time.Time {
	if !r.asksLater || r.wantsQuery {
		return time.Time{}
	}
	return r.notAsked.Retry
}

// forgetNotAsked records that the DN was queried, or heard from, or need not be queried.
func (r *Row) forgetNotAsked() { r.isNotAsked, r.asksLater, r.notAsked = false, false, notAsked{} }

// forgetHeld records that nothing holds the DN's query back any longer. The time until its
// next retry stays.
func (r *Row) forgetHeld() {
	if r.isNotAsked && r.notAsked.held {
		r.isNotAsked, r.notAsked.held = false, false
		r.notAsked.NotAsked = NotAsked{}
	}
}

// queryLeft records that an automatic query is leaving: nothing blocks other ones any
// longer. T-Server may still reject it again.
func (r *Row) queryLeft() {
	r.site.asking.held = false
	r.forgetHeld()
}

// queryEnded applies the outcome of an automatic query.
func (b *Board) queryEnded(c *command) {
	r := c.row
	r.site.endQuery(c)
	switch {
	case c.Life == LifeCancelled:
		// queryUnsent records why.
	case c.Life == LifeRejected && r.canBeAsked():
		b.askLater(r, c.Ended, c.Code, c.Text)
	case c.Life != LifeConfirmed && c.Why == "" && r.canBeAsked():
		b.askUnanswered(r, c.Ended)
	default:
		r.forgetNotAsked()
	}
}

// queryUnsent records that the session did not send an automatic query.
func (b *Board) queryUnsent(c *command, e *event.Event) {
	r, s := c.row, c.row.site
	inRound := c.inRound && c.round == s.queryRound.Round
	passes := e.Obstacle != event.ObstacleNone
	if passes && inRound {
		// The query is still due.
		c.inRound = false
		s.queryRound.Asked--
		s.queryRound.Wanted--
	}
	why := cut(unsentReason(e.Problem), maxErrorText)
	b.cancel(e.Time, c, why)
	switch {
	case passes:
		b.wantQuery(r, e.Time, inRound)
		b.hold(s, e.Time, why)
	case r.canBeAsked():
		b.askLater(r, e.Time, 0, why)
	}
	b.schedule(r)
}

// unsentReason returns why a request was not sent, without naming the request: the row or
// the line of the command names it, and has little room.
func unsentReason(problem string) string {
	if _, reason, found := strings.Cut(problem, " was not sent: "); found {
		return reason
	}
	return problem
}

// hold holds automatic queries back for a while: what blocks one blocks all. Each DN that
// waits shows the reason.
func (b *Board) hold(s *site, now time.Time, why string) {
	a := &s.asking
	known := a.held && a.heldBy == why
	a.held, a.heldBy, a.heldUntil = true, why, now.Add(holdTime)
	if known {
		return
	}
	for _, r := range s.queries {
		if r != nil && r.standsInLine() {
			b.holdRow(r)
		}
	}
}

// holdRow records that the DN waits for what blocks all queries.
func (b *Board) holdRow(r *Row) {
	r.isNotAsked = true
	r.notAsked.NotAsked, r.notAsked.held = NotAsked{Why: r.site.asking.heldBy}, true
	b.changed(r)
}

// ResumeQueries allows held automatic queries to leave at once, since what blocked them is
// gone.
func (b *Board) ResumeQueries() {
	for _, s := range b.siteList {
		s.asking.heldUntil = time.Time{}
	}
}
