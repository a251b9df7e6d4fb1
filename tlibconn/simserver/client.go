package simserver

import (
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"capdeck/tlibconn/wire"
)

// lastWrites is how long a client that has ended its side may take to read
// the answers that it still gets.
const lastWrites = 5 * time.Second

// client is one connected T-Client. All but conn and out is guarded by the
// server's mutex.
type client struct {
	conn net.Conn
	out  *outbox

	info       Client
	registered map[*address]struct{}
	gone       bool
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
	for {
		start := frames.Offset()
		frame, err := frames.Next()
		if err != nil {
			s.left(c, err)
			return
		}
		if seen != nil {
			s.options.OnReceive(s.describe(c), seen.frame(frames.Offset()-start))
		}
		if frame.Body == nil {
			c.answerADDP(frame.ADDP)
			continue
		}
		problem := message.Decode(frame.Body, s.options.Limits)
		s.do(func(w *world) { w.handle(c, &message, problem) })
	}
}

// answerADDP answers the keep-alive packets that ask for an answer (WIRE.md,
// ADDP). Polls of the server's own it does not send.
func (c *client) answerADDP(packet wire.ADDP) {
	switch packet.Op {
	case wire.ADDPStart:
		packet.Op = wire.ADDPAccepted
	case wire.ADDPPoll:
		packet.Op = wire.ADDPAnswer
	default:
		return
	}
	if !c.out.add(packet.Append(nil)) {
		c.abort()
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
	c.abort()
}

// abort breaks the connection; the reader then ends and says why.
func (c *client) abort() {
	// The connection is of no use any more, whatever Close says of it.
	_ = c.conn.Close()
}

// left takes a client whose stream has ended out of the world.
func (s *Server) left(c *client, cause error) {
	s.do(func(w *world) {
		if !c.gone {
			w.logf("%s is gone: %s", c.info, reasonOf(cause))
		}
		w.remove(c)
	})
	var framing *wire.FramingError
	if errors.As(cause, &framing) {
		c.abort()
	} else if err := c.conn.SetWriteDeadline(time.Now().Add(lastWrites)); err != nil {
		c.abort()
	}
	c.out.end()
}

func reasonOf(cause error) string {
	switch {
	case errors.Is(cause, io.EOF) && !errors.Is(cause, io.ErrUnexpectedEOF):
		return "it closed the connection"
	case errors.Is(cause, net.ErrClosed):
		return "the server closed the connection"
	}
	return fmt.Sprintf("its connection broke (%v)", cause)
}
