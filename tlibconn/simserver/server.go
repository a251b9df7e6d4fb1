package simserver

import (
	"fmt"
	"sync"
)

// Server is a running simulated T-Server. Its methods may be called from any
// goroutine.
type Server struct {
	options Options
	doors   []*door // at least one
	running sync.WaitGroup
	ending  chan struct{}

	mu     sync.Mutex
	state  state
	closed bool
}

// New starts a server that runs until Close. It returns an error if the options are
// invalid or if it cannot listen on the address.
func New(options Options) (*Server, error) { return newServer(options, false) }

// newServer is New. paired reports whether the server is one of a Pair.
func newServer(options Options, paired bool) (*Server, error) {
	if err := options.complete(); err != nil {
		return nil, err
	}
	doors, err := openDoors(&options)
	if err != nil {
		return nil, err
	}
	s := &Server{options: options, doors: doors, ending: make(chan struct{})}
	s.state.prepare(&s.options)
	s.state.paired = paired
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.isWarmBackup() {
		// Listening has fixed the addresses. The server listens on them again when it
		// becomes primary.
		return s, s.closeDoors()
	}
	for _, d := range s.doors {
		listener := d.listener
		s.start(func() { s.accept(d, listener) })
	}
	return s, nil
}

// Addr returns the host:port that clients connect to, the first one if there are several
// ports. It is the same while the server refuses connections.
func (s *Server) Addr() string { return s.doors[0].address }

// Addrs returns the host:port of each port: Addr, and then those of Options.Ports.
func (s *Server) Addrs() []string {
	addresses := make([]string, len(s.doors))
	for i, d := range s.doors {
		addresses[i] = d.address
	}
	return addresses
}

// Ports returns the ports with the addresses on which the server listens, in the order of
// Addrs.
func (s *Server) Ports() []Port {
	ports := make([]Port, len(s.doors))
	for i, d := range s.doors {
		ports[i] = Port{Listen: d.address, TLS: d.tls}
	}
	return ports
}

// Close disconnects all clients and waits until every goroutine of the server has
// returned. Further calls also wait, and return nil.
func (s *Server) Close() error {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	for c := range s.state.serving {
		c.gone = true
		c.abort()
	}
	var err error
	if first {
		close(s.ending)
		err = s.closeDoors()
	}
	s.mu.Unlock()
	s.running.Wait()
	return err
}

// Clients returns the connected clients in the order in which they connected.
func (s *Server) Clients() []Client {
	s.mu.Lock()
	defer s.mu.Unlock()
	clients := make([]Client, 0, len(s.state.clients))
	for _, c := range s.state.clients {
		clients = append(clients, c.describe())
	}
	return clients
}

// Disconnect closes the connection of the client with the given ID by FIN. It
// returns an error if there is no such client.
func (s *Server) Disconnect(clientID int) error {
	if s.Drop(Target{IDs: []int{clientID}}, false) == 0 {
		return fmt.Errorf("the simulated T-Server has no client %d", clientID)
	}
	return nil
}

// start runs f on a goroutine that Close waits for. The caller holds the mutex.
// start does nothing after Close.
func (s *Server) start(f func()) {
	if s.closed {
		return
	}
	s.running.Add(1)
	s.options.Go(func() {
		defer s.running.Done()
		f()
	})
}

// update changes the state and then logs without the mutex, because a log may call
// the server.
func (s *Server) update(change func(st *state)) {
	s.mu.Lock()
	change(&s.state)
	lines := s.state.lines
	s.state.lines = nil
	s.mu.Unlock()
	for _, line := range lines {
		s.options.Log(line)
	}
}

// tryUpdate is update for a change that can fail.
func (s *Server) tryUpdate(change func(st *state) error) error {
	var err error
	s.update(func(st *state) { err = change(st) })
	return err
}

// describe returns a description of a client, and whether it is still connected.
func (s *Server) describe(c *client) (info Client, here bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return c.describe(), !c.gone
}

func (c *client) describe() Client {
	info := c.info
	info.Registrations = len(c.registered)
	return info
}
