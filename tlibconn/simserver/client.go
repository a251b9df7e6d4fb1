package simserver

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync/atomic"
	"time"

	"capdeck/tlibconn/wire"
)

// client is one connected T-Client. The server's mutex guards info and the fields
// after it.
type client struct {
	conn    net.Conn // the socket, or TLS above it
	socket  *socket
	out     *outbox
	left    chan struct{} // closed after the last input from the client
	closing atomic.Bool   // the connection is closed by FIN when out is empty

	info       Client
	registered map[*address]struct{}
	filter     map[string]struct{} // keys of user data that it receives; nil for all
	gone       bool
	overdue    bool // too many bytes waited for it while its connection was half-open
	alive      keepAlive
	rewatch    chan struct{} // wakes the goroutine that watches alive; nil if there is none
}

// tap keeps the bytes that were read until the frame reader has split them into
// frames.
type tap struct {
	source io.Reader
	unseen []byte
}

func (t *tap) Read(p []byte) (int, error) {
	n, err := t.source.Read(p)
	t.unseen = append(t.unseen, p[:n]...)
	return n, err
}

// frame returns the next n bytes of the stream, valid until the next Read.
func (t *tap) frame(n int64) []byte {
	frame := t.unseen[:n]
	t.unseen = t.unseen[n:]
	return frame
}

// read acts on the messages of one client until its connection ends.
func (s *Server) read(c *client) {
	var source io.Reader = c.conn
	var seen *tap
	if s.options.OnReceive != nil {
		seen = &tap{source: c.conn}
		source = seen
	}
	frames := wire.NewFrameReader(source, s.options.Limits)
	var message wire.Message
	var problem error
	for {
		start := frames.Offset()
		frame, err := frames.Next()
		if err != nil {
			s.left(c, err)
			return
		}
		bytes := []byte(nil)
		if seen != nil {
			bytes = seen.frame(frames.Offset() - start)
		}
		if frame.Body != nil {
			problem = message.Decode(frame.Body, s.options.Limits)
		}
		act := func(st *state) {
			if frame.Body == nil {
				s.receiveADDP(st, c, frame.ADDP)
			} else {
				st.handle(c, &message, problem)
			}
		}
		if !s.receive(c, bytes, act) {
			s.left(c, net.ErrClosed)
			return
		}
	}
}

// receive calls act to answer a message, unless the client is gone. It waits while
// the client's connection is half-open, and returns false if the connection ended
// meanwhile.
func (s *Server) receive(c *client, bytes []byte, act func(st *state)) bool {
	for told := false; ; {
		if _, open := c.socket.wait(); !open {
			return false
		}
		if info, here := s.describe(c); here && bytes != nil && !told {
			s.options.OnReceive(info, bytes)
			told = true
		}
		held := false
		s.update(func(st *state) {
			if held = c.socket.faults().HalfOpen; !held && !c.gone {
				act(st)
			}
		})
		if !held {
			return true
		}
	}
}

// serve starts to serve a connection that a listener of the door accepted.
func (s *Server) serve(st *state, socket *socket, d *door, listener net.Listener) {
	c := &client{
		conn:       socket,
		socket:     socket,
		out:        newOutbox(s.options.MaxQueued),
		left:       make(chan struct{}),
		registered: make(map[*address]struct{}),
	}
	if d.tls != nil {
		c.conn = tls.Server(socket, d.tls)
	}
	switch {
	case s.closed, listener != d.listener:
		// The server stopped listening while the connection was accepted.
		socket.reset()
		return
	case st.turnAway:
		st.logf("a client from %s was turned away as ordered", socket.RemoteAddr())
		c.abort()
		return
	case len(st.serving) >= s.options.MaxClients:
		st.logf("a client from %s was turned away: %d clients are connected already", socket.RemoteAddr(), len(st.serving))
		c.abort()
		return
	}
	st.lastClient++
	st.counts.clients.Connected++
	c.info = Client{ID: st.lastClient, Remote: socket.RemoteAddr().String()}
	st.clients = append(st.clients, c)
	st.logf("%s connected", c.info)
	socket.awaitLogin(true)
	for _, run := range []func(){func() { s.read(c) }, c.write} {
		st.serving[c]++
		s.start(func() {
			run()
			s.served(c)
		})
	}
}

// served counts a client's goroutine that has returned.
func (s *Server) served(c *client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.serving[c]--
	if s.state.serving[c] == 0 {
		delete(s.state.serving, c)
	}
}

// write empties the client's outbox into its socket.
func (c *client) write() {
	var frames []byte
	for {
		frames = c.out.await(frames)
		if len(frames) == 0 {
			break
		}
		if _, err := c.conn.Write(frames); err != nil {
			c.out.end()
			break
		}
	}
	if !c.closing.Load() || !c.finish() {
		c.abort()
	}
}

// finish ends the server's side of the connection; the reader then waits for
// the client's end.
func (c *client) finish() bool {
	if secure, ok := c.conn.(*tls.Conn); ok {
		// Before the handshake there is no TLS session to close.
		_ = secure.CloseWrite()
	}
	return c.socket.finish()
}

// abort breaks the connection. The reader then returns and logs the reason.
func (c *client) abort() {
	// The connection is not used again, so the error of Close does not matter.
	_ = c.socket.Close()
}

// left removes a client whose stream has ended from the state.
func (s *Server) left(c *client, cause error) {
	s.update(func(st *state) {
		if !c.gone {
			st.logf("%s left: %s", c.info, st.reasonOf(c, cause))
		}
		st.remove(c)
	})
	close(c.left)
	var framing *wire.FramingError
	late := errors.Is(cause, os.ErrDeadlineExceeded)
	if errors.As(cause, &framing) || late || c.closing.Load() || c.socket.faults().Delay > 0 {
		c.abort()
	} else if err := c.conn.SetWriteDeadline(time.Now().Add(lastWrites)); err != nil {
		c.abort()
	}
	c.out.end()
}

func (st *state) reasonOf(c *client, cause error) string {
	switch {
	case errors.Is(cause, os.ErrDeadlineExceeded) && !c.info.LoggedIn:
		return fmt.Sprintf("it did not log in within %s", st.options.LoginTimeout)
	case errors.Is(cause, io.EOF) && !errors.Is(cause, io.ErrUnexpectedEOF):
		return "it closed the connection"
	case errors.Is(cause, net.ErrClosed):
		return "the server closed the connection"
	}
	return fmt.Sprintf("its connection broke (%v)", cause)
}
