package simserver

import "slices"

// Target says which clients an order about connections is for. The zero value
// means all that are connected and, for what lasts, all that come.
type Target struct {
	// Applications are ApplicationNames: the clients that have logged in by
	// such a name and, for what lasts, those that will.
	Applications []string
	// DNs are DNs: the clients that have registered one of them now.
	DNs []string
	// IDs are the IDs of connected clients.
	IDs []int
	// Present leaves those out that come later.
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

func (w *world) targets(t Target) []*client {
	var found []*client
	for _, c := range w.clients {
		if !c.gone && t.has(c) {
			found = append(found, c)
		}
	}
	return found
}

// SetPath puts a connection's faults into force for the clients of the target.
func (s *Server) SetPath(target Target, path Path) {
	s.ChangePath(target, func(p *Path) { *p = path })
}

// ChangePath lets change say what becomes of the connections' faults, of each
// client of the target and of those that come. It is called several times and
// must not call the server.
func (s *Server) ChangePath(target Target, change func(*Path)) {
	s.do(func(w *world) { w.changePath(target, change) })
}

func (w *world) changePath(target Target, change func(*Path)) {
	for _, c := range w.targets(target) {
		path := c.socket.faults()
		change(&path)
		c.socket.set(path)
	}
	if !target.Present {
		w.changePathsToCome(target, change)
	}
	// A client that was given up while its path was half-open has waited for
	// this to see its connection break.
	for _, c := range slices.Clone(w.clients) {
		if c.overdue && !c.socket.faults().HalfOpen {
			w.remove(c)
			c.abort()
		}
	}
}

func (w *world) changePathsToCome(target Target, change func(*Path)) {
	for _, application := range target.Applications {
		path, known := w.paths[application]
		if !known {
			path = w.path
		}
		change(&path)
		w.paths[application] = path
	}
	if !target.all() {
		return
	}
	change(&w.path)
	for application, path := range w.paths {
		change(&path)
		w.paths[application] = path
	}
}

// Drop ends the connections of the target's clients and returns how many there
// were: by FIN, behind everything that waits for them, or with reset by RST at
// once. What they ask for after that is not read any more.
func (s *Server) Drop(target Target, reset bool) int {
	count := 0
	s.do(func(w *world) { count = w.dropClients(target, reset) })
	return count
}

func (w *world) dropClients(target Target, reset bool) int {
	targets := w.targets(target)
	for _, c := range targets {
		w.logf("%s is disconnected as ordered", c.info)
		if !reset {
			w.finish(c)
			continue
		}
		w.remove(c)
		c.socket.reset()
	}
	return len(targets)
}

// finish takes a client out of the world and ends its connection by FIN when
// what waits for it has been written.
func (w *world) finish(c *client) {
	w.remove(c)
	c.socket.set(Path{})
	c.closing.Store(true)
	c.out.end()
}

// Send writes bytes of any kind to the target's clients, behind what waits for
// them, and returns how many clients there were.
func (s *Server) Send(target Target, bytes []byte) int {
	count := 0
	s.do(func(w *world) {
		targets := w.targets(target)
		count = len(targets)
		for _, c := range targets {
			w.deliver(c, bytes)
		}
	})
	return count
}
