package simserver

import (
	"crypto/tls"
	"encoding/base32"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"time"
)

const (
	// acceptPause is how long the server waits after it failed to accept a client
	// or to listen.
	acceptPause = time.Second
	// uuidPrefixBytes is the part of a CallUUID that all calls of a server share:
	// 24 of its 32 characters.
	uuidPrefixBytes = 15
	// maxPause is the longest delay of a Path and the longest time of a restart.
	maxPause = time.Hour
)

// door is one port of a server. The server's mutex guards listener.
type door struct {
	address  string
	tls      *tls.Config  // nil for a plain port
	listener net.Listener // nil while connections are refused
}

// openDoors listens on all ports, or on none if one of them cannot be opened.
func openDoors(options *Options) ([]*door, error) {
	var doors []*door
	if options.Listener != nil {
		doors = append(doors, &door{tls: options.TLS, listener: options.Listener})
	} else {
		doors = append(doors, &door{tls: options.TLS, address: options.Listen})
	}
	for _, port := range options.Ports {
		address := port.Listen
		if address == "" {
			address = defaultListen
		}
		doors = append(doors, &door{tls: port.TLS, address: address})
	}
	if err := open(doors); err != nil {
		return nil, err
	}
	for _, d := range doors {
		d.address = d.listener.Addr().String()
	}
	return doors, nil
}

// open listens on those of the ports that are closed, or closes all if that fails.
func open(doors []*door) error {
	for _, d := range doors {
		if d.listener != nil {
			continue
		}
		listener, err := net.Listen("tcp", d.address)
		if err != nil {
			for _, opened := range doors {
				// Nothing was accepted yet.
				_ = opened.close()
			}
			return fmt.Errorf("the simulated T-Server cannot listen on %s: %w", d.address, err)
		}
		d.listener = listener
	}
	return nil
}

func (d *door) close() error {
	if d.listener == nil {
		return nil
	}
	err := d.listener.Close()
	d.listener = nil
	if err != nil {
		return fmt.Errorf("the simulated T-Server cannot stop listening on %s: %w", d.address, err)
	}
	return nil
}

// closeDoors stops listening on all ports. The caller holds the mutex.
func (s *Server) closeDoors() error {
	var failed error
	for _, d := range s.doors {
		if err := d.close(); failed == nil {
			failed = err
		}
	}
	return failed
}

// where names the ports in a sentence.
func (s *Server) where() string { return strings.Join(s.Addrs(), " and ") }

// Stop stops the server as if its process had exited. The server stops listening, so
// connections are refused. It disconnects its clients and forgets their
// registrations, held EventACKs and all calls. DNs, agents, role, link and faults
// stay. Stop does nothing if the server is stopped already.
func (s *Server) Stop() { s.update(s.stop) }

func (s *Server) stop(st *state) {
	s.refuse(st)
	s.vanish(st)
}

// vanish does what clients see when a process exits.
func (s *Server) vanish(st *state) {
	st.dropClients(Target{}, false)
	st.forget()
}

// Start makes a stopped server, or one that refuses connections, listen on its
// address again. A Pair's warm backup listens only when it becomes primary. Start
// returns an error if the server cannot listen.
func (s *Server) Start() error {
	return s.tryUpdate(func(st *state) error {
		st.doorOrders++
		return s.unshut(st)
	})
}

func (s *Server) unshut(st *state) error {
	st.shut = false
	return s.tendDoor(st)
}

// Restart calls Stop and, after the time down, Start until it succeeds. It does not
// wait for that.
func (s *Server) Restart(down time.Duration) {
	s.update(func(st *state) { s.restart(st, down) })
}

func (s *Server) restart(st *state, down time.Duration) {
	s.stop(st)
	if down <= 0 && s.unshut(st) == nil {
		return
	}
	orders := st.doorOrders
	s.start(func() { s.startAfter(down, orders) })
}

