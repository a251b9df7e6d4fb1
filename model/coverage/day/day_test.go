package day

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"capdeck/model/incidents"
	"capdeck/tlibconn/event"
)

const (
	agents  = 500
	dayLong = 8 * time.Hour

	// The faults of the whole floor, and how long they last.
	restartedAt = 4*time.Hour + 7300*time.Millisecond
	linkLostAt  = 5 * time.Hour
	linkDown    = 40 * time.Second
	stoppedAt   = 6 * time.Hour
	stopped     = 45 * time.Second
	silentAt    = 7 * time.Hour
	silent      = 90 * time.Second

	// queriedWithin is the time after which a capture that is not heard of has been queried, and the query has
	// failed.
	queriedWithin = 75 * time.Second
)

var teams = [...]string{"claims", "sales", "service", "night"}

// faults has the faults of the day happen.
func (p *play) faults() {
	for i := range 36 {
		p.at(time.Duration(10+11*i)*time.Minute, func() { p.someone(func(a *agent) { a.stop(false) }) })
		p.at(time.Duration(12+11*i)*time.Minute, func() { p.someone(func(a *agent) { a.stop(true) }) })
		p.at(time.Duration(14+11*i)*time.Minute, func() { p.someone(func(a *agent) { a.pause(i%3 == 0) }) })
	}
	for i := range 12 {
		p.at(time.Duration(20+33*i)*time.Minute, func() { p.someone((*agent).fallSilent) })
	}
	p.at(restartedAt, p.restart)
	p.at(linkLostAt, p.loseLink)
	p.at(linkLostAt+linkDown, p.findLink)
	p.at(stoppedAt, p.stopCapdeck)
	p.at(stoppedAt+stopped, func() { p.continueCapdeck(p.start.Add(stoppedAt)) })
	p.at(silentAt, func() { p.silenceAll(true) })
	p.at(silentAt+silent, func() { p.silenceAll(false) })
}

// ordered notes a fault that was ordered for the agent's call.
func (a *agent) ordered(kind incidents.Kind, longer time.Duration) *order {
	o := &order{kind: kind, dn: a.d.dn, at: a.now(), longer: longer}
	a.orders = append(a.orders, o)
	return o
}

// stop has a capture stop during a call, and start again later. It is put right within the grace, or not.
func (a *agent) stop(byOther bool) {
	a.busy = true
	kind := incidents.StoppedUnasked
	if byOther {
		kind = incidents.StoppedByOther
		a.command(a.d.dn, a.call, event.VerbStop)
	} else {
		a.record(a.d.dn, event.Disabled, a.call)
	}
	a.ordered(kind, stopTime)
	gap := a.ordered(incidents.NotCaptured, grace)
	a.whileOn(4, 90, func() {
		gap.to = a.now()
		a.command(a.d.dn, a.call, event.VerbStart)
		a.busy = false
	})
}

// pause leaves a pause on, until the end of the call or not.
func (a *agent) pause(untilEnd bool) {
	a.command(a.d.dn, a.call, event.VerbPause)
	o := a.ordered(incidents.PausedTooLong, pauseLimit)
	if untilEnd {
		a.forgot = true
		return
	}
	a.busy = true
	a.whileOn(100, 300, func() {
		o.to = a.now()
		a.command(a.d.dn, a.call, event.VerbResume)
		a.busy = false
	})
}

// fallSilent has the recorder say nothing about a DN for a while.
func (a *agent) fallSilent() {
	a.silence(a.d, true)
	o := a.ordered(incidents.NotCaptured, queriedWithin)
	a.later(60, 500, func() {
		o.to = a.now()
		a.silence(a.d, false)
	})
}

// floorDNs returns the DNs of the floor.
func floorDNs() []entry {
	dns := make([]entry, agents)
	for i := range dns {
		dns[i] = entry{fmt.Sprint(7001 + i), teams[i%len(teams)]}
	}
	return dns
}

// TestDay plays a day of 500 agents in simulated time: a T-Server, a recorder and capdeck's session, board, coverage and
// incidents, with faults. Then it counts the day again from what T-Server and the recorder did, and compares.
func TestDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(newFloor(t, newWires(), &clock{start: time.Now(), fast: 1, wait: synctest.Wait}, floorDNs()))
		p.faults()
		p.run(dayLong)
		counted, stops, conflicts := p.recountAll()
		p.compareStretches(counted)
		p.compareReport(counted)
		p.compareRecorder(counted)
		p.compareIncidents(p.expected(counted, stops, conflicts))
		p.compareOrders(counted)
	})
}
