package coverage

import (
	"slices"
	"time"
)

// Going returns the stretches that go on, as Close would end them now: EndNotSeen, and what
// is provisional is captured if the recorder still vouches for it. It changes nothing. It
// passes over all DNs, so it is for once a minute, not for each event.
func (c *Coverage) Going(now time.Time) []Stretch {
	if c.closed {
		return nil
	}
	// What ends a stretch also counts and raises: here, for no one.
	aside := &Coverage{options: c.options, now: c.now, began: c.began}
	stretches, ofCalls := 0, 0
	for _, d := range c.dns {
		if d != nil && d.open != nil {
			stretches++
			ofCalls += len(d.open.stretch.Calls)
		}
	}
	if stretches == 0 {
		return nil
	}
	aside.stretches = make([]Stretch, 0, stretches)
	calls := make([]StretchCall, 0, ofCalls)
	var counted site
	var team tally
	var left dn
	var o open
	for _, d := range c.dns {
		if d == nil || d.open == nil {
			continue
		}
		left, o = *d, *d.open
		o.more = slices.Clone(o.more)
		first := len(calls)
		calls = append(calls, o.stretch.Calls...)
		o.stretch.Calls, o.stretch.Gaps = calls[first:len(calls):len(calls)], slices.Clone(o.stretch.Gaps)
		left.open, left.site, left.team = &o, &counted, &team
		counted.up, counted.upSince, counted.lostAt = d.site.up, d.site.upSince, d.site.lostAt
		aside.leave(&left, now)
		aside.blinds, aside.notices, aside.spare = aside.blinds[:0], aside.notices[:0], aside.spare[:0]
	}
	return aside.stretches
}
