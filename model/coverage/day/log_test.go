package day

import (
	"time"

	"capdeck/tlibconn/event"
)

// entry is a DN of the floor.
type entry struct{ dn, team string }

// log is what the simulated T-Server and the recorder did, by DN, in its order.
type log struct {
	dns   map[string]*dnLog
	order []*dnLog
}

// happens is what a happening is.
type happens int

const (
	rings happens = iota
	answers
	holds
	retrieves
	leaves   // the DN's part in the call is over
	says     // the recorder says a state
	queried  // the recorder gets a query and does not answer it
	unseen   // capdeck no longer watches the DN
	seenNow  // capdeck watches it again
	finishes // the day is over
)

// happening is one line of the log.
type happening struct {
	at      time.Time
	what    happens
	call    uint64
	state   event.Indication
	asked   bool // it answers a query
	byOther bool // it answers a stop of another client
}

var happensNames = [...]string{
	rings: "rings", answers: "answers", holds: "holds", retrieves: "retrieves", leaves: "leaves", says: "says", queried: "queried",
	unseen: "unseen", seenNow: "seen now", finishes: "finishes",
}

// dnLog is the log of a DN.
type dnLog struct {
	entry
	lines  []happening
	states []happening // what the recorder really did, whether it said so or not
	silent bool
	clock  *clock
	said   []time.Time // its words that are under way
	asked  []time.Time // its queries that are under way
	late   []lag       // what was under way for too long
	heard  map[callEvent]time.Time
	found  []time.Time // when capdeck heard that it is registered
}

func newLog(dns []entry, c *clock) log {
	l := log{dns: make(map[string]*dnLog)}
	for _, e := range dns {
		d := &dnLog{entry: e, clock: c, heard: make(map[callEvent]time.Time), states: []happening{{state: event.Disabled}}}
		l.dns[e.dn] = d
		l.order = append(l.order, d)
	}
	return l
}

func (d *dnLog) add(what happens, call uint64) {
	d.lines = append(d.lines, happening{at: d.clock.now(), what: what, call: call})
}

// state returns what the recorder really does.
func (d *dnLog) state() event.Indication { return d.states[len(d.states)-1].state }

// change notes that the recorder changes a capture.
func (d *dnLog) change(state event.Indication) {
	if state != d.state() {
		d.states = append(d.states, happening{at: d.clock.now(), state: state})
	}
}

// say notes what the recorder says, and which command it answers.
func (d *dnLog) say(call uint64, state event.Indication, why event.Verb) {
	d.lines = append(d.lines, happening{
		at: d.clock.now(), what: says, call: call, state: state, asked: why == event.VerbQuery, byOther: why == event.VerbStop,
	})
}

// recorded returns for how long the recorder really recorded between two times.
func (d *dnLog) recorded(from, to time.Time) (total time.Duration) {
	for i, s := range d.states {
		if s.state != event.Enabled {
			continue
		}
		begins, ends := s.at, to
		if i+1 < len(d.states) && d.states[i+1].at.Before(to) {
			ends = d.states[i+1].at
		}
		if begins.Before(from) {
			begins = from
		}
		if ends.After(begins) {
			total += ends.Sub(begins)
		}
	}
	return total
}

// changesUnsaid returns whether the recorder changed between two times: between two words of it, these are changes
// that it did not say.
func (d *dnLog) changesUnsaid(from, to time.Time) bool {
	for _, s := range d.states {
		if s.at.After(from) && s.at.Before(to) {
			return true
		}
	}
	return false
}
