package simserver

import (
	"container/heap"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"
)

// task is what is due at a worker with a call.
type task struct {
	due    time.Time
	worker int
	ends   bool // the call ends; otherwise it is answered
}

// agenda holds the tasks, the next one first. It is a heap.Interface.
type agenda []task

// Len is part of heap.Interface.
func (a agenda) Len() int { return len(a) }

// Less is part of heap.Interface. Of two tasks at one time, that of the first worker is
// first, so that equal seeds give equal loads.
func (a agenda) Less(i, j int) bool {
	if !a[i].due.Equal(a[j].due) {
		return a[i].due.Before(a[j].due)
	}
	return a[i].worker < a[j].worker
}

// Swap is part of heap.Interface.
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }

// Push is part of heap.Interface.
func (a *agenda) Push(x any) { *a = append(*a, x.(task)) }

// Pop is part of heap.Interface.
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

// pool is a set of workers from which one can be drawn.
type pool struct {
	list []int
	at   []int // of each worker in list, -1 for none
}

func newPool(size int) pool {
	return pool{at: slices.Repeat([]int{-1}, size)}
}

func (p *pool) add(worker int) {
	if p.at[worker] < 0 {
		p.at[worker] = len(p.list)
		p.list = append(p.list, worker)
	}
}

func (p *pool) remove(worker int) {
	at := p.at[worker]
	if at < 0 {
		return
	}
	last := p.list[len(p.list)-1]
	p.list[at], p.at[last] = last, at
	p.list, p.at[worker] = p.list[:len(p.list)-1], -1
}

// draw returns one of the workers, which remains in the set.
func (p *pool) draw(random *rand.Rand) (worker int, ok bool) {
	if len(p.list) == 0 {
		return 0, false
	}
	return pick(random, p.list), true
}

// call makes a call ring at a free agent.
func (l *Load) call(s *Server, now time.Time) {
	i, free := l.free.draw(l.random)
	if !free {
		l.fail(FailNoFreeAgent, 1)
		return
	}
	w := &l.workers[i]
	if cause := s.obstacle(w.dn); cause != "" {
		l.fail(cause, 1)
		return
	}
	if _, err := s.Ring(w.dn, l.crowd.outside(l.random)); err != nil {
		l.fail(FailRejected, 1)
		return
	}
	l.calls.did()
	w.busy = true
	l.free.remove(i)
	rings := l.some(l.callTime / 5)
	heap.Push(&l.agenda, task{due: now.Add(rings), worker: i})
	heap.Push(&l.agenda, task{due: now.Add(rings + l.some(l.callTime)), worker: i, ends: true})
}

// some returns a time from half of the average to one and a half of it.
func (l *Load) some(average time.Duration) time.Duration {
	return time.Duration((0.5 + l.random.Float64()) * float64(average))
}

// goOn answers a worker's call or ends it. Clients and orders may have done so before.
func (l *Load) goOn(s *Server, t task) {
	w := &l.workers[t.worker]
	calls := s.Calls(w.dn)
	if !t.ends {
		for _, c := range calls {
			if c.State == PartyRinging && s.Answer(w.dn, c.ConnID) != nil {
				l.fail(FailOvertaken, 1)
			}
		}
		return
	}
	if len(calls) == 0 {
		l.fail(FailOvertaken, 1)
	}
	for _, c := range calls {
		if s.Release(w.dn, c.ConnID) != nil {
			l.fail(FailOvertaken, 1)
		}
	}
	w.busy = false
	if !w.notReady {
		l.free.add(t.worker)
	}
}

// event makes an event that is not about the course of a call: user data at an agent with
// a call, another state at one without. At most a fifth of the agents are not ready.
func (l *Load) event(s *Server) {
	if len(l.workers) == 0 {
		l.fail(FailNoFreeAgent, 1)
		return
	}
	i := l.random.IntN(len(l.workers))
	if away, ok := l.away.draw(l.random); ok && !l.workers[i].busy && len(l.away.list) > len(l.workers)/5 {
		i = away
	}
	w := &l.workers[i]
	if cause := s.obstacle(w.dn); cause != "" {
		l.fail(cause, 1)
		return
	}
	var err error
	switch calls := s.Calls(w.dn); {
	case len(calls) > 0:
		err = s.AttachData(w.dn, calls[0].ConnID, "step", strconv.Itoa(l.random.IntN(1000)))
	case w.notReady:
		err = s.AgentReady(w.dn)
	default:
		err = s.AgentNotReady(w.dn, pick(l.random, breakReasons))
	}
	if err != nil {
		// Someone logged the agent out.
		l.fail(FailOvertaken, 1)
		l.arrive(s, w)
		l.setReady(i, true)
		return
	}
	l.events.did()
	if len(s.Calls(w.dn)) == 0 {
		l.setReady(i, w.notReady)
	}
}

// setReady notes whether a worker is ready.
func (l *Load) setReady(i int, ready bool) {
	w := &l.workers[i]
	w.notReady = !ready
	if ready {
		l.away.remove(i)
	} else {
		l.away.add(i)
		l.free.remove(i)
	}
	if ready && !w.busy {
		l.free.add(i)
	}
}
