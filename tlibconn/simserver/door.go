package simserver

import (
	"encoding/base32"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"time"
)

const (
	// acceptPause is how long the server waits after it could not take a
	// client, or not listen.
	acceptPause = time.Second
	// uuidPrefixBytes is how much of a CallUUID the calls of a server share:
	// 24 of its 32 characters.
	uuidPrefixBytes = 15
	// maxPause bounds a Path's delay and the time that a restart takes.
	maxPause = time.Hour
)

// Stop lets the server go as if its process had ended: it listens no more, so
// that connections are refused, its clients are disconnected, and their
// registrations, EventACKs that are held back and all calls are forgotten. DNs,
// agents, role, link and faults stay. It does nothing where the server is
// stopped already.
func (s *Server) Stop() { s.do(s.stop) }

func (s *Server) stop(w *world) {
	s.refuse(w)
	s.vanish(w)
}

// vanish is what the clients see of a process that ends.
func (s *Server) vanish(w *world) {
	w.dropClients(Target{}, false)
	w.forget()
}

// Start lets a stopped server, or one that refuses connections, listen on its
// address again; a Pair's warm backup does so when it becomes primary. The error
// says why it cannot.
func (s *Server) Start() error {
	return s.try(func(w *world) error {
		w.doorOrders++
		return s.unshut(w)
	})
}

func (s *Server) unshut(w *world) error {
	w.shut = false
	return s.tendDoor(w)
}

// Restart is Stop and, after the time down, Start, which is tried until it
// succeeds. It does not wait for that.
func (s *Server) Restart(down time.Duration) {
	s.do(func(w *world) { s.restart(w, down) })
}

func (s *Server) restart(w *world, down time.Duration) {
	s.stop(w)
	if down <= 0 && s.unshut(w) == nil {
		return
	}
	orders := w.doorOrders
	s.start(func() { s.startAfter(down, orders) })
}

// startAfter tries to listen after the time down, until it succeeds, or until a
// later order than the first of so many says whether connections are refused.
func (s *Server) startAfter(down time.Duration, orders int) {
	for {
		timer := time.NewTimer(down)
		select {
		case <-s.ending:
			timer.Stop()
			return
		case <-timer.C:
		}
		err := s.try(func(w *world) error {
			if w.doorOrders != orders {
				return nil
			}
			return s.unshut(w)
		})
		if err == nil {
			return
		}
		s.options.Log(err.Error())
		down = acceptPause
	}
}

// refuse makes the server refuse connections until Start. The clients that it has
// stay.
func (s *Server) refuse(w *world) {
	w.shut = true
	w.doorOrders++
	// Closing the door cannot fail.
	_ = s.tendDoor(w)
}

// Refusing says whether the server refuses connections, and whether it was
// ordered to: by Stop, Restart or a fault; else it is a Pair's warm
// backup.
func (s *Server) Refusing() (refusing, ordered bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.refusesClients(), s.world.shut
}

// refusesClients says that connections are refused, as ordered or as a Pair's
// warm backup refuses them (SEMANTICS.md, Habits of the vendor's client library).
func (w *world) refusesClients() bool { return w.shut || w.isWarmBackup() }

func (w *world) isWarmBackup() bool { return w.backup && w.paired && !w.hot }

// tendDoor listens, or refuses connections, whichever is due. The mutex is held.
// The error says why the server cannot listen.
func (s *Server) tendDoor(w *world) error {
	switch closed := s.listener == nil; {
	case s.closed || closed == w.refusesClients():
		return nil
	case !closed:
		w.logf("the simulated T-Server refuses connections on %s", s.address)
		s.listener.Close()
		s.listener = nil
		return nil
	}
	listener, err := net.Listen("tcp", s.address)
	if err != nil {
		return fmt.Errorf("the simulated T-Server cannot listen on %s: %w", s.address, err)
	}
	w.logf("the simulated T-Server listens on %s again", s.address)
	s.listener = listener
	s.start(func() { s.accept(listener) })
	return nil
}

func (s *Server) accept(listener net.Listener) {
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
		s.do(func(w *world) {
			s.serve(w, newSocket(served, conn, w.path, s.options.LoginTimeout), listener)
		})
	}
}

// waitToAccept waits out what keeps the server from taking clients, such as too
// many open files. It is false when the server ends.
func (s *Server) waitToAccept(err error) bool {
	if errors.Is(err, net.ErrClosed) {
		return false
	}
	s.do(func(w *world) { w.logf("the simulated T-Server cannot take a client: %v", err) })
	timer := time.NewTimer(acceptPause)
	defer timer.Stop()
	select {
	case <-s.ending:
		return false
	case <-timer.C:
		return true
	}
}

// forget is what the end of the process does to the world.
func (w *world) forget() {
	w.sequence = 0
	w.started = w.options.Now()
	w.loseCalls()
	w.drawConnIDs()
}

func (w *world) loseCalls() {
	clear(w.calls)
	for _, a := range w.ordered {
		a.parties = nil
	}
}

// drawConnIDs chooses where ConnIDs and CallUUIDs begin: elsewhere after each
// restart.
func (w *world) drawConnIDs() {
	random := rand.New(rand.NewPCG(w.options.Seed, w.options.Seed+w.restarts))
	w.restarts++
	// A ConnID's first byte is 0 as in the recorded ones, its last four count.
	w.connPrefix = uint64(random.Uint32()>>8|1) << 32
	w.callCount = random.Uint32() >> 8
	prefix := make([]byte, uuidPrefixBytes)
	for i := range prefix {
		prefix[i] = byte(random.Uint32())
	}
	w.uuidPrefix = base32.HexEncoding.EncodeToString(prefix)
}
