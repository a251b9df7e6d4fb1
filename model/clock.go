package model

import "time"

const (
	// tickTime is how often ages are updated while nothing else happens.
	tickTime = time.Second
	// shortestWake is the minimum time until a Tick: a deadline of the board can be in
	// the past although there is nothing to do.
	shortestWake = 10 * time.Millisecond
)

// clock is the time according to the messages that Update received, with the times
// that depend on it.
type clock struct {
	now     time.Time
	wake    time.Time // of the Tick that is due next
	batchAt time.Time // of the last batch of events
	behind  bool      // that batch arrived late
}

// advance sets the time to that of a message. Time never goes back.
func (c *clock) advance(t time.Time) {
	if t.After(c.now) {
		c.now = t
	}
}

// batch records a batch of events.
func (c *clock) batch(behind bool) { c.behind, c.batchAt = behind, c.now }

// tick clears behind if no batch has arrived for a while.
func (c *clock) tick() { c.behind = c.behind && c.now.Sub(c.batchAt) < tickTime }

// wakeAt reports whether to request a Tick at the time next, which it moves into the
// future if necessary. No Tick is needed if another one is due by then.
func (c *clock) wakeAt(next time.Time) (at time.Time, ask bool) {
	if earliest := c.now.Add(shortestWake); next.Before(earliest) {
		next = earliest
	}
	if c.wake.After(c.now) && !next.Before(c.wake) {
		return time.Time{}, false
	}
	c.wake = next
	return next, true
}
