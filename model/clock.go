package model

import "time"

const (
	// tickTime is how often ages are looked at while nothing else happens.
	tickTime = time.Second
	// shortestWake is the least time to a Tick: a deadline of the board may lie in the
	// past and turn out to be no work.
	shortestWake = 10 * time.Millisecond
)

// clock is the time by the messages that Update took, and what hangs on it.
type clock struct {
	now     time.Time
	wake    time.Time // of the Tick that is due next
	batchAt time.Time // of the last batch of events
	behind  bool      // that batch came late
}

// advance takes the time of a message. Time never goes back.
func (c *clock) advance(t time.Time) {
	if t.After(c.now) {
		c.now = t
	}
}

// batch takes note of a batch of events.
func (c *clock) batch(behind bool) { c.behind, c.batchAt = behind, c.now }

// tick ends the state of being behind if no batch has come for a while.
func (c *clock) tick() { c.behind = c.behind && c.now.Sub(c.batchAt) < tickTime }

// wakeAt reports whether a Tick is to be asked for at the time next, which it moves into
// the future if need be. It is not if another one is due by then.
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
