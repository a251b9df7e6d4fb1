package reliability

import (
	"context"
	"net"
	"slices"
	"sync"
	"syscall"
)

// roads makes the client's connections, and breaks them to order: what the
// simulated T-Server's own faults cannot do, a cut between any two bytes, bytes
// that vanish, reads of a byte.
type roads struct {
	mu    sync.Mutex
	chunk int // bytes of a read at most, 0 for no limit
	open  []*road
}

// dial makes a TCP connection.
func (r *roads) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	made := &road{Conn: conn, chunk: r.chunk, cutWrite: -1, cutRead: -1}
	made.closed = func() { r.forget(made) }
	r.open = append(r.open, made)
	return made, nil
}

func (r *roads) forget(gone *road) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open = slices.DeleteFunc(r.open, func(other *road) bool { return other == gone })
}

// each calls do for the connections that are open.
func (r *roads) each(do func(*road)) {
	r.mu.Lock()
	open := slices.Clone(r.open)
	r.mu.Unlock()
	for _, one := range open {
		do(one)
	}
}

// read byte by byte, or not, on connections to come.
func (r *roads) read(chunk int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.chunk = chunk
}

// road is one connection with its faults.
type road struct {
	net.Conn
	chunk  int
	closed func()

	mu                sync.Mutex
	cutWrite, cutRead int  // bytes that still pass, -1 for no cut
	hole              bool // nothing passes, and nobody says so
}

// cut ends the connection when so many more bytes were written or read.
func (r *road) cut(write, read int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cutWrite, r.cutRead = write, read
}

// vanish lets every byte be lost from now on.
func (r *road) vanish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hole = true
}

// vanished reports whether bytes are lost.
func (r *road) vanished() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.hole
}

// Read reads from the connection as its faults have it.
func (r *road) Read(p []byte) (int, error) {
	if r.chunk > 0 && len(p) > r.chunk {
		p = p[:r.chunk]
	}
	for {
		n, err := r.Conn.Read(p)
		passed, broken, lost := r.passRead(n)
		switch {
		case lost && err == nil:
		case broken:
			r.end()
			return passed, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
		default:
			return passed, err
		}
	}
}

// passRead says how many of n bytes arrive.
func (r *road) passRead(n int) (passed int, broken, lost bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.hole:
		return 0, false, true
	case r.cutRead < 0:
		return n, false, false
	case n >= r.cutRead:
		return r.cutRead, true, false
	}
	r.cutRead -= n
	return n, false, false
}

// Write writes to the connection as its faults have it.
func (r *road) Write(p []byte) (int, error) {
	r.mu.Lock()
	hole, allowed := r.hole, r.cutWrite
	if allowed >= 0 {
		r.cutWrite = max(0, allowed-len(p))
	}
	r.mu.Unlock()
	switch {
	case hole:
		return len(p), nil
	case allowed < 0 || len(p) < allowed:
		return r.Conn.Write(p)
	}
	n, err := r.Conn.Write(p[:allowed])
	r.end()
	if err == nil {
		err = &net.OpError{Op: "write", Net: "tcp", Err: syscall.ECONNRESET}
	}
	return n, err
}

// end breaks the connection: what Close says of it is of no use to anybody.
func (r *road) end() { _ = r.Close() }

// Close closes the connection.
func (r *road) Close() error {
	r.closed()
	return r.Conn.Close()
}
