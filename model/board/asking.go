package board

import (
	"math"
	"time"
)

const (
	// gatherParts is the number of parts of the interval: queries that are due in the same
	// part leave together, so that they share lines of the journal.
	gatherParts = 12
	// intervalHold is the least time that a longer interval stays in force.
	intervalHold = 10 * time.Second
	// intervalSlack is the fraction by which the interval must be too long before it becomes
	// shorter again, unless it can be as short as requested.
	intervalSlack = 8
	// intervalRoom is the part of the rate that regular queries leave for other ones.
	intervalRoom = 0.1
	// resyncShare is the part of the rate that RequestQueryAddress may have while automatic
	// queries wait as well: one request in resyncShare.
	resyncShare = 3
	// rounding is far below a second and far above floating-point errors.
	rounding = 1e-6
)

// asksAgain reports whether rows are queried regularly.
func (b *Board) asksAgain() bool { return b.options.AutomaticQueries && b.options.Requery > 0 }

// LongerInterval returns the interval in which a site's DNs are queried, if it is longer
// than Options.Requery because Options.QueryRate does not allow so many DNs to be queried
// as often.
func (b *Board) LongerInterval(name string) (interval time.Duration, ok bool) {
	interval = b.Interval(name)
	return interval, interval > b.options.Requery
}

// Interval returns the interval in which a site's DNs are queried that are enabled, paused
// or on a call: Options.Requery, or longer if Options.QueryRate does not allow that many
// DNs to be queried as often. 0 means never.
func (b *Board) Interval(name string) time.Duration {
	switch s := b.sites[name]; {
	case !b.asksAgain():
		return 0
	case s != nil:
		return s.asking.interval
	}
	return b.options.Requery
}

// adjustInterval sets the interval in force to what the rate allows.
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
	// The rows are in the heap by the longer one.
	for _, r := range b.rows {
		if r.site == s {
			r.placed = false
			b.schedule(r)
		}
	}
}

// shortest is the shortest interval in which the rate allows all rows to be queried that
// are queried regularly. Each process queries Options.Spread sooner, some of the rate is
// left for other queries, and part of it is used while many RequestQueryAddress wait.
func (b *Board) shortest(s *site, rate int) time.Duration {
	usable := float64(rate) * (1 - intervalRoom) * (1 + min(b.options.Spread, 0))
	if len(s.resyncs) > rate {
		usable -= usable / resyncShare
	}
	return time.Duration(math.Ceil(float64(s.asking.again)/usable-rounding)) * time.Second
}

// requeryAt returns when the DN is next queried; zero if it is not, or if retryAt decides.
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

// staleAt returns when the capture becomes stale by age; zero if it never does or already
// is.
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

// AgesAfter returns the time without an indication after which a capture of a site becomes
// stale, if it is enabled, paused or of a DN on a call: Options.StaleAfter, or twice
// Interval. 0 means never: nothing is queried regularly, and no time was set.
func (b *Board) AgesAfter(name string) time.Duration {
	if b.options.StaleAfter > 0 {
		return b.options.StaleAfter
	}
	return 2 * b.Interval(name)
}

// knownSince is the time from which the row ages: when it was last heard from, or when it
// began to age. An idle row does not age.
func (r *Row) knownSince() time.Time {
	if r.enteredAt.After(r.capture.Heard) {
		return r.enteredAt
	}
	return r.capture.Heard
}

// agesLater reports whether the event can only move the row's deadlines by age to a later
// time. Then its place in the heap stays valid.
func (b *Board) agesLater(r *Row) bool {
	return (b.options.StaleAfter <= 0 || !b.staleAt(r).IsZero()) && (!b.asksAgain() || !b.requeryAt(r).IsZero())
}

// noteCalls records at time at whether the row is on a call, and on one that was answered.
func (r *Row) noteCalls(at time.Time) {
	onCall, established := false, false
	r.busyEnds = time.Time{}
	for i := range r.calls {
		c := &r.calls[i]
		if !c.counts(at) {
			continue
		}
		onCall = true
		established = established || isAnswered(c.State)
		if ends := c.Changed.Add(BusyTime); c.State == CallBusy && (r.busyEnds.IsZero() || ends.Before(r.busyEnds)) {
			r.busyEnds, r.placed = ends, false
		}
	}
	if onCall && !r.onCall && !r.shown.ages() {
		r.enteredAt = at
	}
	r.onCall, r.established = onCall, established
	r.holdStop(at)
}
