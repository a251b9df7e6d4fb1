package model

import "time"

// writeLock prevents start, stop, pause and resume from being sent until the user opens
// it. An open lock closes by itself some time after the last command.
type writeLock struct {
	after  time.Duration // from the last command until it closes; 0 for never
	locked bool
	told   bool      // the state that was last reported to the session
	until  time.Time // when it closes; zero for never
}

// open opens the lock.
func (l *writeLock) open(now time.Time) {
	l.locked = false
	l.extend(now)
}

// close closes the lock.
func (l *writeLock) close() { l.locked, l.until = true, time.Time{} }

// extend restarts the time after which an open lock closes by itself.
func (l *writeLock) extend(now time.Time) {
	if l.after > 0 && !l.locked {
		l.until = now.Add(l.after)
	}
}

// isOver reports whether an open lock must close now.
func (l *writeLock) isOver(now time.Time) bool { return !l.until.IsZero() && !now.Before(l.until) }

// remaining returns the time until an open lock closes. It is 0 while the lock is
// closed, and if it never closes by itself.
func (l *writeLock) remaining(now time.Time) time.Duration {
	if l.locked || l.until.IsZero() {
		return 0
	}
	return max(l.until.Sub(now), 0)
}

// isNews reports whether the session does not know the lock's state yet, and records
// that it does now.
func (l *writeLock) isNews() bool {
	news := l.locked != l.told
	l.told = l.locked
	return news
}
