package model

import "time"

// writeLock keeps start, stop, pause and resume from being sent until the user opens
// it. While it is open it closes by itself some time after the last command.
type writeLock struct {
	after  time.Duration // from the last command until it closes; 0 for never
	locked bool
	told   bool      // what the session was told last
	until  time.Time // when it closes, zero for never
}

// open opens the lock.
func (l *writeLock) open(now time.Time) {
	l.locked = false
	l.extend(now)
}

// close closes the lock.
func (l *writeLock) close() { l.locked, l.until = true, time.Time{} }

// extend starts the time again after which an open lock closes by itself.
func (l *writeLock) extend(now time.Time) {
	if l.after > 0 && !l.locked {
		l.until = now.Add(l.after)
	}
}

// isOver reports whether an open lock is to close now.
func (l *writeLock) isOver(now time.Time) bool { return !l.until.IsZero() && !now.Before(l.until) }

// remaining is the time until an open lock closes; 0 while it is closed, and if it
// never closes by itself.
func (l *writeLock) remaining(now time.Time) time.Duration {
	if l.locked || l.until.IsZero() {
		return 0
	}
	return max(l.until.Sub(now), 0)
}

// isNews reports whether the session has yet to be told of the lock's state, and takes
// it as told.
func (l *writeLock) isNews() bool {
	news := l.locked != l.told
	l.told = l.locked
	return news
}
