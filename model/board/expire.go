package board

import "time"

// Expire does everything that is due at time now: it ends commands that have waited long
// enough, marks captures as stale and repeats queries. Nothing happens twice, and a late
// call changes no outcome.
func (b *Board) Expire(now time.Time) {
	b.at = now
	for _, s := range b.siteList {
		b.adjustInterval(s, now)
	}
	for len(b.deadlines) > 0 && !b.deadlines[0].due.After(now) {
		r := b.deadlines[0]
		b.deadlines.remove(r)
		b.expireRow(r, now)
		b.place(r)
	}
}

// NextDeadline returns when Expire or NextQueries next has something to do; ok is false if
// never. The time may be in the past, and there may turn out to be nothing to do.
func (b *Board) NextDeadline() (at time.Time, ok bool) {
	if len(b.deadlines) > 0 {
		at, ok = b.deadlines[0].due, true
	}
	for _, s := range b.siteList {
		if t, waits := b.nextQuery(s); waits && (!ok || t.Before(at)) {
			at, ok = t, true
		}
	}
	return at, ok
}

// expireRow brings one row to the time now. Apply calls it before it changes a row, so
// that outcomes do not depend on how often Expire is called.
func (b *Board) expireRow(r *Row, now time.Time) {
	if due := b.rowDue(r); due.IsZero() || due.After(now) {
		return
	}
	for len(r.echoes) > 0 && !r.echoes[0].Sent.Add(b.options.EchoWindow).After(now) {
		b.closeEchoWindow(r, r.echoes[0])
	}
	for i := 0; i < len(r.open); {
		c := r.open[i]
		at, life := c.end(&b.options)
		if at.IsZero() || at.After(now) {
			i++
			continue
		}
		b.endByTime(c, life, at)
	}
	b.expireStop(r, now)
	if at := r.busyEnds; !at.IsZero() && !at.After(now) {
		r.noteCalls(now)
		b.changed(r)
	}
	b.expireVerify(r, now)
	since := b.expireCapture(r, now)
	b.expireResync(r, now)
	b.count(r)
	b.reportShown(r, since)
}

// endByTime ends a command whose time has passed.
func (b *Board) endByTime(c *command, life Life, at time.Time) {
	switch life {
	case LifeConfirmed:
		c.NoACK = true
	case LifeContradicted:
		c.Indication = c.seen
	case LifeLost:
		if c.Sent.IsZero() {
			c.Why = "the session did not say whether it left"
		}
	}
	b.finish(c, life, at)
}

// expireCapture brings a row's capture to the time now. It returns when the capture became
// stale, now if it did not.
func (b *Board) expireCapture(r *Row, now time.Time) (since time.Time) {
	since = now
	if at := r.callLeft.Add(CallLeftTime); !r.callLeft.IsZero() && !at.After(now) {
		since = at
		r.callLeft = time.Time{}
		r.unvouched |= StaleCallLeft
		b.wantQuery(r, now, false)
	}
	if at := b.staleAt(r); !at.IsZero() && !at.After(now) {
		if at.Before(since) {
			since = at
		}
		r.unvouched |= StaleAge
	}
	if at := r.retryAt(); !at.IsZero() && !at.After(now) {
		r.notAsked.Retry = time.Time{}
		b.wantQuery(r, now, false)
	}
	if at := b.requeryAt(r); !at.IsZero() && !at.After(now) {
		b.wantQuery(r, now, false)
	}
	return since
}

// rowDue returns when time next changes something in the row, zero if never.
func (b *Board) rowDue(r *Row) time.Time {
	var due time.Time
	earlier := func(at time.Time) {
		if !at.IsZero() && (due.IsZero() || at.Before(due)) {
			due = at
		}
	}
	for _, c := range r.open {
		at, _ := c.end(&b.options)
		earlier(at)
	}
	if len(r.echoes) > 0 {
		earlier(r.echoes[0].Sent.Add(b.options.EchoWindow))
	}
	if !r.callLeft.IsZero() {
		earlier(r.callLeft.Add(CallLeftTime))
	}
	if r.stopPending {
		earlier(r.rare.stops.due)
	}
	earlier(r.busyEnds)
	earlier(r.nextVerify())
	earlier(b.staleAt(r))
	earlier(b.requeryAt(r))
	earlier(r.retryAt())
	earlier(b.resyncAt(r))
	return due
}

// schedule ensures that Expire handles the row in time. A row that is due later than
// before stays in its place: Expire then finds nothing and moves it, which is cheaper than
// moving it at each event.
func (b *Board) schedule(r *Row) {
	if len(r.open) == 0 && len(r.echoes) == 0 && r.callLeft.IsZero() && !r.stopPending && (r.placed || !r.shown.ages()) {
		return // nothing can be due earlier: nearly every row, and this is the hot path
	}
	b.place(r)
}

// place is schedule without a check of what the row has open.
func (b *Board) place(r *Row) {
	due := b.rowDue(r)
	switch {
	case due.IsZero():
	case r.heapIndex < 0:
		r.due = due
		b.deadlines.add(r)
	case due.Before(r.due):
		r.due = due
		b.deadlines.moved(r)
	}
	r.placed = b.agesLater(r)
}
