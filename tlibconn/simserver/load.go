package simserver

import (
	"container/heap"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"sync"
	"time"
)

// MaxRate is the greatest rate of a Load, in calls or events a second.
const MaxRate = 100_000

// LoadOptions configures a Load.
type LoadOptions struct {
	// Agents is the number of agents, who log in at the server's first DNs. 0 means one
	// at each DN.
	Agents int
	// Calls and Events are the rates at the start, in calls and in other events (states
	// of agents, user data of calls) a second.
	Calls, Events float64
	// CallTime is the average time that an agent talks. 0 means 10 s. A call rings before
	// that for a fifth of it on average.
	CallTime time.Duration
	// Current, if not nil, returns the server to use at each step: the primary of a
	// Pair. It must have the same DNs as NewLoad's server.
	Current func() *Server
	// Seed determines all choices. 0 means the server's seed.
	Seed uint64
}

// The causes of failures of a Load.
const (
	FailNoFreeAgent  = "no free agent"
	FailOutOfService = "DN out of service"
	FailLinkDown     = "link down"
	FailBackup       = "T-Server is a backup"
	FailRejected     = "rejected by T-Server"
	FailOvertaken    = "changed elsewhere" // by a client or an order, or by a loss of the link
	FailLate         = "machine too slow"
)

// LoadStatistics describes what a Load has done.
type LoadStatistics struct {
	// Agents is the number of agents, and Free those that can take a call.
	Agents int `json:"agents"`
	Free   int `json:"freeAgents"`
	// Calls and Events describe the two rates.
	Calls  LoadRate `json:"calls"`
	Events LoadRate `json:"events"`
	// Failures counts what could not be done, by cause.
	Failures map[string]uint64 `json:"failures"`
}

// LoadRate describes a rate, in things a second.
type LoadRate struct {
	// Ordered is the rate that was ordered.
	Ordered float64 `json:"ordered"`
	// Reached is the rate in the last second, or in the last 10 s if fewer than 10 a
	// second are ordered. It is -1 as long as that time has not passed since the beginning
	// or the last order.
	Reached float64 `json:"reached"`
	// Total counts all that was done.
	Total uint64 `json:"total"`
}

// Load makes calls and other events at rates that can be changed while it runs. It has no
// clock: the caller passes the time to Step. Its methods may be called from any goroutine.
type Load struct {
	current  func() *Server
	callTime time.Duration

	mu            sync.Mutex
	random        *rand.Rand
	crowd         crowd
	workers       []worker
	free          pool // of those that can take a call
	away          pool // of those that are not ready
	agenda        agenda
	calls, events pace
	started       bool
	failures      map[string]uint64
}

// worker is an agent of a Load.
type worker struct {
	dn, agent string
	busy      bool // it has a call of the Load
	notReady  bool
}

// NewLoad returns a Load for the server's DNs. Nothing happens before the first Step. It
// returns an error if there are fewer DNs than agents or if a rate is out of range.
func NewLoad(server *Server, options LoadOptions) (*Load, error) {
	if err := checkRates(options.Calls, options.Events); err != nil {
		return nil, err
	}
	dns := server.options.DNs
	if options.Agents < 0 || options.Agents > len(dns) {
		return nil, fmt.Errorf("%d agents need as many DNs, and there are %d", options.Agents, len(dns))
	}
	if options.Agents > 0 {
		dns = dns[:options.Agents]
	}
	seed := options.Seed
	if seed == 0 {
		seed = server.options.Seed
	}
	l := &Load{
		current: options.Current, callTime: options.CallTime, random: rand.New(rand.NewPCG(seed, 3)),
		failures: make(map[string]uint64), free: newPool(len(dns)), away: newPool(len(dns)),
	}
	if l.current == nil {
		l.current = func() *Server { return server }
	}
	if l.callTime <= 0 {
		l.callTime = 10 * time.Second
	}
	for i, dn := range dns {
		l.workers = append(l.workers, worker{dn: dn.Number, agent: agentName(i)})
		l.free.add(i)
	}
	l.calls, l.events = pace{rate: options.Calls, reached: -1}, pace{rate: options.Events, reached: -1}
	return l, nil
}

func checkRates(rates ...float64) error {
	for _, rate := range rates {
		if !(rate >= 0 && rate <= MaxRate) {
			return fmt.Errorf("a rate is a number from 0 to %d a second, not %g", MaxRate, rate)
		}
	}
	return nil
}

// Rates returns the rates that were ordered, in calls and other events a second.
func (l *Load) Rates() (calls, events float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.calls.rate, l.events.rate
}

// SetRates changes the rates from the time now on. It returns an error if one is out of
// range; then neither is changed.
func (l *Load) SetRates(now time.Time, calls, events float64) error {
	if err := checkRates(calls, events); err != nil {
		return err
	}
	// An order that raises a rate and one that lowers it again give the old rate.
	calls, events = math.Round(calls*1e6)/1e6, math.Round(events*1e6)/1e6
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.started {
		l.calls.rate, l.events.rate = calls, events
		return nil
	}
	if calls != l.calls.rate {
		l.calls.set(calls, now)
	}
	if events != l.events.rate {
		l.events.set(events, now)
	}
	return nil
}

// Statistics returns what the Load has done so far.
func (l *Load) Statistics() LoadStatistics {
	l.mu.Lock()
	defer l.mu.Unlock()
	rate := func(p *pace) LoadRate { return LoadRate{Ordered: p.rate, Reached: p.reached, Total: p.total} }
	return LoadStatistics{
		Agents: len(l.workers), Free: len(l.free.list),
		Calls: rate(&l.calls), Events: rate(&l.events), Failures: maps.Clone(l.failures),
	}
}

// Step does everything that is due at the time now. The first one logs the agents in.
func (l *Load) Step(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.current()
	if !l.started {
		l.started = true
		l.calls.set(l.calls.rate, now)
		l.events.set(l.events.rate, now)
		for i := range l.workers {
			l.arrive(s, &l.workers[i])
		}
	}
	for len(l.agenda) > 0 && !l.agenda[0].due.After(now) {
		next := l.agenda[0]
		heap.Pop(&l.agenda)
		l.goOn(s, next)
	}
	calls, late := l.calls.due(now)
	l.fail(FailLate, late)
	for range calls {
		l.call(s, now)
	}
	events, late := l.events.due(now)
	l.fail(FailLate, late)
	for range events {
		l.event(s)
	}
	l.calls.measure(now)
	l.events.measure(now)
}

// fail counts failures.
func (l *Load) fail(cause string, count int) {
	if count > 0 {
		l.failures[cause] += uint64(count)
	}
}

// arrive logs an agent in.
func (l *Load) arrive(s *Server, w *worker) {
	err := s.AgentLogin(w.dn, w.agent)
	if err == nil {
		err = s.AgentReady(w.dn)
	}
	if err != nil {
		l.fail(FailRejected, 1)
	}
}

// obstacle returns the cause why nothing can happen at a DN now, or "".
func (s *Server) obstacle(dn string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch a := s.state.addresses[dn]; {
	case s.state.linkDown:
		return FailLinkDown
	case s.state.backup:
		return FailBackup
	case a != nil && a.outOfService:
		return FailOutOfService
	}
	return ""
}
