package board

import (
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// verifySpread is the part of Options.VerifyAfter by which a process queries later at most,
// so that of several boards one asks and the others hear the answer.
const verifySpread = 0.2

// The bounds of Options.Spread.
const (
	leastSpread = -0.2
	mostSpread  = 0.1
)

// verifyLater sets when a call that was just answered is verified, and returns whether it
// is: a recorder owes no unasked indication, so that without a query nothing may ever be
// heard for the call.
func (b *Board) verifyLater(r *Row, connID uint64, before CallState, e *event.Event) bool {
	if e.Message.Type != wire.EventEstablished || isAnswered(before) || b.options.VerifyAfter <= 0 || !b.options.AutomaticQueries {
		return false
	}
	i := r.findCall(connID)
	if i < 0 || r.isHeardFor(&r.calls[i]) {
		return false
	}
	after, part := b.options.VerifyAfter, (b.options.Spread-leastSpread)/(mostSpread-leastSpread)
	r.calls[i].verifyAt = e.Time.Add(after + time.Duration(verifySpread*min(max(part, 0), 1)*float64(after)))
	return true
}

// nextVerify returns when the first of the row's calls is verified, zero for never.
func (r *Row) nextVerify() (at time.Time) {
	for i := range r.calls {
		if due := r.calls[i].verifyAt; !due.IsZero() && (at.IsZero() || due.Before(at)) {
			at = due
		}
	}
	return at
}

// expireVerify queries a DN if nothing was heard for a call of it that is due to be
// verified. If another client has just queried the DN, it waits for that answer.
func (b *Board) expireVerify(r *Row, now time.Time) {
	for i := range r.calls {
		c := &r.calls[i]
		if c.verifyAt.IsZero() || c.verifyAt.After(now) {
			continue
		}
		c.verifyAt = time.Time{}
		if !isAnswered(c.State) || r.isHeardFor(c) {
			continue
		}
		if asked := r.otherQueryAt(); asked.After(c.Began) && asked.Add(b.options.IndicationTimeout).After(now) {
			c.verifyAt = asked.Add(b.options.IndicationTimeout)
			continue
		}
		b.wantQuery(r, now, false)
	}
}

// otherQueryAt returns when another client sent a query that was not answered yet; zero if
// none did.
func (r *Row) otherQueryAt() time.Time {
	if r.explains&byCommand(event.IndicationNone) == 0 {
		return time.Time{}
	}
	return r.rare.reasons[event.IndicationNone]
}

// isHeardFor reports whether an indication arrived for a call of the DN, or one for no call
// since the call began. An indication while the call rang counts.
func (r *Row) isHeardFor(c *Call) bool {
	for i := range r.byCall {
		word := &r.byCall[i]
		if (word.ConnID == c.ConnID || word.ConnID == 0) && !word.Heard.Before(c.Began) && int32(word.turn-r.lossTurn) >= 0 {
			return true
		}
	}
	return false
}
