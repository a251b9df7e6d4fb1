package simserver

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Pair is a T-Server and its backup in warm standby (SEMANTICS.md, High
// availability and keep-alive). Both are simulated servers with a world of
// their own; a switchover carries agents and calls over. Faults stay with the
// server that they were ordered of. Its methods may be called from any
// goroutine.
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
	first, err := New(primary)
	if err != nil {
		return nil, err
	}
	second, err := New(backup)
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

// Switchover changes the roles: the primary becomes backup and disconnects its
// clients; the other takes over agents and calls, the calls under new ConnIDs,
// becomes primary, and sends EventPrimaryChanged to its clients.
func (p *Pair) Switchover() {
	p.switching.Lock()
	defer p.switching.Unlock()
	p.mu.Lock()
	from, to := p.servers[p.primary], p.servers[1-p.primary]
	p.primary = 1 - p.primary
	p.mu.Unlock()
	var floor floor
	from.do(func(w *world) {
		w.logf("%s becomes backup: switchover as ordered", w.options.Application)
		w.backup = true
		floor = w.leaveFloor()
		w.dropClients(Target{}, false)
	})
	to.do(func(w *world) {
		w.logf("%s becomes primary: switchover as ordered", w.options.Application)
		w.takeFloor(floor)
		w.setRole(false)
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

// takeFloor makes the calls anew: their ConnIDs are lost.
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
		renamed[old.id] = c.id
		for _, p := range old.parties {
			w.join(c, p.number, p.state)
		}
		w.dropIfForeign(c)
	}
}
