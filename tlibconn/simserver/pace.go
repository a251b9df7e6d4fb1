package simserver

import (
	"math"
	"time"
)

// The time over which a reached rate is measured: the long one for a rate below slowRate.
const (
	paceWindow     = time.Second
	slowPaceWindow = 10 * time.Second
	slowRate       = 10
)

// pace turns a rate into deadlines: the n-th thing is due n/rate after the beginning,
// however late the ones before it were.
type pace struct {
	rate  float64 // a second
	begun time.Time
	n     float64 // deadlines since begun that have been dealt with

	window  time.Time // beginning of the measurement
	done    float64   // since window
	reached float64   // a second, in the last complete measurement; -1 before it
	total   uint64    // ever done
}

// set changes the rate from now on. The part of a deadline that has passed is kept.
func (p *pace) set(rate float64, now time.Time) {
	fraction := 0.0
	if !p.begun.IsZero() && p.rate > 0 {
		_, fraction = math.Modf(now.Sub(p.begun).Seconds() * p.rate)
	}
	p.rate, p.n, p.begun = rate, 0, now
	if rate > 0 {
		p.begun = now.Add(-time.Duration(fraction / rate * float64(time.Second)))
	}
	p.window, p.done, p.reached = now, 0, -1
}

// due returns how many things are due, and how many of the deadlines before them were
// given up because they are more than a second late.
func (p *pace) due(now time.Time) (things, late int) {
	passed := math.Floor(now.Sub(p.begun).Seconds()*p.rate) - p.n
	if passed <= 0 {
		return 0, 0
	}
	p.n += passed
	most := max(1, math.Floor(p.rate))
	return int(min(passed, most)), int(max(0, passed-most))
}

// did counts one thing that was done.
func (p *pace) did() {
	p.done++
	p.total++
}

// measure ends the measurement if it has lasted long enough.
func (p *pace) measure(now time.Time) {
	enough := paceWindow
	if p.rate < slowRate {
		enough = slowPaceWindow
	}
	if passed := now.Sub(p.window); passed >= enough {
		p.reached = p.done / passed.Seconds()
		p.window, p.done = now, 0
	}
}
