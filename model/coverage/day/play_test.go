package day

import (
	"container/heap"
	"math/rand/v2"
	"time"

	"capdeck/model/incidents"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// deed is something that will be done on the floor.
type deed struct {
	at    time.Time
	order int
	do    func()
}

// deeds is a heap of deeds, the earliest first.
type deeds []deed

func (q deeds) Len() int { return len(q) }
func (q deeds) Less(i, j int) bool {
	return q[i].at.Before(q[j].at) || q[i].at.Equal(q[j].at) && q[i].order < q[j].order
}
func (q deeds) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *deeds) Push(d any)   { *q = append(*q, d.(deed)) }
func (q *deeds) Pop() any {
	last := len(*q) - 1
	d := (*q)[last]
	*q = (*q)[:last]
	return d
}

// play plays what agents, callers and the recorder do.
type play struct {
	*floor
	random *rand.Rand
	deeds  deeds
	order  int
	agents []*agent
	orders []*order
}

// agent is an agent at a DN.
type agent struct {
	*play
	d       *dnLog
	call    uint64 // 0 for none
	consult uint64
	number  int  // of the call, to know whether it is still the same
	busy    bool // the call is on hold, or something else is going on with it
	forgot  bool // that the capture is paused
}

func newPlay(f *floor) *play {
	p := &play{floor: f, random: rand.New(rand.NewPCG(7, 7))}
	for _, d := range f.log.order {
		a := &agent{play: p, d: d}
		p.agents = append(p.agents, a)
		a.later(1, 1500, a.ring)
	}
	return p
}

// at does something at a time after the start.
func (p *play) at(after time.Duration, do func()) {
	p.order++
	heap.Push(&p.deeds, deed{p.start.Add(after), p.order, do})
}

// later does something between two numbers of seconds from now.
func (p *play) later(least, most float64, do func()) {
	p.at(p.now().Sub(p.start)+time.Duration((least+(most-least)*p.random.Float64())*float64(time.Second)), do)
}

// whileOn is later for as long as the call is the same one.
func (a *agent) whileOn(least, most float64, do func()) {
	number := a.number
	a.later(least, most, func() {
		if a.call != 0 && a.number == number {
			do()
		}
	})
}

// run plays until a time after the start.
func (p *play) run(length time.Duration) {
	end := p.start.Add(length)
	for len(p.deeds) > 0 && p.deeds[0].at.Before(end) {
		next := heap.Pop(&p.deeds).(deed)
		p.until(next.at)
		next.do()
		p.settled()
	}
	p.until(end)
	p.each(finishes)
	p.close()
}

func (a *agent) note(what happens, call uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.d.add(what, call)
}

func (a *agent) ring() {
	var err error
	a.must(a.server.AgentReady(a.d.dn))
	a.call, err = a.server.Ring(a.d.dn, "+33123456")
	a.must(err)
	a.number++
	a.note(rings, a.call)
	a.whileOn(2, 8, a.answer)
}

func (a *agent) answer() {
	a.must(a.server.Answer(a.d.dn, a.call))
	a.note(answers, a.call)
	a.busy, a.forgot = false, false
	switch draw := a.random.Float64(); {
	case draw < 0.004: // never captured
	case draw < 0.01:
		a.whileOn(15, 50, a.begin)
	default:
		a.whileOn(0.2, 1.5, a.begin)
	}
	a.whileOn(60, 420, a.goOn)
}

func (a *agent) begin() { a.record(a.d.dn, event.Enabled, a.call) }

// goOn does what comes next in a call.
func (a *agent) goOn() {
	draw := a.random.Float64()
	switch {
	case a.forgot && draw >= 0.27:
		a.release()
	case a.busy:
		a.whileOn(20, 40, a.goOn)
	case draw < 0.15:
		a.busy = true
		a.must(a.server.Hold(a.d.dn, a.call))
		a.note(holds, a.call)
		a.whileOn(10, 40, a.retrieve)
	case draw < 0.27:
		a.ask()
	case draw < 0.37:
		a.busy = true
		a.command(a.d.dn, a.call, event.VerbPause)
		a.whileOn(5, 60, func() {
			a.command(a.d.dn, a.call, event.VerbResume)
			a.busy = false
			a.whileOn(30, 200, a.goOn)
		})
	default:
		a.release()
	}
}

func (a *agent) release() {
	a.must(a.server.Release(a.d.dn, a.call))
	a.note(leaves, a.call)
	a.hangUp()
}

func (a *agent) retrieve() {
	a.must(a.server.Retrieve(a.d.dn, a.call))
	a.note(retrieves, a.call)
	a.busy = false
	a.whileOn(30, 200, a.goOn)
}