// startAfter waits for the time down and then tries to listen until it succeeds.
// orders is the value of doorOrders at the start: startAfter gives up if a later
// order changes it.
func (s *Server) startAfter(down time.Duration, orders int) {
	for {
		timer := time.NewTimer(down)
		select {
		case <-s.ending:
			timer.Stop()
			return
		case <-timer.C:
		}
		err := s.tryUpdate(func(st *state) error {
			if st.doorOrders != orders {
				return nil
			}
			return s.unshut(st)
		})
		if err == nil {
			return
		}
		s.options.Log(err.Error())
		down = acceptPause
	}
}

// refuse makes the server refuse connections until Start. Its clients stay
// connected.
func (s *Server) refuse(st *state) {
	st.shut = true
	st.doorOrders++
	// tendDoor cannot fail when it stops listening.
	_ = s.tendDoor(st)
}

// Refusing reports whether the server refuses connections, and whether Stop, Restart
// or a fault ordered it to. A server that refuses without an order is a Pair's warm
// backup.
func (s *Server) Refusing() (refusing, ordered bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.refusesClients(), s.state.shut
}

// refusesClients reports whether the server refuses connections, because of an order
// or as a Pair's warm backup (SEMANTICS.md, Habits of the vendor's client library).
func (st *state) refusesClients() bool { return st.shut || st.isWarmBackup() }

func (st *state) isWarmBackup() bool { return st.backup && st.paired && !st.hot }

// tendDoor starts or stops listening, whichever is due. The caller holds the mutex.
// tendDoor returns an error if the server cannot listen.
func (s *Server) tendDoor(st *state) error {
	switch closed := s.doors[0].listener == nil; {
	case s.closed || closed == st.refusesClients():
		return nil
	case !closed:
		st.logf("the simulated T-Server refuses connections on %s", s.where())
		return s.closeDoors()
	}
	if err := open(s.doors); err != nil {
		return err
	}
	st.logf("the simulated T-Server listens on %s again", s.where())
	for _, d := range s.doors {
		listener := d.listener
		s.start(func() { s.accept(d, listener) })
	}
	return nil
}

// accept serves the clients that connect to a port until its listener is closed.
func (s *Server) accept(d *door, listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			if !s.waitToAccept(err) {
				return
			}
			continue
		}
		served := conn
		if s.options.Wrap != nil {
			served = s.options.Wrap(conn)
		}
		s.update(func(st *state) {
			s.serve(st, newSocket(served, conn, st.path, s.options.LoginTimeout), d, listener)
		})
	}
}

// waitToAccept waits after an error that keeps the server from accepting clients,
// such as too many open files. It returns false when the server closes.
func (s *Server) waitToAccept(err error) bool {
	if errors.Is(err, net.ErrClosed) {
		return false
	}
	s.update(func(st *state) { st.logf("the simulated T-Server cannot accept a client: %v", err) })
	timer := time.NewTimer(acceptPause)
	defer timer.Stop()
	select {
	case <-s.ending:
		return false
	case <-timer.C:
		return true
	}
}

// forget resets the part of the state that does not survive the end of a process.
func (st *state) forget() {
	st.sequence = 0
	st.started = st.options.Now()
	st.loseCalls()
	st.drawConnIDs()
}

func (st *state) loseCalls() {
	st.counts.calls.Ended += uint64(len(st.calls))
	clear(st.calls)
	for _, a := range st.ordered {
		a.parties = nil
	}
}

// drawConnIDs chooses the first ConnID and CallUUID, different ones after each
// restart.
func (st *state) drawConnIDs() {
	random := rand.New(rand.NewPCG(st.options.Seed, st.options.Seed+st.restarts))
	st.restarts++
	// The first byte of a ConnID is 0 as in recorded ones; the last four bytes count.
	st.connPrefix = uint64(random.Uint32()>>8|1) << 32
	st.callCount = random.Uint32() >> 8
	prefix := make([]byte, uuidPrefixBytes)
	for i := range prefix {
		prefix[i] = byte(random.Uint32())
	}
	st.uuidPrefix = base32.HexEncoding.EncodeToString(prefix)
}
