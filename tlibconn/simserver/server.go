package simserver

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// acceptPause is how long the server waits after it could not take a client.
const acceptPause = time.Second

// Server is a running simulated T-Server. Its methods may be called from any
// goroutine.
type Server struct {
	options  Options
	listener net.Listener
	running  sync.WaitGroup
	ending   chan struct{}

	mu     sync.Mutex
	world  world
	closed bool
}

// New listens and serves until Close. The error says what is wrong with the
// options or why the address cannot be listened on.
func New(options Options) (*Server, error) {
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
	s := &Server{options: options, listener: listener, ending: make(chan struct{})}
	s.world.begin(&s.options)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start(s.accept)
	return s, nil
}

// Addr returns the host:port that clients connect to.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Close disconnects all clients and waits until every goroutine of the server
// has ended. Further calls wait too and return nil.
func (s *Server) Close() error {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	for _, c := range s.world.clients {
		c.gone = true
		c.abort()
	}
	s.mu.Unlock()
	var err error
	if first {
		close(s.ending)
		err = s.listener.Close()
	}
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

// Disconnect breaks the connection of the client with that ID. The error says
// that there is none.
func (s *Server) Disconnect(clientID int) error {
	return s.try(func(w *world) error {
		for _, c := range w.clients {
			if c.info.ID == clientID {
				w.logf("%s is disconnected as ordered", c.info)
				c.gone = true
				c.abort()
				return nil
			}
		}
		return fmt.Errorf("the simulated T-Server has no client %d", clientID)
	})
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

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			if !s.waitToAccept(err) {
				return
			}
			continue
		}
		if s.options.Wrap != nil {
			conn = s.options.Wrap(conn)
		}
		s.do(func(w *world) { s.serve(w, conn) })
	}
}

// waitToAccept waits out what keeps the server from taking clients, such as too
// many open files. It is false when the server ends.
func (s *Server) waitToAccept(err error) bool {
	if errors.Is(err, net.ErrClosed) {
		return false
	}
	s.do(func(w *world) { w.logf("the simulated T-Server cannot take a client: %v", err) })
	select {
	case <-s.ending:
		return false
	case <-time.After(acceptPause):
		return true
	}
}

func (s *Server) serve(w *world, conn net.Conn) {
	c := &client{
		conn:       conn,
		out:        newOutbox(s.options.MaxQueued),
		registered: make(map[*address]struct{}),
	}
	if s.closed || len(w.clients) >= s.options.MaxClients {
		w.logf("a client from %s is turned away: %d clients are served already", conn.RemoteAddr(), len(w.clients))
		c.abort()
		return
	}
	w.lastClient++
	c.info = Client{ID: w.lastClient, Remote: conn.RemoteAddr().String()}
	w.clients = append(w.clients, c)
	w.logf("%s has connected", c.info)
	s.start(func() { s.read(c) })
	s.start(c.write)
}

func (s *Server) describe(c *client) Client {
	s.mu.Lock()
	defer s.mu.Unlock()
	return c.describe()
}

func (c *client) describe() Client {
	info := c.info
	info.Registrations = len(c.registered)
	return info
}
