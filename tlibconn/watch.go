package tlibconn

import "time"

// roleGap is the least time between two questions for the role: a peer that
// announces changes without end is asked no faster.
const roleGap = 200 * time.Millisecond

// watch decides, while a login stands, when the server is asked for its role,
// and when the other address of a pair is looked at (SEMANTICS.md, High
// availability and keep-alive). It knows no socket and no clock: times are
// handed in, and next says when it wants to be called again. The zero time means
// never.
type watch struct {
	first, every time.Duration // Options.SwitchoverWait and BackupInterval
	pair         bool
	quiet        bool // Options.NoReconnect: a pair in order is left alone

	begun    bool // a login stands
	usable   bool // primary, with its link up
	standby  bool // backup, with its link up
	wrong    bool // something is wrong with the other server
	lookAt   time.Time
	lookedAt time.Time // when the last look began
	looking  bool
	askAt    time.Time // after an announcement
	pollAt   time.Time // of a backup, which may have missed to announce
	askedAt  time.Time

	otherFrom   time.Time // the other server is not looked at before
	otherBarred bool      // nor at all
}

func newWatch(options *Options) watch {
	return watch{
		first: options.SwitchoverWait, every: options.BackupInterval,
		pair: len(options.Addresses) > 1, quiet: options.NoReconnect,
	}
}

// stands says which state the server is in. It may be called again and again.
func (w *watch) stands(usable, standby bool, now time.Time) {
	if w.begun && usable == w.usable && standby == w.standby {
		return
	}
	changed := !w.begun || usable != w.usable
	w.pollAt = time.Time{}
	if standby {
		w.pollAt = now.Add(w.every)
	}
	w.begun, w.usable, w.standby = true, usable, standby
	if changed && !w.looking {
		w.lookAt = time.Time{}
		if !usable {
			w.lookAt = now.Add(w.first)
		} else if w.wrong {
			w.lookAt = now.Add(w.every)
		}
	}
}

// roleChanged says that the server announced a change of roles.
func (w *watch) roleChanged(now time.Time) {
	w.askAt = later(now, w.askedAt.Add(roleGap))
}

// asked says that the server is being asked for its role.
func (w *watch) asked(now time.Time) {
	w.askedAt, w.askAt, w.pollAt = now, time.Time{}, time.Time{}
	if w.standby {
		w.pollAt = now.Add(w.every)
	}
}

// lookBegins says that the other server is being looked at.
func (w *watch) lookBegins(now time.Time) {
	w.looking, w.lookedAt, w.lookAt = true, now, time.Time{}
}

// lookEnds says whether the look has found something wrong with the other
// server.
func (w *watch) lookEnds(wrong bool, now time.Time) {
	w.looking, w.wrong = false, wrong
	if !w.usable || wrong {
		w.lookAt = later(w.lookedAt.Add(w.every), now)
	}
}

// next says what is due at now, and when it wants to be called again.
func (w *watch) next(now time.Time) (ask, look bool, deadline time.Time) {
	if !w.begun {
		return false, false, time.Time{}
	}
	deadline = earlier(w.askAt, w.pollAt)
	if ask = !deadline.IsZero() && !deadline.After(now); ask {
		deadline = time.Time{}
	}
	if w.lookAt.IsZero() || !w.pair || w.looking || w.otherBarred || w.quiet && w.usable {
		return ask, false, deadline
	}
	at := later(w.lookAt, w.otherFrom)
	if look = !at.After(now); !look {
		deadline = earlier(deadline, at)
	}
	return ask, look, deadline
}
