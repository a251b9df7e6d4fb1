package simserver

import "slices"

// Target selects the clients of an order about connections. The zero value selects all
// connected clients and, for a lasting order, all later ones.
type Target struct {
	// Applications selects the clients that have logged in with one of these
	// ApplicationNames and, for a lasting order, those that will.
	Applications []string
	// DNs selects the clients that have registered one of these DNs now.
	DNs []string
	// IDs selects connected clients by ID.
	IDs []int
	// Present excludes clients that connect later.
	Present bool
}

func (t Target) all() bool { return len(t.Applications)+len(t.DNs)+len(t.IDs) == 0 }

func (t Target) has(c *client) bool {
	if t.all() || slices.Contains(t.IDs, c.info.ID) || c.info.LoggedIn && slices.Contains(t.Applications, c.info.Application) {
		return true
	}
	for a := range c.registered {
		if slices.Contains(t.DNs, a.number) {
			return true
		}
	}
	return false
}

func (st *state) targets(t Target) []*client {
	var found []*client
	for _, c := range st.clients {
		if !c.gone && t.has(c) {
			found = append(found, c)
		}
	}
	return found
}

// SetPath sets the connection faults for the clients of the target.
func (s *Server) SetPath(target Target, path Path) {
	s.ChangePath(target, func(p *Path) { *p = path })
}

// ChangePath changes the connection faults of each client of the target and of later
// ones. It calls change several times; change must not call the server.
func (s *Server) ChangePath(target Target, change func(*Path)) {
	s.update(func(st *state) { st.changePath(target, change) })
}

func (st *state) changePath(target Target, change func(*Path)) {
	for _, c := range st.targets(target) {
		path := c.socket.faults()
		change(&path)
		c.socket.set(path)
	}
	if !target.Present {
		st.changePathsToCome(target, change)
	}
	// A client that was given up while its connection was half-open sees the
	// connection break only now.
	for _, c := range slices.Clone(st.clients) {
		if c.overdue && !c.socket.faults().HalfOpen {
			st.remove(c)
			c.abort()
		}
	}
}

func (st *state) changePathsToCome(target Target, change func(*Path)) {
	for _, application := range target.Applications {
		path, known := st.paths[application]
		if !known {
			path = st.path
		}
		change(&path)
		st.paths[application] = path
	}
	if !target.all() {
		return
	}
	change(&st.path)
	for application, path := range st.paths {
		change(&path)
		st.paths[application] = path
	}
}

// Drop closes the connections of the target's clients and returns their number. It
// closes by FIN after everything that waits for them, or with reset by RST at once.
// The clients' further requests are not read.
func (s *Server) Drop(target Target, reset bool) int {
	count := 0
	s.update(func(st *state) { count = st.dropClients(target, reset) })
	return count
}

func (st *state) dropClients(target Target, reset bool) int {
	targets := st.targets(target)
	for _, c := range targets {
		st.logf("%s was disconnected as ordered", c.info)
		if !reset {
			st.finish(c)
			continue
		}
		st.remove(c)
		c.socket.reset()
	}
	return len(targets)
}

// finish removes a client from the state and closes its connection by FIN when the
// waiting bytes have been written.
func (st *state) finish(c *client) {
	st.remove(c)
	c.socket.set(Path{})
	c.closing.Store(true)
	c.out.end()
}

// Send writes arbitrary bytes to the target's clients, after everything that waits for
// them, and returns the number of clients.
func (s *Server) Send(target Target, bytes []byte) int {
	count := 0
	s.update(func(st *state) {
		targets := st.targets(target)
		count = len(targets)
		for _, c := range targets {
			st.deliver(c, bytes)
		}
	})
	return count
}
