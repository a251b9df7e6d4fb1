package simserver

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// LifeOptions configures a Life.
type LifeOptions struct {
	// DNs are the DNs where agents work. Empty means all DNs that the server had
	// at its start.
	DNs []string
	// Quiet are those of the DNs whose agent is ready but gets no calls.
	Quiet []string
	// Talking holds those of the DNs whose agent is in a call with an outside number from
	// the first Step on, and how long that call lasts at least. Until then nothing else
	// happens there.
	Talking map[string]time.Duration
	// Current, if not nil, returns the server to use at each step: the primary of a
	// Pair. It must have the same DNs as NewLife's server.
	Current func() *Server
	// Seed determines all choices: equal seeds and equal steps give equal lives. 0
	// means the server's seed.
	Seed uint64
}

// Life simulates the floor of a contact centre: agents log in and out, and calls
// ring, are answered, held, transferred or joined in a conference, and end. It has
// no clock: the caller passes the time to Step. It is not safe for concurrent use.
type Life struct {
	server     *Server
	current    func() *Server
	random     *rand.Rand
	workplaces []*workplace
	started    bool
	crowd      crowd
}

// workplace is where an agent works: a DN.
type workplace struct {
	dn, agent string
	quiet     bool
	talking   time.Duration // how long the call of the first Step lasts at least, 0 for none
	phase     phase
	due       time.Time
	call      uint64     // the agent's call
	consult   uint64     // the consult call
	colleague *workplace // the other party of the consult call, nil for an external number
}

type phase int

const (
	phaseOffline phase = iota
	phaseArriving
	phaseReady
	phaseBreak
	phaseRinging
	phaseTalking
	phaseHolding
	phaseAsking     // the colleague's phone rings
	phaseConsulting // the colleague has answered
	phaseHelping    // this agent is the colleague until the other one decides
	phaseAfterCall
)

// stay is the duration of each phase in seconds.
var stay = map[phase]struct{ least, most float64 }{
	phaseOffline:    {60, 300},
	phaseArriving:   {2, 10},
	phaseReady:      {5, 90},
	phaseBreak:      {20, 120},
	phaseRinging:    {2, 8},
	phaseTalking:    {20, 240},
	phaseHolding:    {5, 40},
	phaseAsking:     {3, 6},
	phaseConsulting: {5, 20},
	phaseHelping:    {600, 600},
	phaseAfterCall:  {5, 30},
}

// NewLife returns a Life for the server's DNs. Nothing happens before the first Step,
// which puts every DN in a state at once: some without an agent, some ready, some in
// a call.
func NewLife(server *Server, options LifeOptions) *Life {
	seed := options.Seed
	if seed == 0 {
		seed = server.options.Seed
	}
	l := &Life{server: server, current: options.Current, random: rand.New(rand.NewPCG(seed, 1))}
	numbers := options.DNs
	given := make(map[string]string, len(server.options.DNs))
	for _, dn := range server.options.DNs {
		given[dn.Number] = dn.AgentID
		if len(options.DNs) == 0 {
			numbers = append(numbers, dn.Number)
		}
	}
	for i, number := range numbers {
		agent := given[number]
		if agent == "" {
			agent = agentName(i)
		}
		l.workplaces = append(l.workplaces, &workplace{
			dn: number, agent: agent, quiet: slices.Contains(options.Quiet, number), talking: options.Talking[number],
		})
	}
	return l
}

// Run calls Step at every tick until the context is done or ticks is closed.
func (l *Life) Run(ctx context.Context, ticks <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case now, open := <-ticks:
			if !open {
				return
			}
			l.Step(now)
		}
	}
}

// Step does what is due at the time now: at most one change for each DN.
func (l *Life) Step(now time.Time) {
	if l.current != nil {
		l.server = l.current()
	}
	first := !l.started
	l.started = true
	for _, d := range l.workplaces {
		if first {
			l.settle(d, now)
			continue
		}
		if d.quiet || now.Before(d.due) {
			continue
		}
		if next, err := l.act(d, now); err != nil {
			l.recover(d, now)
		} else {
			l.enter(d, next, now)
		}
	}
}

func (l *Life) enter(d *workplace, next phase, now time.Time) {
	d.phase = next
	d.due = now.Add(l.between(stay[next].least, stay[next].most))
}

func (l *Life) between(least, most float64) time.Duration {
	return time.Duration((least + (most-least)*l.random.Float64()) * float64(time.Second))
}

// settle puts a workplace in a state as if the simulation had run for a while.
func (l *Life) settle(d *workplace, now time.Time) {
	steps := []phase{phaseOffline, phaseArriving, phaseReady, phaseRinging}
	wanted := phaseReady
	switch draw := l.random.Float64(); {
	case d.quiet:
	case d.talking > 0:
		wanted = phaseTalking
	case draw < 0.1:
		wanted = phaseOffline
	case draw < 0.25:
		wanted = phaseBreak
		steps = steps[:2]
	case draw < 0.75:
		wanted = phaseTalking
	}
	for _, step := range steps {
		if step == wanted {
			break
		}
		d.phase = step
		if err := l.advance(d); err != nil {
			l.recover(d, now)
			return
		}
	}
	l.enter(d, wanted, now)
	// The agents are at different points of what they do: not all are due at once.
	d.due = now.Add(d.talking + l.between(1, stay[wanted].most))
	if wanted == phaseBreak {
		l.ignore(l.server.AgentNotReady(d.dn, pick(l.random, breakReasons)))
	}
}

