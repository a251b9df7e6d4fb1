package tlibconn

import "time"

// roleGap is the least time between two questions for the role: a peer that
// announces changes without end is asked no faster.
const roleGap = 200 * time.Millisecond

// watch decides, while a login stands, when the server is asked for its role,
// and when the other address of a pair is probed (SEMANTICS.md, High
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
	probeAt  time.Time
	probedAt time.Time // when the last probe began
	probing  bool
	askAt    time.Time // after an announcement
	pollAt   time.Time // of a backup, which may have missed to announce
	askedAt  time.Time

	otherFrom   time.Time // the other server is not probed before
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
	if changed && !w.probing {
		w.probeAt = time.Time{}
		if !usable {
			w.probeAt = now.Add(w.first)
		} else if w.wrong {
			w.probeAt = now.Add(w.every)
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

// probeBegins says that the other server is being probed.
func (w *watch) probeBegins(now time.Time) {
	w.probing, w.probedAt, w.probeAt = true, now, time.Time{}
}

// probeEnds says whether the probe has found something wrong with the other
// server.
func (w *watch) probeEnds(wrong bool, now time.Time) {
	w.probing, w.wrong = false, wrong
	if !w.usable || wrong {
		w.probeAt = later(w.probedAt.Add(w.every), now)
	}
}

// next says what is due at now, and when it wants to be called again.
func (w *watch) next(now time.Time) (ask, probe bool, deadline time.Time) {
	if !w.begun {
		return false, false, time.Time{}
	}
	deadline = earlier(w.askAt, w.pollAt)
	if ask = !deadline.IsZero() && !deadline.After(now); ask {
		deadline = time.Time{}
	}
	if w.probeAt.IsZero() || !w.pair || w.probing || w.otherBarred || w.quiet && w.usable {
		return ask, false, deadline
	}
	at := later(w.probeAt, w.otherFrom)
	if probe = !at.After(now); !probe {
		deadline = earlier(deadline, at)
	}
	return ask, probe, deadline
}