// ask makes a consult call.
func (a *agent) ask() {
	var err error
	a.busy = true
	a.consult, err = a.server.Consult(a.d.dn, a.call, "+44123456")
	a.must(err)
	a.note(holds, a.call)
	a.note(rings, a.consult)
	a.whileOn(3, 6, func() {
		a.must(a.server.Answer(a.d.dn, a.consult))
		a.note(answers, a.consult)
		a.whileOn(5, 60, a.decide)
	})
}

// decide ends a consult call: by a return to the call, a transfer or a conference.
func (a *agent) decide() {
	switch draw := a.random.Float64(); {
	case draw < 0.5:
		a.must(a.server.Release(a.d.dn, a.consult))
		a.note(leaves, a.consult)
		a.retrieve()
	case draw < 0.75:
		a.must(a.server.CompleteTransfer(a.d.dn, a.call, a.consult))
		a.note(leaves, a.call)
		a.note(leaves, a.consult)
		a.hangUp()
	default:
		a.must(a.server.Conference(a.d.dn, a.call, a.consult))
		a.note(leaves, a.consult)
		a.note(retrieves, a.call)
		a.busy = false
		a.whileOn(30, 200, a.goOn)
	}
}

// hangUp ends the capture of a call that is over.
func (a *agent) hangUp() {
	a.settled()
	a.mu.Lock()
	goesOn := a.d.state() != event.Disabled
	a.mu.Unlock()
	if goesOn {
		a.record(a.d.dn, event.Disabled, a.call)
	}
	a.call = 0
	a.must(a.server.AfterCallWork(a.d.dn))
	a.later(60, 1500, a.ring)
}

// command is a command of another client, such as the agent's desktop.
func (p *play) command(dn string, connID uint64, verb event.Verb) {
	p.sending(1)
	p.must(p.server.UserEvent(dn, connID, wire.KeyValue{Key: event.CaptureKey, Type: wire.PairText, Bytes: []byte(verb.String())}))
	p.settled()
}

// someone calls do for an agent whose call is captured, and of whom the recorder has said nothing just now.
func (p *play) someone(do func(a *agent)) {
	from := p.random.IntN(len(p.agents))
	for i := range p.agents {
		a := p.agents[(from+i)%len(p.agents)]
		p.mu.Lock()
		lines := a.d.lines
		fits := a.call != 0 && !a.busy && !a.d.silent && a.d.state() == event.Enabled && p.now().Sub(lines[len(lines)-1].at) > 10*time.Second
		p.mu.Unlock()
		if fits {
			do(a)
			return
		}
	}
	p.t.Errorf("at %v no call is captured", p.now().Sub(p.start))
}

// each adds a line to the log of every DN.
func (p *play) each(what happens) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.unheard = p.unheard || what == unseen
	for _, d := range p.log.order {
		d.add(what, 0)
	}
}

func (p *play) loseLink() {
	p.wires.mu.Lock()
	p.wires.cut = true
	p.wires.mu.Unlock()
	p.quietly(func() {
		p.each(unseen)
		p.server.Drop(simserver.Target{Applications: []string{"tlibconn"}}, false)
	})
}

func (p *play) findLink() {
	before := p.connection()
	p.wires.mu.Lock()
	p.wires.cut = false
	p.wires.mu.Unlock()
	p.each(seenNow)
	p.session.Reconnect()
	p.watched(before)
}

func (p *play) stopCapdeck() {
	p.quietly(func() {
		p.each(unseen)
		p.mu.Lock()
		p.stopped = true
		p.mu.Unlock()
		p.wires.mu.Lock()
		p.wires.frozen = make(chan struct{})
		p.wires.mu.Unlock()
	})
}

func (p *play) continueCapdeck(from time.Time) {
	before := p.connection()
	p.each(seenNow)
	p.mu.Lock()
	p.stopped = false
	p.coverage.Stopped(from, p.now())
	p.mu.Unlock()
	p.wires.mu.Lock()
	frozen := p.wires.frozen
	p.wires.frozen = nil
	p.wires.mu.Unlock()
	close(frozen)
	p.watched(before)
}

func (p *play) silenceAll(silent bool) {
	for _, d := range p.log.order {
		p.silence(d, silent)
	}
}

func (p *play) silence(d *dnLog, silent bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	d.silent = silent
}

// restart restarts the recorder: it forgets what it records and says nothing about that.
func (p *play) restart() {
	p.quietly(func() {
		p.mu.Lock()
		for _, d := range p.log.order {
			if d.state() == event.Enabled {
				p.orders = append(p.orders, &order{kind: incidents.NotCaptured, dn: d.dn, at: p.now(), longer: queriedWithin})
			}
			d.change(event.Disabled)
		}
		p.mu.Unlock()
		p.must(p.recorder.Restart(p.t.Context()))
	})
}
