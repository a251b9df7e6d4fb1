package simserver

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Pair is a T-Server and its backup (SEMANTICS.md, High availability and keep-alive).
// Each is a simulated server with its own state. A switchover transfers agents and
// calls. The backup is a warm standby, which refuses connections, unless
// SetHotStandby or Options.HotStandby makes it a hot one. Faults stay with the server
// that received the order. The methods of a Pair may be called from any goroutine.
type Pair struct {
	servers [2]*Server

	switching sync.Mutex // held while the roles change
	mu        sync.Mutex
	primary   int
}

// NewPair starts two servers, the first as primary and the second as backup, whatever
// their Options.Backup is. It changes one of two equal seeds, so that the servers'
// ConnIDs differ. It returns an error if one of them cannot start; then neither runs.
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

// Primary returns the server that is the primary now.
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

// SetHotStandby makes the backup, whichever server it is, accept clients as a hot
// standby or refuse connections as a warm one. Clients of a backup that becomes a warm
// standby are disconnected. It returns an error if the backup cannot listen.
func (p *Pair) SetHotStandby(hot bool) error {
	p.switching.Lock()
	defer p.switching.Unlock()
	for _, s := range p.servers {
		if err := s.tryUpdate(func(st *state) error {
			st.hot = hot
			if st.isWarmBackup() {
				st.dropClients(Target{}, false)
			}
			return s.tendDoor(st)
		}); err != nil {
			return err
		}
	}
	return nil
}

// HotStandby reports whether the backup accepts clients.
func (p *Pair) HotStandby() bool {
	backup := p.Backup()
	backup.mu.Lock()
	defer backup.mu.Unlock()
	return backup.state.hot
}

// Switchover changes the roles. The primary becomes backup and disconnects its clients.
// The other server takes over agents and calls and becomes primary. If it was a warm
// standby, it then accepts connections and the calls get new ConnIDs. If it was a hot
// one, it sends EventPrimaryChanged to its clients and the calls keep their ConnIDs.
func (p *Pair) Switchover() {
	p.switching.Lock()
	defer p.switching.Unlock()
	p.switchOver(func(from *Server, st *state) { st.dropClients(Target{}, false) })
}

// Stop stops the primary as if its process had exited. Its clients are disconnected,
// the backup takes over as in Switchover, and the stopped server refuses connections
// until its Start. If the backup is stopped too, there is no switchover.
func (p *Pair) Stop() {
	p.switching.Lock()
	defer p.switching.Unlock()
	if _, stopped := p.Backup().Refusing(); stopped {
		p.Primary().Stop()
		return
	}
	p.switchOver((*Server).stop)
}

// Restart is Stop, but the stopped server returns as the backup after the time down. If
// there is no switchover, it returns as the primary. Restart does not wait for that.
func (p *Pair) Restart(down time.Duration) {
	p.switching.Lock()
	defer p.switching.Unlock()
	if _, stopped := p.Backup().Refusing(); stopped {
		p.Primary().Restart(down)
		return
	}
	p.switchOver(func(from *Server, st *state) { from.restart(st, down) })
}

// switchOver makes the backup take over from the primary. leave ends the primary's
// connections with its clients.
func (p *Pair) switchOver(leave func(from *Server, st *state)) {
	p.mu.Lock()
	from, to := p.servers[p.primary], p.servers[1-p.primary]
	p.primary = 1 - p.primary
	p.mu.Unlock()
	var floor floor
	from.update(func(st *state) {
		st.logf("%s became the backup: switchover as ordered", st.options.Application)
		st.backup = true
		floor = st.leaveFloor()
		leave(from, st)
		// tendDoor cannot fail here: at most it stops listening.
		_ = from.tendDoor(st)
	})
	to.update(func(st *state) {
		st.logf("%s became the primary: switchover as ordered", st.options.Application)
		st.receiveFloor(floor)
		to.setRole(st, false)
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

// floor is the state that a switchover transfers: the part that the switch knows.
type floor struct {
	agents map[string]agent
	calls  []*call // oldest first
}

func (st *state) leaveFloor() floor {
	f := floor{agents: make(map[string]agent, len(st.ordered))}
	for _, a := range st.ordered {
		f.agents[a.number] = a.agent
	}
	for _, id := range slices.Sorted(maps.Keys(st.calls)) {
		f.calls = append(f.calls, st.calls[id])
	}
	st.loseCalls()
	return f
}

// receiveFloor recreates the calls, with new ConnIDs unless the server is a hot
// standby.
func (st *state) receiveFloor(f floor) {
	st.loseCalls()
	for _, a := range st.ordered {
		if at, known := f.agents[a.number]; known {
			a.agent = at
		}
	}
	if st.linkDown {
		return
	}
	renamed := make(map[uint64]uint64, len(f.calls))
	for _, old := range f.calls {
		c := st.newCall(old.from, old.to, old.kind, renamed[old.originalID])
		if st.hot {
			delete(st.calls, c.id)
			c.id, c.uuid = old.id, old.uuid
			st.calls[c.id] = c
		}
		c.answered, c.attached = old.answered, old.attached
		renamed[old.id] = c.id
		for _, p := range old.parties {
			st.join(c, p.number, p.state)
		}
		st.dropIfForeign(c)
	}
}
