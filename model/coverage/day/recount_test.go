package day

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
)

// What the design of coverage says, in numbers: the recount knows nothing else of the program.
const (
	grace      = 10 * time.Second
	least      = 4 * time.Second
	pauseLimit = 120 * time.Second
	unanswered = 5 * time.Second              // after which a query has failed
	tooOld     = 2 * time.Minute              // after which nothing heard counts any more
	release    = time.Minute + 15*time.Second // after an enabled, within which a release vouches for it
	words      = 8                            // that are kept of a DN
	stopTime   = 2 * time.Second              // after which a stop during a call counts as unasked
)

// part is what a moment of a stretch is.
type part int

const (
	captured part = iota
	paused
	off
	unverified
)

// span is a part of a stretch. open spans are captured if what follows vouches for them.
type span struct {
	from, to time.Time
	part     part
	open     bool
}

// stretch is a stretch as it is counted again.
type stretch struct {
	dn                  *dnLog
	began, ended        time.Time
	atLeast, endNotSeen bool
	endedPaused         bool
	spans               []span
	captureAt           time.Time // of the first enabled
	captured            bool
	atMost              bool
	near                bool // less than late decided about it: it is as near to a limit
}

// sum returns how long the stretch was of a part.
func (s *stretch) sum(p part) (total time.Duration) {
	for _, one := range s.spans {
		if one.part == p {
			total += one.to.Sub(one.from)
		}
	}
	return total
}

// gaps returns the gaps of the stretch.
func (s *stretch) gaps() []span { return s.runs(grace, off, unverified) }

// isShort reports whether the stretch is too short to count.
func (s *stretch) isShort() bool { return s.ended.Sub(s.began) < least }

// runs returns the unbroken runs of some parts that are longer than a time.
func (s *stretch) runs(longer time.Duration, parts ...part) (runs []span) {
	var last *span
	for _, one := range s.spans {
		if !slices.Contains(parts, one.part) || !one.to.After(one.from) {
			continue
		}
		if last != nil && last.to.Equal(one.from) {
			last.to = one.to
			continue
		}
		runs = append(runs, one)
		last = &runs[len(runs)-1]
	}
	return slices.DeleteFunc(runs, func(r span) bool { return r.to.Sub(r.from) <= longer })
}

// stop is a capture that stopped during a call without a command of capdeck.
type stop struct {
	dn      *dnLog
	at      time.Time
	byOther bool
}

// said is the last word for a call, or for none.
type said struct {
	call  uint64
	state event.Indication
}

// recount counts a DN again from its log.
type recount struct {
	d         *dnLog
	stretches []stretch
	stops     []stop
	conflicts []stop // words that differ from one shortly before

	now   time.Time
	calls map[uint64]bool // on the DN; true if the DN has talked in it
	held  map[uint64]bool
	words []said // the newest last

	in      *stretch
	inCalls map[uint64]bool
	since   time.Time // when the present part began
	is      part
	lost    time.Time // since when the DN is not watched, zero while it is

	asked   time.Time // of the oldest query that waits, zero for none
	failed  bool      // a query failed since the last word
	old     bool      // nothing was heard for too long
	heard   time.Time
	entered time.Time
	vouched time.Time // when the enabled arrived that counts at present
	word    uint64    // and the call that it named

	stop     stop // that is not decided
	stopCall uint64
	stopDue  time.Time // zero for none, or while the call is on hold
	stopHeld bool
	wasHeld  bool
}

func newRecount(d *dnLog) *recount {
	return &recount{d: d, calls: make(map[uint64]bool), held: make(map[uint64]bool)}
}

// run counts the whole day.
func (c *recount) run() {
	for _, line := range c.d.lines {
		c.advance(line.at)
		c.apply(line)
	}
}

// advance does what time does until a moment.
func (c *recount) advance(to time.Time) {
	for {
		at, do := to, func() {}
		earlier := func(due time.Time, f func()) {
			if !due.IsZero() && !due.After(at) {
				at, do = due, f
			}
		}
		if !c.asked.IsZero() && c.lost.IsZero() {
			earlier(c.asked.Add(unanswered), c.fail)
		}
		if c.ages() && !c.old && c.lost.IsZero() {
			known := c.heard
			if c.entered.After(known) {
				known = c.entered
			}
			earlier(known.Add(tooOld), func() { c.close(at); c.old = true; c.judge() })
		}
		earlier(c.stopDue, c.decideStop)
		if c.now = at; at.Equal(to) && !c.isDue(to) {
			return
		}
		do()
	}
}

