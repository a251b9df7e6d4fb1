package board

import (
	"strings"
	"time"

	"capdeck/tlibconn/event"
)

const (
	// retryFirst and retryLast are after how long a DN is asked again whose
	// automatic query was rejected: the first time, doubled each time, and at most.
	retryFirst = 5 * time.Second
	retryLast  = 5 * time.Minute
	// holdTime is how long no automatic query leaves after one found no room or no
	// journal; then one is tried.
	holdTime = time.Second
)

// NotAsked returns why the DN, which was to be asked, was not; ok is false where it
// was or need not be.
func (r *Row) NotAsked() (n NotAsked, ok bool) {
	if !r.isNotAsked {
		return NotAsked{}, false
	}
	return r.notAsked.NotAsked, true
}

// askLater notes that the DN cannot be asked now, and when it is tried again: later
// each time.
func (b *Board) askLater(r *Row, now time.Time, code int32, why string) {
	r.isNotAsked = true
	r.notAsked.Code, r.notAsked.Why, r.notAsked.held = code, why, false
	b.backOff(r, now)
}

// askUnanswered sees to it that the DN is asked again, which was asked and did not
// answer: later each time.
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

// retryAt returns when the DN is asked again that was not, or that did not answer,
// zero where no time is set.
func (r *Row) retryAt() time.Time {
	if !r.asksLater || r.wantsQuery {
		return time.Time{}
	}
	return r.notAsked.Retry
}

// forgetNotAsked takes note that the DN was asked, or heard, or need not be.
func (r *Row) forgetNotAsked() { r.isNotAsked, r.asksLater, r.notAsked = false, false, notAsked{} }

// forgetHeld takes note that nothing keeps the DN's query back any more. After how long
// it is asked again stays.
func (r *Row) forgetHeld() {
	if r.isNotAsked && r.notAsked.held {
		r.isNotAsked, r.notAsked.held = false, false
		r.notAsked.NotAsked = NotAsked{}
	}
}

// queryLeft takes note that an automatic query is leaving: nothing is in the way of
// others any more. T-Server may reject it once more.
func (r *Row) queryLeft() {
	r.site.asking.held = false
	r.forgetHeld()
}

// queryEnded takes the outcome of an automatic query.
func (b *Board) queryEnded(c *command) {
	r := c.row
	r.site.endQuery(c)
	switch {
	case c.Life == LifeCancelled:
		// queryUnsent says why.
	case c.Life == LifeRejected && r.canBeAsked():
		b.askLater(r, c.Ended, c.Code, c.Text)
	case c.Life != LifeConfirmed && c.Why == "" && r.canBeAsked():
		b.askUnanswered(r, c.Ended)
	default:
		r.forgetNotAsked()
	}
}

// queryUnsent takes note that the session did not send an automatic query.
func (b *Board) queryUnsent(c *command, e *event.Event) {
	r, s := c.row, c.row.site
	inRound := c.inRound && c.round == s.queryRound.Round
	passes := e.Obstacle != event.ObstacleNone
	if passes && inRound {
		// It is still to be asked.
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

// unsentReason is why a request was not sent, without which one it was: the row or
// the line of the command says so, and has room for little more.
func unsentReason(problem string) string {
	if _, reason, found := strings.Cut(problem, " was not sent: "); found {
		return reason
	}
	return problem
}

// hold keeps automatic queries back for a while: what is in the way of one is in
// the way of all. Each DN that waits says so.
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

// holdRow notes that the DN waits for what keeps all back.
func (b *Board) holdRow(r *Row) {
	r.isNotAsked = true
	r.notAsked.NotAsked, r.notAsked.held = NotAsked{Why: r.site.asking.heldBy}, true
	b.changed(r)
}

// ResumeQueries lets automatic queries leave at once that something was in the way
// of, since it is gone.
func (b *Board) ResumeQueries() {
	for _, s := range b.siteList {
		s.asking.heldUntil = time.Time{}
	}
}