// advance takes the next step from an empty workplace to an agent who talks in a call.
func (l *Life) advance(d *workplace) error {
	switch d.phase {
	case phaseOffline:
		return l.server.AgentLogin(d.dn, d.agent)
	case phaseArriving:
		return l.server.AgentReady(d.dn)
	case phaseReady:
		if l.random.Float64() < 0.2 {
			return l.dial(d)
		}
		return l.ring(d)
	}
	return l.server.Answer(d.dn, d.call)
}

func (l *Life) ring(d *workplace) (err error) {
	d.call, err = l.server.Ring(d.dn, l.crowd.outside(l.random))
	return err
}

func (l *Life) dial(d *workplace) (err error) {
	d.call, err = l.server.Dial(d.dn, l.crowd.outside(l.random))
	return err
}

// act does what is due at a workplace and returns the next phase.
func (l *Life) act(d *workplace, now time.Time) (phase, error) {
	draw := l.random.Float64()
	switch d.phase {
	case phaseOffline:
		return phaseArriving, l.advance(d)
	case phaseArriving, phaseBreak, phaseAfterCall:
		return phaseReady, l.server.AgentReady(d.dn)
	case phaseReady:
		return l.leaveReady(d, draw)
	case phaseRinging:
		if draw < 0.08 && !l.dialing(d) {
			return phaseReady, l.server.Abandon(d.dn, d.call)
		}
		return phaseTalking, l.server.Answer(d.dn, d.call)
	case phaseTalking:
		return l.leaveTalking(d, draw, now)
	case phaseHolding:
		return phaseTalking, l.server.Retrieve(d.dn, d.call)
	case phaseAsking:
		answering := d.dn
		if d.colleague != nil {
			answering = d.colleague.dn
		}
		return phaseConsulting, l.server.Answer(answering, d.consult)
	case phaseConsulting:
		return l.decide(d, draw, now)
	}
	return phaseAfterCall, fmt.Errorf("no agent came back to DN %s", d.dn)
}

func (l *Life) dialing(d *workplace) bool {
	return slices.ContainsFunc(l.server.Calls(d.dn), func(c Call) bool { return c.State == PartyDialing })
}

func (l *Life) leaveReady(d *workplace, draw float64) (phase, error) {
	switch {
	case draw < 0.03:
		return phaseOffline, l.server.AgentLogout(d.dn)
	case draw < 0.13:
		return phaseBreak, l.server.AgentNotReady(d.dn, pick(l.random, breakReasons))
	}
	return phaseRinging, l.advance(d)
}

func (l *Life) leaveTalking(d *workplace, draw float64, now time.Time) (phase, error) {
	switch {
	case draw < 0.2:
		return phaseHolding, l.server.Hold(d.dn, d.call)
	case draw < 0.35:
		return phaseAsking, l.ask(d, now)
	}
	return l.hangUp(d)
}

func (l *Life) hangUp(d *workplace) (phase, error) {
	if err := l.server.Release(d.dn, d.call); err != nil {
		return phaseAfterCall, err
	}
	d.call = 0
	return phaseAfterCall, l.server.AfterCallWork(d.dn)
}

// ask makes a consult call to a ready colleague or to an external number.
func (l *Life) ask(d *workplace, now time.Time) (err error) {
	ready := make([]*workplace, 0, len(l.workplaces))
	for _, other := range l.workplaces {
		if other != d && other.phase == phaseReady && !other.quiet {
			ready = append(ready, other)
		}
	}
	number := l.crowd.outside(l.random)
	d.colleague = nil
	if len(ready) > 0 {
		d.colleague = pick(l.random, ready)
		number = d.colleague.dn
	}
	if d.consult, err = l.server.Consult(d.dn, d.call, number); err != nil {
		d.colleague = nil
		return err
	}
	if d.colleague != nil {
		d.colleague.call = d.consult
		l.enter(d.colleague, phaseHelping, now)
	}
	return nil
}

// decide ends a consultation: the agent returns to the caller, transfers the call or
// makes a conference.
func (l *Life) decide(d *workplace, draw float64, now time.Time) (phase, error) {
	helper := d.colleague
	d.colleague = nil
	if draw < 0.5 {
		err := l.server.Release(d.dn, d.consult)
		if helper != nil {
			l.ignore(l.server.AfterCallWork(helper.dn))
			l.enter(helper, phaseAfterCall, now)
		}
		if err != nil {
			return phaseAfterCall, err
		}
		return phaseTalking, l.server.Retrieve(d.dn, d.call)
	}
	if helper != nil {
		helper.call = d.call
		l.enter(helper, phaseTalking, now)
	}
	if draw < 0.7 {
		return phaseTalking, l.server.Conference(d.dn, d.call, d.consult)
	}
	if err := l.server.CompleteTransfer(d.dn, d.call, d.consult); err != nil {
		return phaseAfterCall, err
	}
	return phaseAfterCall, l.server.AfterCallWork(d.dn)
}

// recover brings a workplace back to work after its calls or agent were changed from
// elsewhere: by an order, the link or the other party of the call.
func (l *Life) recover(d *workplace, now time.Time) {
	for _, c := range l.server.Calls(d.dn) {
		l.ignore(l.server.Release(d.dn, c.ConnID))
	}
	d.call, d.consult, d.colleague = 0, 0, nil
	if err := l.server.AfterCallWork(d.dn); err != nil {
		l.enter(d, phaseOffline, now)
		return
	}
	l.enter(d, phaseAfterCall, now)
}

// ignore drops the error of a change that another one has overtaken: recover handles
// it at the workplace's next turn.
func (l *Life) ignore(error) {}

func pick[T any](random *rand.Rand, from []T) T { return from[random.IntN(len(from))] }