// isDue reports whether time has something left to do at a moment.
func (c *recount) isDue(at time.Time) bool {
	known := c.heard
	if c.entered.After(known) {
		known = c.entered
	}
	return !c.asked.IsZero() && c.lost.IsZero() && !c.asked.Add(unanswered).After(at) ||
		c.ages() && !c.old && c.lost.IsZero() && !known.Add(tooOld).After(at) ||
		!c.stopDue.IsZero() && !c.stopDue.After(at)
}

// ages reports whether what was heard grows too old: of a live capture, or on a call.
func (c *recount) ages() bool {
	return len(c.calls) > 0 || !c.heard.IsZero() && len(c.words) > 0 && c.words[len(c.words)-1].state != event.Disabled
}

func (c *recount) fail() {
	c.close(c.now)
	c.resolve(false)
	c.asked, c.failed = time.Time{}, true
	c.judge()
}

// close ends the present part.
func (c *recount) close(at time.Time) {
	if c.in == nil {
		return
	}
	if at.After(c.since) {
		c.in.spans = append(c.in.spans, span{c.since, at, c.is, c.is == captured})
	}
	c.since = at
}

// resolve decides about what was captured if something vouches for it.
func (c *recount) resolve(vouched bool) {
	if c.in == nil {
		return
	}
	for i := range c.in.spans {
		if s := &c.in.spans[i]; s.open {
			if s.open = false; !vouched {
				s.part = unverified
			}
		}
	}
}

// within reports whether no more than a limit has passed since a time, and notes whether that is a near thing.
func (c *recount) within(since time.Time, limit time.Duration) bool {
	passed := c.now.Sub(since)
	if c.in != nil && (passed-limit).Abs() <= late {
		c.in.near = true
	}
	return passed <= limit
}

// judge sets what the present moment is.
func (c *recount) judge() {
	if c.in == nil {
		return
	}
	c.is = unverified
	for _, w := range slices.Backward(c.words) {
		if _, here := c.calls[w.call]; w.call != 0 && !here {
			continue
		}
		if c.failed || c.old || !c.lost.IsZero() {
			return
		}
		switch w.state {
		case event.Enabled:
			c.is, c.vouched, c.word = captured, c.heard, w.call
		case event.Paused:
			c.is = paused
		case event.Disabled:
			c.is = off
		}
		return
	}
}

func (c *recount) apply(line happening) {
	switch line.what {
	case rings, answers:
		c.callComes(line)
	case holds:
		c.held[line.call] = true
		if !c.stopDue.IsZero() && c.stopCall == line.call {
			c.stopDue, c.stopHeld = time.Time{}, true
		}
	case retrieves:
		delete(c.held, line.call)
		if c.stopHeld && c.stopCall == line.call {
			c.stopDue, c.stopHeld, c.wasHeld = c.now.Add(stopTime), false, true
		}
	case leaves:
		c.callLeaves(line.call)
	case says:
		c.says(line)
	case queried:
		if c.asked.IsZero() {
			c.asked = c.now
		}
	case unseen:
		c.close(c.now)
		c.lost, c.words, c.asked = c.now, nil, time.Time{}
		c.stopDue, c.stopHeld = time.Time{}, false
		c.judge()
	case seenNow:
		c.seen()
	case finishes:
		c.close(c.now)
		if c.in != nil {
			c.resolve(c.within(c.vouched, release))
			c.end(c.now, true)
		}
	}
}

func (c *recount) callComes(line happening) {
	if len(c.calls) == 0 && (len(c.words) == 0 || c.words[len(c.words)-1].state == event.Disabled) {
		c.entered, c.old = c.now, false
	}
	c.calls[line.call] = c.calls[line.call] || line.what == answers
	if line.what == answers && c.lost.IsZero() {
		if c.in == nil {
			c.begin(false)
		}
		c.inCalls[line.call] = true
	}
}

