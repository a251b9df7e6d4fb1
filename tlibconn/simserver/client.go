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

// client is one connected T-Client. What stands below info is guarded by the
// server's mutex.
type client struct {
	conn    net.Conn // the socket, or TLS above it
	socket  *socket
	out     *outbox
	left    chan struct{} // closed when nothing more comes from the client
	closing atomic.Bool   // the connection ends by FIN when out is empty

	info       Client
	registered map[*address]struct{}
	gone       bool
	overdue    bool // too much waited for it while its path was half-open
	alive      keepAlive
	rewatch    chan struct{} // wakes the goroutine that watches alive; nil where there is none
}

// tap remembers what was read until the frame reader has cut it into frames.
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

// read acts on what one client sends, until its connection ends.
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
		act := func(w *world) {
			if frame.Body == nil {
				s.receiveADDP(w, c, frame.ADDP)
			} else {
				w.handle(c, &message, problem)
			}
		}
		if !s.receive(c, bytes, act) {
			s.left(c, net.ErrClosed)
			return
		}
	}
}

// receive lets act answer what has come, unless the client is gone. While its
// path is half-open, it waits; it is false where the connection ended then.
func (s *Server) receive(c *client, bytes []byte, act func(w *world)) bool {
	for told := false; ; {
		if _, open := c.socket.wait(); !open {
			return false
		}
		if info, here := s.describe(c); here && bytes != nil && !told {
			s.options.OnReceive(info, bytes)
			told = true
		}
		held := false
		s.do(func(w *world) {
			if held = c.socket.faults().HalfOpen; !held && !c.gone {
				act(w)
			}
		})
		if !held {
			return true
		}
	}
}

// serve takes a connection that came through listener.
func (s *Server) serve(w *world, socket *socket, listener net.Listener) {
	c := &client{
		conn:       socket,
		socket:     socket,
		out:        newOutbox(s.options.MaxQueued),
		left:       make(chan struct{}),
		registered: make(map[*address]struct{}),
	}
	if s.options.TLS != nil {
		c.conn = tls.Server(socket, s.options.TLS)
	}
	switch {
	case s.closed, listener != s.listener:
		// The door was shut while the connection came in.
		socket.reset()
		return
	case w.turnAway:
		w.logf("a client from %s is turned away as ordered", socket.RemoteAddr())
		c.abort()
		return
	case len(w.serving) >= s.options.MaxClients:
		w.logf("a client from %s is turned away: %d clients are served already", socket.RemoteAddr(), len(w.serving))
		c.abort()
		return
	}
	w.lastClient++
	c.info = Client{ID: w.lastClient, Remote: socket.RemoteAddr().String()}
	w.clients = append(w.clients, c)
	w.logf("%s has connected", c.info)
	socket.awaitLogin(true)
	for _, run := range []func(){func() { s.read(c) }, c.write} {
		w.serving[c]++
		s.start(func() {
			run()
			s.served(c)
		})
	}
}

// served counts a client's goroutine that has ended.
func (s *Server) served(c *client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.serving[c]--
	if s.world.serving[c] == 0 {
		delete(s.world.serving, c)
	}
}

// write empties the client's outbox into its socket.
func (c *client) write() {
	var frames []byte
	for {
		frames = c.out.take(frames)
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
		// Without a handshake there is nothing to say good-bye to.
		_ = secure.CloseWrite()
	}
	return c.socket.finish()
}

// abort breaks the connection; the reader then ends and says why.
func (c *client) abort() {
	// The connection is of no use any more, whatever Close says of it.
	_ = c.socket.Close()
}

// left takes a client whose stream has ended out of the world.
func (s *Server) left(c *client, cause error) {
	s.do(func(w *world) {
		if !c.gone {
			w.logf("%s is gone: %s", c.info, w.reasonOf(c, cause))
		}
		w.remove(c)
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

func (w *world) reasonOf(c *client, cause error) string {
	switch {
	case errors.Is(cause, os.ErrDeadlineExceeded) && !c.info.LoggedIn:
		return fmt.Sprintf("it has not logged in within %s", w.options.LoginTimeout)
	case errors.Is(cause, io.EOF) && !errors.Is(cause, io.ErrUnexpectedEOF):
		return "it closed the connection"
	case errors.Is(cause, net.ErrClosed):
		return "the server closed the connection"
	}
	return fmt.Sprintf("its connection broke (%v)", cause)
}
