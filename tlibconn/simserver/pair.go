package simserver

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Pair is a T-Server and its backup (SEMANTICS.md, High availability and
// keep-alive). Both are simulated servers with a world of their own; a switchover
// carries agents and calls over. The backup is a warm one, which refuses
// connections, unless SetHotStandby or Options.HotStandby says otherwise. Faults
// stay with the server that they were ordered of. Its methods may be called from
// any goroutine.
type Pair struct {
	servers [2]*Server

	switching sync.Mutex // held while the roles change
	mu        sync.Mutex
	primary   int
}

// NewPair starts the two servers, the first as primary, the second as backup,
// whatever their options say of it. Equal seeds become different, so that
// ConnIDs do. The error says which of them cannot start; then neither runs.
func NewPair(primary, backup Options) (*Pair, error) {
	primary.Backup, backup.Backup = false, true
	if backup.Seed == primary.Seed {
		backup.Seed++
	}
	first, err := newServer(primary, true)
	if err != nil {
		return nil, err
	}
	second, err := newServer(backup, true)
	if err != nil {
		first.Close()
		return nil, fmt.Errorf("the backup: %w", err)
	}
	return &Pair{servers: [2]*Server{first, second}}, nil
}

// Primary returns the server whose turn it is.
func (p *Pair) Primary() *Server {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.servers[p.primary]
}

// Backup returns the other server.
func (p *Pair) Backup() *Server {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.servers[1-p.primary]
}

// SetHotStandby lets the backup, whichever of the two it is, take clients, or
// refuse connections as a warm one; clients that a backup has when it becomes a
// warm one are disconnected. The error says why the backup cannot listen.
func (p *Pair) SetHotStandby(hot bool) error {
	p.switching.Lock()
	defer p.switching.Unlock()
	for _, s := range p.servers {
		if err := s.try(func(w *world) error {
			w.hot = hot
			if w.isWarmBackup() {
				w.dropClients(Target{}, false)
			}
			return s.tendDoor(w)
		}); err != nil {
			return err
		}
	}
	return nil
}

// HotStandby says whether the backup takes clients.
func (p *Pair) HotStandby() bool {
	backup := p.Backup()
	backup.mu.Lock()
	defer backup.mu.Unlock()
	return backup.world.hot
}

// Switchover changes the roles: the primary becomes backup and disconnects its
// clients; the other takes over agents and calls and becomes primary. A warm
// backup takes connections from then on and gives the calls new ConnIDs; a hot
// one sends EventPrimaryChanged to its clients, and the calls keep theirs.
func (p *Pair) Switchover() {
	p.switching.Lock()
	defer p.switching.Unlock()
	p.switchOver(func(from *Server, w *world) { w.dropClients(Target{}, false) })
}

// Stop is what happens when the primary's process ends: its clients are
// disconnected, the backup takes over as in Switchover, and the stopped server
// refuses connections until its Start. Where the backup is stopped too, nobody
// takes over.
func (p *Pair) Stop() {
	p.switching.Lock()
	defer p.switching.Unlock()
	if _, stopped := p.Backup().Refusing(); stopped {
		p.Primary().Stop()
		return
	}
	p.switchOver((*Server).stop)
}

// Restart is Stop, and after the time down the stopped server comes back as the
// backup. Where nobody takes over, it comes back as the primary that it was. It
// does not wait for that.
func (p *Pair) Restart(down time.Duration) {
	p.switching.Lock()
	defer p.switching.Unlock()
	if _, stopped := p.Backup().Refusing(); stopped {
		p.Primary().Restart(down)
		return
	}
	p.switchOver(func(from *Server, w *world) { from.restart(w, down) })
}

// switchOver lets the backup take over from the primary, of which leave says how
// its clients lose it.
func (p *Pair) switchOver(leave func(from *Server, w *world)) {
	p.mu.Lock()
	from, to := p.servers[p.primary], p.servers[1-p.primary]
	p.primary = 1 - p.primary
	p.mu.Unlock()
	var floor floor
	from.do(func(w *world) {
		w.logf("%s becomes backup: switchover as ordered", w.options.Application)
		w.backup = true
		floor = w.leaveFloor()
		leave(from, w)
		// Closing the door cannot fail, and it is open already where it stays so.
		_ = from.tendDoor(w)
	})
	to.do(func(w *world) {
		w.logf("%s becomes primary: switchover as ordered", w.options.Application)
		w.takeFloor(floor)
		to.setRole(w, false)
	})
}

// Close closes both servers.
func (p *Pair) Close() error {
	first, second := p.servers[0].Close(), p.servers[1].Close()
	if first != nil {
		return first
	}
	return second
}

// floor is what a switchover carries over: what the switch knows.
type floor struct {
	agents map[string]agent
	calls  []*call // oldest first
}

func (w *world) leaveFloor() floor {
	f := floor{agents: make(map[string]agent, len(w.ordered))}
	for _, a := range w.ordered {
		f.agents[a.number] = a.agent
	}
	for _, id := range slices.Sorted(maps.Keys(w.calls)) {
		f.calls = append(f.calls, w.calls[id])
	}
	w.loseCalls()
	return f
}

// takeFloor makes the calls anew. Their ConnIDs are lost, but to a hot standby.
func (w *world) takeFloor(f floor) {
	w.loseCalls()
	for _, a := range w.ordered {
		if at, known := f.agents[a.number]; known {
			a.agent = at
		}
	}
	if w.linkDown {
		return
	}
	renamed := make(map[uint64]uint64, len(f.calls))
	for _, old := range f.calls {
		c := w.newCall(old.from, old.to, old.kind, renamed[old.originalID])
		if w.hot {
			delete(w.calls, c.id)
			c.id, c.uuid = old.id, old.uuid
			w.calls[c.id] = c
		}
		renamed[old.id] = c.id
		for _, p := range old.parties {
			w.join(c, p.number, p.state)
		}
		w.dropIfForeign(c)
	}
}
