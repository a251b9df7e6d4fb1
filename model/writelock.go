package model

import (
	"fmt"
	"strings"
	"time"

	"capdeck/model/effect"
	"capdeck/model/phrase"
)

// writeLock keeps start, stop, pause and resume from being sent, until the user
// opens it.
type writeLock struct {
	locked bool
	told   bool      // what the session was told last
	until  time.Time // when it locks again, zero for never
}

// Locked reports whether the write-lock refuses start, stop, pause and resume.
func (m *Model) Locked() bool { return m.lock.locked }

// LocksIn is the time after which the write-lock closes if no command is given
// meanwhile; 0 while it is closed, and where it never closes by itself.
func (m *Model) LocksIn() time.Duration {
	if m.lock.locked || m.lock.until.IsZero() {
		return 0
	}
	return max(m.lock.until.Sub(m.now), 0)
}

// Confirm is the confirm policy in force.
func (m *Model) Confirm() Confirm { return m.options.Confirm }

func (m *Model) toggleLock() {
	switch {
	case m.options.ReadOnly:
		m.say("this session is read-only: there is no sender of commands to unlock", true)
	case m.lock.locked:
		m.lock.locked = false
		m.extendLock()
		text := "commands are unlocked"
		if m.options.WriteLock > 0 {
			text += fmt.Sprintf("; they lock again %s after the last one", shortTime(m.options.WriteLock))
		}
		m.say(text, false)
	default:
		m.closeLock("commands are locked")
	}
}

// shortTime is a time as one types it for a flag, such as 5m.
func shortTime(d time.Duration) string {
	text := d.String()
	if whole, ok := strings.CutSuffix(text, "m0s"); ok {
		text = whole + "m"
	}
	if whole, ok := strings.CutSuffix(text, "h0m"); ok {
		text = whole + "h"
	}
	return text
}

// extendLock lets the time run anew after which an open lock closes by itself.
func (m *Model) extendLock() {
	if m.options.WriteLock > 0 && !m.lock.locked {
		m.lock.until = m.now.Add(m.options.WriteLock)
	}
}

// closeLock refuses commands from now on, and cancels those that have not left.
func (m *Model) closeLock(text string) {
	m.lock.locked, m.lock.until = true, time.Time{}
	if cancelled := m.board.CancelWrites(m.now, "the write-lock was set"); cancelled > 0 {
		text += "; " + phrase.Count(cancelled, "command that waited was", "commands that waited were") + " cancelled"
	}
	m.say(text, false)
}

// keepLock closes the lock when its time is over, and tells the session of each
// change before anything is sent.
func (m *Model) keepLock(effects []effect.Effect) []effect.Effect {
	if until := m.lock.until; !until.IsZero() && !m.now.Before(until) {
		m.closeLock("commands are locked again")
	}
	if m.lock.locked == m.lock.told {
		return effects
	}
	m.lock.told = m.lock.locked
	return append(effects, effect.WriteLock{Locked: m.lock.locked})
}
