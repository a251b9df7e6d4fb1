package simserver

import (
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// lastWrites is how long a client that has ended its side may take to read the
// answers that it still gets.
const lastWrites = 5 * time.Second

// Path says what goes wrong on the connection of a client, whatever is said on
// it. The zero value is a connection without a fault.
type Path struct {
	// HalfOpen keeps the socket, but nothing is read from it, acted on or
	// written to it any more, as if the server's machine had vanished. When it
	// ends, everything that waited goes on, unless more than Options.MaxQueued
	// bytes waited for the client: then it is disconnected.
	HalfOpen bool
	// ByteWise makes every byte a write of its own.
	ByteWise bool
	// Delay passes before every write; 0 means none. With ByteWise it is the
	// time between two bytes.
	Delay time.Duration
	// ADDP says how the keep-alive is answered.
	ADDP ADDPMode
}

// socket is the connection of one client with the faults of its Path. TLS, if
// there is any, stands above it.
type socket struct {
	net.Conn
	tcp  *net.TCPConn // nil where the connection is no TCP
	born time.Time
	// patience is how long the client may take to log in, the time left out in
	// which the path is half-open.
	patience time.Duration
	// heard is when the last byte came, in nanoseconds from born.
	heard atomic.Int64
	dead  chan struct{}
	once  sync.Once

	mu       sync.Mutex
	path     Path
	changed  chan struct{} // closed at the next change of path
	stranger bool          // the client has not logged in
}

// newSocket returns the connection to serve: conn, which stands for the
// accepted one.
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
		// Nobody can tell a silence from what was not read.
		s.touch()
		if s.stranger {
			s.setDeadline()
		}
	}
	s.path = path
	close(s.changed)
	s.changed = make(chan struct{})
}

// state returns the path's faults, and what is closed when they change.
func (s *socket) state() (Path, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.path, s.changed
}

func (s *socket) faults() Path {
	path, _ := s.state()
	return path
}

// touch makes now the time of the last sign of life.
func (s *socket) touch() { s.heard.Store(int64(time.Since(s.born))) }

// lastHeard is when the last byte came from the client.
func (s *socket) lastHeard() time.Time { return s.born.Add(time.Duration(s.heard.Load())) }

// wait returns when the path is not half-open. It is false when the connection
// has ended.
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

// pause waits out the delay of one write. An order that changes it is in force
// at once.
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

// Read reads from the client. What has come while the path is half-open, the
// end of the stream included, is told when it no longer is.
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

// awaitLogin lets reading end when the time to log in is over, or never, where the
// client has logged in.
func (s *socket) awaitLogin(wanted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stranger = wanted
	s.setDeadline()
}

// setDeadline begins the time to log in. The mutex is held.
func (s *socket) setDeadline() {
	deadline := time.Time{}
	if s.stranger {
		deadline = time.Now().Add(s.patience)
	}
	// A connection that takes no deadline has ended.
	_ = s.SetReadDeadline(deadline)
}

// Write writes to the client as the path has it.
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

// Close breaks the connection without waiting for anybody.
func (s *socket) Close() error {
	err := net.ErrClosed
	s.once.Do(func() {
		close(s.dead)
		err = s.Conn.Close()
	})
	return err
}

// reset breaks the connection by RST where it is TCP.
func (s *socket) reset() {
	if s.tcp != nil {
		// Where lingering cannot be set, the connection breaks by FIN.
		_ = s.tcp.SetLinger(0)
	}
	_ = s.Close()
}

// finish ends the server's side of the connection by FIN and leaves the
// client's open for a while. It is false where that cannot be done.
func (s *socket) finish() bool {
	return s.tcp != nil && s.tcp.CloseWrite() == nil && s.tcp.SetReadDeadline(time.Now().Add(lastWrites)) == nil
}
