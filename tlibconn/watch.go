package tlibconn

import "time"

// roleGap is the minimum time between two queries for the role, for a peer that announces
// changes without end.
const roleGap = 200 * time.Millisecond

// watch decides, while the session is logged in, when to ask the server for its role and when
// to probe the other address of a pair (SEMANTICS.md, High availability and keep-alive). It has
// no socket and no clock: callers pass the time, and next returns when to call it again. The
// zero time means never.
type watch struct {
	first, every time.Duration // Options.SwitchoverWait and BackupInterval
	pair         bool
	quiet        bool // Options.NoReconnect: do not probe while the server is usable

	begun    bool // logged in
	usable   bool // primary, with its link up
	standby  bool // backup, with its link up
	wrong    bool // the other server has a fault
	probeAt  time.Time
	probedAt time.Time // when the last probe began
	probing  bool
	askAt    time.Time // when to ask for the role after an announcement
	pollAt   time.Time // when to ask a backup, which may not announce its change
	askedAt  time.Time

	otherFrom   time.Time // the other server is not probed before this time
	otherBarred bool      // the other server is never probed
}

func newWatch(options *Options) watch {
	return watch{
		first: options.SwitchoverWait, every: options.BackupInterval,
		pair: len(options.Addresses) > 1, quiet: options.NoReconnect,
	}
}

// observe records the server's state. It may be called repeatedly with the same state.
func (w *watch) observe(usable, standby bool, now time.Time) {
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

// roleChanged records that the server announced a change of roles.
func (w *watch) roleChanged(now time.Time) {
	w.askAt = later(now, w.askedAt.Add(roleGap))
}

// asked records that the server is being asked for its role.
func (w *watch) asked(now time.Time) {
	w.askedAt, w.askAt, w.pollAt = now, time.Time{}, time.Time{}
	if w.standby {
		w.pollAt = now.Add(w.every)
	}
}

// probeBegins records that the other server is being probed.
func (w *watch) probeBegins(now time.Time) {
	w.probing, w.probedAt, w.probeAt = true, now, time.Time{}
}

// probeEnds records the end of a probe, and whether it found a fault of the other server.
func (w *watch) probeEnds(wrong bool, now time.Time) {
	w.probing, w.wrong = false, wrong
	if !w.usable || wrong {
		w.probeAt = later(w.probedAt.Add(w.every), now)
	}
}

// next returns what is due at now, and when to call it again.
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
