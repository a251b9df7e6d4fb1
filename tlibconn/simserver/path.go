package simserver

import (
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// lastWrites is the time in which a client that has closed its side must read the
// remaining answers.
const lastWrites = 5 * time.Second

// Path holds the faults of a client's connection, which do not depend on messages. The
// zero value is a connection without faults.
type Path struct {
	// HalfOpen keeps the socket open but stops reading, acting and writing, as if
	// the server's machine had vanished. When it becomes false, everything that
	// waited continues, unless more than Options.MaxQueued bytes waited for the
	// client: then the client is disconnected.
	HalfOpen bool
	// ByteWise writes every byte separately.
	ByteWise bool
	// Delay is the time before every write; 0 means none. With ByteWise it is the
	// time between two bytes.
	Delay time.Duration
	// ADDP selects how the server uses the keep-alive.
	ADDP ADDPMode
}

// socket is the connection of one client with the faults of its Path. TLS, if used, is
// above it.
type socket struct {
	net.Conn
	tcp  *net.TCPConn // nil if the connection is not TCP
	born time.Time
	// patience is the time in which the client must log in, without the time during
	// which the path is half-open.
	patience time.Duration
	// heard is the time of the last byte, in nanoseconds from born.
	heard atomic.Int64
	dead  chan struct{}
	once  sync.Once

	mu       sync.Mutex
	path     Path
	changed  chan struct{} // closed at the next change of path
	stranger bool          // the client has not logged in
}

// newSocket returns the connection to serve. conn wraps the accepted connection.
func newSocket(conn, accepted net.Conn, path Path, patience time.Duration) *socket {
	tcp, _ := accepted.(*net.TCPConn)
	return &socket{
		Conn: conn, tcp: tcp, born: time.Now(), patience: patience,
		dead: make(chan struct{}), path: path, changed: make(chan struct{}),
	}
}

func (s *socket) set(path Path) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.path.HalfOpen && !path.HalfOpen {
		// A silent client cannot be told from one whose bytes were not read.
		s.touch()
		if s.stranger {
			s.setDeadline()
		}
	}
	s.path = path
	close(s.changed)
	s.changed = make(chan struct{})
}

// state returns the path's faults and a channel that is closed when they change.
func (s *socket) state() (Path, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.path, s.changed
}

func (s *socket) faults() Path {
	path, _ := s.state()
	return path
}

// touch records a sign of life at the present time.
func (s *socket) touch() { s.heard.Store(int64(time.Since(s.born))) }

// lastHeard returns the time of the last byte from the client.
func (s *socket) lastHeard() time.Time { return s.born.Add(time.Duration(s.heard.Load())) }

// wait returns when the path is not half-open. It returns false if the connection has
// ended.
func (s *socket) wait() (Path, bool) {
	for {
		path, changed := s.state()
		select {
		case <-s.dead:
			return path, false
		default:
		}
		if !path.HalfOpen {
			return path, true
		}
		select {
		case <-s.dead:
		case <-changed:
		}
	}
}

// pause waits for the delay of one write. An order that changes the delay has effect at
// once.
func (s *socket) pause() (Path, bool) {
	for {
		path, changed := s.state()
		if path.HalfOpen || path.Delay <= 0 {
			now, open := s.wait()
			if !open || now.Delay <= 0 {
				return now, open
			}
			continue
		}
		timer := time.NewTimer(path.Delay)
		select {
		case <-timer.C:
			return s.wait()
		case <-changed:
			timer.Stop()
		case <-s.dead:
			timer.Stop()
			return path, false
		}
	}
}

// Read reads from the client. It returns what arrived while the path was half-open,
// including the end of the stream, when the path is no longer half-open.
func (s *socket) Read(p []byte) (int, error) {
	for {
		if _, open := s.wait(); !open {
			return 0, net.ErrClosed
		}
		n, err := s.Conn.Read(p)
		if n > 0 {
			s.touch()
		}
		halfOpen := s.faults().HalfOpen
		if _, open := s.wait(); !open {
			return 0, net.ErrClosed
		}
		if n == 0 && halfOpen && errors.Is(err, os.ErrDeadlineExceeded) {
			continue
		}
		return n, err
	}
}

// awaitLogin makes Read fail when the time to log in ends or, if wanted is false because
// the client has logged in, never.
func (s *socket) awaitLogin(wanted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stranger = wanted
	s.setDeadline()
}

// setDeadline starts the time to log in. The caller holds the mutex.
func (s *socket) setDeadline() {
	deadline := time.Time{}
	if s.stranger {
		deadline = time.Now().Add(s.patience)
	}
	// A connection that rejects a deadline has ended.
	_ = s.SetReadDeadline(deadline)
}

// Write writes to the client with the faults of the path.
func (s *socket) Write(p []byte) (int, error) {
	written := 0
	for written < len(p) {
		path, open := s.pause()
		if !open {
			return written, net.ErrClosed
		}
		end := len(p)
		if path.ByteWise {
			end = written + 1
		}
		n, err := s.Conn.Write(p[written:end])
		written += n
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// Close breaks the connection without waiting.
func (s *socket) Close() error {
	err := net.ErrClosed
	s.once.Do(func() {
		close(s.dead)
		err = s.Conn.Close()
	})
	return err
}

// reset breaks the connection by RST if it is TCP.
func (s *socket) reset() {
	if s.tcp != nil {
		// If SetLinger fails, the connection is closed by FIN.
		_ = s.tcp.SetLinger(0)
	}
	_ = s.Close()
}

// finish closes the server's side of the connection by FIN and leaves the client's side
// open for a while. It returns false if that is not possible.
func (s *socket) finish() bool {
	return s.tcp != nil && s.tcp.CloseWrite() == nil && s.tcp.SetReadDeadline(time.Now().Add(lastWrites)) == nil
}
