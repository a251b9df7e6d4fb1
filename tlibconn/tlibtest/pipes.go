package tlibtest

import (
	"context"
	"net"
	"sync"
)

// Pipes is a network without sockets: the listener of a server, and what its clients dial.
// With it a server and its clients can run in a bubble of testing/synctest, where time
// passes only while all goroutines wait.
type Pipes struct {
	waiting chan net.Conn
	closed  chan struct{}
	close   sync.Once
}

// NewPipes returns a network that is open.
func NewPipes() *Pipes { return &Pipes{waiting: make(chan net.Conn), closed: make(chan struct{})} }

// Accept waits for a client. After Close it returns net.ErrClosed.
func (p *Pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.waiting:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Dial connects to the server, whatever the address is. It waits until the server accepts,
// and returns net.ErrClosed after Close, or the error of ctx.
func (p *Pipes) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.waiting <- far:
		return near, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// Close ends the network. Connections go on.
func (p *Pipes) Close() error {
	p.close.Do(func() { close(p.closed) })
	return nil
}

// Addr returns an address that names no place.
func (p *Pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe:1", Net: "pipe"} }
