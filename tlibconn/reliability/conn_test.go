package reliability

import (
	"context"
	"net"
	"slices"
	"sync"
	"syscall"
)

// network makes the client's connections and breaks them in ways that the simulated T-Server's own faults cannot:
// a cut between any two bytes, lost bytes, reads of single bytes.
type network struct {
	mu    sync.Mutex
	chunk int // the most bytes of a read, 0 for no limit
	open  []*faultyConn
}

// dial makes a TCP connection.
func (r *network) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	made := &faultyConn{Conn: conn, chunk: r.chunk, cutWrite: -1, cutRead: -1}
	made.closed = func() { r.forget(made) }
	r.open = append(r.open, made)
	return made, nil
}

func (r *network) forget(gone *faultyConn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open = slices.DeleteFunc(r.open, func(other *faultyConn) bool { return other == gone })
}

// each calls do for each open connection.
func (r *network) each(do func(*faultyConn)) {
	r.mu.Lock()
	open := slices.Clone(r.open)
	r.mu.Unlock()
	for _, one := range open {
		do(one)
	}
}

// read limits the reads of new connections to chunk bytes, 0 for no limit.
func (r *network) read(chunk int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.chunk = chunk
}

// faultyConn is one connection with its faults.
type faultyConn struct {
	net.Conn
	chunk  int
	closed func()

	mu                sync.Mutex
	cutWrite, cutRead int  // bytes that still pass, -1 for no cut
	hole              bool // nothing passes, without an error
}

// cut ends the connection after that many more bytes have been written or read.
func (r *faultyConn) cut(write, read int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cutWrite, r.cutRead = write, read
}

// vanish discards every byte from now on.
func (r *faultyConn) vanish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hole = true
}

// vanished reports whether bytes are discarded.
func (r *faultyConn) vanished() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.hole
}

// Read reads from the connection, subject to its faults.
func (r *faultyConn) Read(p []byte) (int, error) {
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

// passRead returns how many of n bytes arrive.
func (r *faultyConn) passRead(n int) (passed int, broken, lost bool) {
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

// Write writes to the connection, subject to its faults.
func (r *faultyConn) Write(p []byte) (int, error) {
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

// end breaks the connection. The error of Close is of no interest.
func (r *faultyConn) end() { _ = r.Close() }

// Close closes the connection.
func (r *faultyConn) Close() error {
	r.closed()
	return r.Conn.Close()
}
