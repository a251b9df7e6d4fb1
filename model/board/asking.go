package board

import (
	"math"
	"time"
)

const (
	// gatherParts is into how many parts the interval is cut: queries that are due
	// in the same part leave together, so that they share lines of the journal.
	gatherParts = 12
	// intervalHold is how long a longer interval stays in force at least.
	intervalHold = 10 * time.Second
	// intervalSlack is the part by which the interval must be too long before it
	// becomes shorter again, unless it can be as short as was asked for.
	intervalSlack = 8
	// intervalRoom is the part of the rate that asking again leaves for other queries.
	intervalRoom = 0.1
	// resyncShare is the part of the rate that RequestQueryAddress may have while
	// automatic queries wait as well: one in so many.
	resyncShare = 3
	// rounding is far below a second and far above what floating point adds.
	rounding = 1e-6
)

// asksAgain reports whether rows are asked again at all.
func (b *Board) asksAgain() bool { return b.options.AutomaticQueries && b.options.Requery > 0 }

// LongerInterval returns the interval in which a site's DNs are asked again, if it is
// longer than Options.Requery because so many DNs cannot be asked as often at
// Options.QueryRate.
func (b *Board) LongerInterval(name string) (interval time.Duration, ok bool) {
	interval = b.Interval(name)
	return interval, interval > b.options.Requery
}

// Interval returns after how long a site's DNs are asked again that are enabled,
// paused or on a call: Options.Requery, or longer where so many DNs cannot be
// asked as often at Options.QueryRate. 0 means never.
func (b *Board) Interval(name string) time.Duration {
	switch s := b.sites[name]; {
	case !b.asksAgain():
		return 0
	case s != nil:
		return s.asking.interval
	}
	return b.options.Requery
}

// adjustInterval brings the interval in force to what the rate allows.
func (b *Board) adjustInterval(s *site, now time.Time) {
	a := &s.asking
	wanted := b.options.Requery
	if rate := b.options.QueryRate; rate > 0 {
		wanted = max(wanted, b.shortest(s, rate))
	}
	switch {
	case wanted >= a.interval:
		a.longAt = now
		if wanted == a.interval {
			return
		}
	case now.Sub(a.longAt) < intervalHold:
		return
	case wanted > b.options.Requery && a.interval-wanted < a.interval/intervalSlack:
		return
	}
	shorter := wanted < a.interval
	a.interval, a.longAt = wanted, now
	b.version++
	if !shorter {
		return
	}
	// Each row stands in the heap by the longer one.
	for _, r := range b.rows {
		if r.site == s {
			r.placed = false
			b.schedule(r)
		}
	}
}

// shortest is the interval in which the rate lets all rows be asked that are asked again:
// each process asks Options.Spread sooner, some of the rate is for what else wants to be
// asked, and a part of it goes while many RequestQueryAddress wait.
func (b *Board) shortest(s *site, rate int) time.Duration {
	usable := float64(rate) * (1 - intervalRoom) * (1 + min(b.options.Spread, 0))
	if len(s.resyncs) > rate {
		usable -= usable / resyncShare
	}
	return time.Duration(math.Ceil(float64(s.asking.again)/usable-rounding)) * time.Second
}

// requeryAt returns when the DN is to be asked again, zero if it is not, or if retryAt
// says when.
func (b *Board) requeryAt(r *Row) time.Time {
	if !b.asksAgain() || !r.shown.again() || r.wantsQuery || r.asksLater && !r.notAsked.Retry.IsZero() {
		return time.Time{}
	}
	since := r.knownSince()
	if r.wantedAt.After(since) {
		since = r.wantedAt
	}
	interval := r.site.asking.interval
	at := since.Add(interval + time.Duration(b.options.Spread*float64(interval)))
	part := interval / gatherParts
	if part <= 0 {
		return at
	}
	if over := at.Sub(r.site.asking.base) % part; over > 0 {
		at = at.Add(part - over)
	}
	return at
}

// staleAt returns when the capture becomes stale by age, zero if never or if it
// is already.
func (b *Board) staleAt(r *Row) time.Time {
	if !r.shown.ages() || r.capture.Heard.IsZero() || r.unvouched&StaleAge != 0 {
		return time.Time{}
	}
	switch after := b.options.StaleAfter; {
	case after > 0:
		return r.knownSince().Add(after)
	case b.asksAgain():
		return r.knownSince().Add(2 * r.site.asking.interval)
	}
	return time.Time{}
}

// AgesAfter returns after how long without a word a capture of a site becomes stale that
// is enabled, paused or of a DN on a call: Options.StaleAfter, else twice Interval. 0
// means never: nothing is asked again, and no time was asked for.
func (b *Board) AgesAfter(name string) time.Duration {
	if b.options.StaleAfter > 0 {
		return b.options.StaleAfter
	}
	return 2 * b.Interval(name)
}

// knownSince is from when on the row ages: when it was last heard, or since it ages
// where it did not before. An idle row does not age.
func (r *Row) knownSince() time.Time {
	if r.enteredAt.After(r.capture.Heard) {
		return r.enteredAt
	}
	return r.capture.Heard
}

// agesLater reports whether what comes can only put off the row's deadlines by
// age, so that its place in the heap stays good.
func (b *Board) agesLater(r *Row) bool {
	return (b.options.StaleAfter <= 0 || !b.staleAt(r).IsZero()) && (!b.asksAgain() || !b.requeryAt(r).IsZero())
}

// noteCalls notes at time at whether the row is on a call now.
func (r *Row) noteCalls(at time.Time) {
	onCall := false
	r.busyEnds = time.Time{}
	for i := range r.calls {
		c := &r.calls[i]
		if !c.counts(at) {
			continue
		}
		onCall = true
		if ends := c.Changed.Add(BusyTime); c.State == CallBusy && (r.busyEnds.IsZero() || ends.Before(r.busyEnds)) {
			r.busyEnds, r.placed = ends, false
		}
	}
	if onCall && !r.onCall && !r.shown.ages() {
		r.enteredAt = at
	}
	r.onCall = onCall
	r.holdStop(at)
}
