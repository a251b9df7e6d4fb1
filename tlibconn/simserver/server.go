package simserver

import (
	"fmt"
	"net"
	"sync"
)

// Server is a running simulated T-Server. Its methods may be called from any
// goroutine.
type Server struct {
	options Options
	address string
	running sync.WaitGroup
	ending  chan struct{}

	mu       sync.Mutex
	listener net.Listener // nil while connections are refused
	world    world
	closed   bool
}

// New listens and serves until Close. The error says what is wrong with the
// options or why the address cannot be listened on.
func New(options Options) (*Server, error) { return newServer(options, false) }

// newServer is New for a server that is one of a Pair, or not.
func newServer(options Options, paired bool) (*Server, error) {
	if err := options.complete(); err != nil {
		return nil, err
	}
	listener := options.Listener
	if listener == nil {
		var err error
		if listener, err = net.Listen("tcp", options.Listen); err != nil {
			return nil, fmt.Errorf("the simulated T-Server cannot listen on %s: %w", options.Listen, err)
		}
	}
	s := &Server{options: options, address: listener.Addr().String(), listener: listener, ending: make(chan struct{})}
	s.world.begin(&s.options)
	s.world.paired = paired
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.world.isWarmBackup() {
		// The address is known now; it is listened on when the server becomes
		// primary.
		s.listener = nil
		return s, listener.Close()
	}
	s.start(func() { s.accept(listener) })
	return s, nil
}

// Addr returns the host:port that clients connect to, also while they are
// refused.
func (s *Server) Addr() string { return s.address }

// Close disconnects all clients and waits until every goroutine of the server
// has ended. Further calls wait too and return nil.
func (s *Server) Close() error {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	for c := range s.world.serving {
		c.gone = true
		c.abort()
	}
	var err error
	if first {
		close(s.ending)
		if s.listener != nil {
			err = s.listener.Close()
		}
	}
	s.mu.Unlock()
	s.running.Wait()
	if err != nil {
		return fmt.Errorf("the simulated T-Server cannot stop listening on %s: %w", s.Addr(), err)
	}
	return nil
}

// Clients returns the connected clients in the order in which they came.
func (s *Server) Clients() []Client {
	s.mu.Lock()
	defer s.mu.Unlock()
	clients := make([]Client, 0, len(s.world.clients))
	for _, c := range s.world.clients {
		clients = append(clients, c.describe())
	}
	return clients
}

// Disconnect ends the connection of the client with that ID by FIN. The error
// says that there is none.
func (s *Server) Disconnect(clientID int) error {
	if s.Drop(Target{IDs: []int{clientID}}, false) == 0 {
		return fmt.Errorf("the simulated T-Server has no client %d", clientID)
	}
	return nil
}

// start runs f on a goroutine of its own, which Close waits for. The mutex is
// held by the caller. It does nothing after Close.
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

// do changes the world and logs what there is to say afterwards, without the
// mutex: a log may call back.
func (s *Server) do(change func(w *world)) {
	s.mu.Lock()
	change(&s.world)
	lines := s.world.lines
	s.world.lines = nil
	s.mu.Unlock()
	for _, line := range lines {
		s.options.Log(line)
	}
}

// try is do for a change that can be refused.
func (s *Server) try(change func(w *world) error) error {
	var err error
	s.do(func(w *world) { err = change(w) })
	return err
}

// describe tells who a client is, and whether it is still one.
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