func (c *recount) begin(atLeast bool) {
	c.stretches = append(c.stretches, stretch{dn: c.d, began: c.now, atLeast: atLeast})
	c.in = &c.stretches[len(c.stretches)-1]
	c.inCalls, c.since = make(map[uint64]bool), c.now
	c.judge()
	if c.is == captured {
		c.in.captured, c.in.captureAt = true, c.now
	}
}

func (c *recount) callLeaves(call uint64) {
	delete(c.calls, call)
	delete(c.held, call)
	if c.in == nil || !c.lost.IsZero() {
		return
	}
	delete(c.inCalls, call)
	c.close(c.now)
	if len(c.inCalls) == 0 || c.word == call && call != 0 && c.is == captured {
		c.resolve(c.within(c.vouched, release))
	}
	if len(c.inCalls) == 0 {
		c.end(c.now, false)
		return
	}
	c.judge()
}

func (c *recount) end(at time.Time, notSeen bool) {
	c.resolve(false)
	c.in.ended, c.in.endNotSeen = at, notSeen
	c.in.endedPaused = c.is == paused && !notSeen
	c.in = nil
}

// seen has capdeck find the calls that are there when it watches the DN again.
func (c *recount) seen() {
	c.close(c.now)
	lost := c.lost
	c.lost, c.failed, c.old = time.Time{}, false, false
	c.entered, c.heard = c.now, time.Time{}
	if c.in != nil {
		for call := range c.inCalls {
			if _, here := c.calls[call]; !here {
				delete(c.inCalls, call)
			}
		}
		if len(c.inCalls) == 0 {
			c.in.spans = slices.DeleteFunc(c.in.spans, func(s span) bool { return !s.from.Before(lost) })
			c.end(lost, true)
		}
	}
	for call, talked := range c.calls {
		if !talked {
			continue
		}
		if c.in == nil {
			c.begin(true)
		}
		c.inCalls[call] = true
	}
	c.judge()
}

// says applies a word of the recorder.
func (c *recount) says(line happening) {
	if !c.lost.IsZero() {
		return
	}
	asked := line.asked || !c.asked.IsZero() || c.failed
	c.within(c.heard, tooOld)
	c.within(c.asked, unanswered)
	c.noteStop(line)
	if last := len(c.words) - 1; last >= 0 && c.words[last].state != line.state && c.now.Sub(c.heard) <= stopTime {
		c.conflicts = append(c.conflicts, stop{dn: c.d, at: c.now})
	}
	c.close(c.now)
	if _, here := c.calls[line.call]; here || line.call == 0 {
		c.resolve(line.state == event.Enabled || !asked)
		if c.in != nil && line.state == event.Enabled && !c.in.captured {
			c.in.captured, c.in.captureAt, c.in.atMost = true, c.now, asked
		}
	}
	c.words = slices.DeleteFunc(c.words, func(w said) bool { return w.call == line.call })
	c.words = append(c.words, said{line.call, line.state})
	if len(c.words) > words {
		c.words = c.words[1:]
	}
	c.asked, c.failed, c.old, c.heard = time.Time{}, false, false, c.now
	c.judge()
}

// noteStop notes that a capture stops during a call.
func (c *recount) noteStop(line happening) {
	before := event.IndicationNone
	for _, w := range slices.Backward(c.words) {
		if w.call == line.call || w.call == 0 || line.call == 0 {
			before = w.state
			break
		}
	}
	_, here := c.calls[line.call]
	if line.state != event.Disabled || before != event.Enabled && before != event.Paused || !here || !c.stopDue.IsZero() {
		return
	}
	c.stop, c.stopCall, c.wasHeld = stop{c.d, c.now, line.byOther}, line.call, false
	c.stopDue, c.stopHeld = c.now.Add(stopTime), false
	if c.held[line.call] {
		c.stopDue, c.stopHeld = time.Time{}, true
	}
}

func (c *recount) decideStop() {
	c.stopDue = time.Time{}
	if _, here := c.calls[c.stopCall]; !here {
		return
	}
	if c.wasHeld {
		for _, w := range c.words {
			if w.call == c.stopCall && w.state != event.Disabled {
				return
			}
		}
	}
	c.stops = append(c.stops, c.stop)
}
