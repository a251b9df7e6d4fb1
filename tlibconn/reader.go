package tlibconn

import (
	"runtime"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// decodedAtOnce is how many messages the reader decodes before it takes the session's
// lock to put them into the batch: few enough for a processor's first cache.
const decodedAtOnce = 64

// reader is the working memory of the goroutine that owns the socket's read side. It
// splits the stream into frames and decodes them into its own run, without the lock, and
// then publishes the run.
type reader struct {
	*connection
	frames *wire.FrameReader
	run    event.Run
	at     time.Time // when the last read of the socket returned
	single bool      // each message is published by itself, because the login is unanswered
	ahead  bool      // the consumer has a full batch to read
}

func newReader(c *connection) *reader {
	r := &reader{connection: c, single: true}
	r.frames = wire.NewFrameReader(r, c.session.options.Limits)
	return r
}

// read reads until the connection ends.
func (r *reader) read() {
	for r.step() {
	}
}

// Read reads from the socket for the frame reader. It records each sign of life at once,
// even part of a frame.
func (r *reader) Read(p []byte) (n int, err error) {
	if r.ahead {
		// On one processor the consumer would otherwise wait until a batch is full.
		runtime.Gosched()
	}
	n, err = r.socket.Read(p)
	r.at = time.Now()
	s := r.session
	s.mu.Lock()
	defer s.mu.Unlock()
	r.readAt = r.at
	s.counters.Bytes += uint64(n)
	return n, err
}

// step reads one frame, and returns false if the connection has ended. The bodies of a run
// lie in the frame reader's buffer, so the run is published before the next read.
func (r *reader) step() bool {
	body := r.frames.Buffered()
	if body == nil {
		if !r.publish() {
			return false
		}
		frame, err := r.frames.Next()
		switch {
		case err != nil:
			r.end(err)
			return false
		case frame.Body == nil:
			return r.readPacket(frame.ADDP)
		}
		body = frame.Body
	}
	if r.single || wire.NewRawMessage(body).Type == wire.EventError {
		hidePassword(body, r.password)
	}
	r.run.Add(body, r.session.options.Limits).Time = r.at
	if r.single || len(r.run.Messages) == decodedAtOnce {
		return r.publish()
	}
	return true
}

// end records why reading ends.
func (r *reader) end(err error) {
	s := r.session
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.cause == nil {
		r.cause = err
	}
}

// publish adds the run to the batch and acts on it. It waits, without the lock, while there
// is no room, and returns false if the connection has ended.
func (r *reader) publish() bool {
	defer r.run.Reset()
	for rest := r.run.Messages; ; {
		n, why := r.store(rest)
		rest = rest[n:]
		if why.ended || why.wait != nil && !r.pause(why) {
			return false
		}
		if why.wait == nil {
			return true
		}
	}
}

// halt is why the reader stops before the end of its run. The zero value means that it does
// not stop.
type halt struct {
	ended   bool            // the connection ended
	wait    <-chan struct{} // the reader waits until this channel is closed
	adopted bool            // wait is for the adoption of a probe
}

// store adds messages to the batch while there is room, and acts on them.
func (r *reader) store(messages []event.Decoded) (stored int, why halt) {
	s := r.session
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	for i := range messages {
		switch {
		case r.cause != nil:
			return i, halt{ended: true}
		case r.probe != nil:
			if why = r.inspect(&messages[i].Message); why != (halt{}) {
				return i, why
			}
			continue
		}
		if room := r.noRoom(len(messages[i].Message.Body)); room != nil {
			return i, halt{wait: room}
		}
		r.handle(&messages[i])
	}
	r.single, r.ahead = !r.loggedIn, s.exchange.filling.Bytes() >= dueBytes
	return len(messages), halt{ended: r.cause != nil}
}

// handle adds a message to the batch and acts on it.
func (c *connection) handle(read *event.Decoded) {
	s := c.session
	s.counters.Messages++
	e := s.exchange.filling.AppendDecoded(read)
	e.Site = s.options.Site
	e.Connection = c.number
	if e.Kind == event.KindUndecodable {
		s.counters.Undecodable++
	}
	switch {
	case e.Message.Type == wire.EventUserEvent:
		// It never carries our ReferenceID (SEMANTICS.md, The screen-capture contract).
	case !c.loggedIn:
		c.handleLoginAnswer(e)
	case e.Message.Type == wire.EventLinkConnected:
		c.handleLink(e, true)
	case e.Message.Type == wire.EventLinkDisconnected:
		c.handleLink(e, false)
	default:
		c.handleAnswer(e)
	}
}

// noRoom returns nil if a message of n bytes fits into the batch, and otherwise a channel
// that is closed when there is room. The caller holds the session's lock.
func (c *connection) noRoom(n int) <-chan struct{} {
	x := &c.session.exchange
	if x.acceptsMore(n) {
		return nil
	}
	room := x.want()
	if x.behind() {
		c.requests.dismiss(ErrBehind)
	}
	c.stopped = true
	return room
}

// pause waits, without the lock, for the end of a halt. It returns false if the connection
// is closing; cause is then set.
func (r *reader) pause(why halt) bool {
	select {
	case <-why.wait:
	case <-r.ctx.Done():
	}
	s := r.session
	s.mu.Lock()
	defer s.mu.Unlock()
	r.stopped, r.resumedAt = false, time.Now()
	if why.adopted && r.probe == nil || !why.adopted && r.ctx.Err() == nil {
		return true
	}
	if r.cause == nil {
		// Later messages may have been read already.
		r.cause = ErrClosed
	}
	return false
}

// readPacket handles an ADDP packet when there is room for the remark about it.
func (r *reader) readPacket(packet wire.ADDP) bool {
	for {
		room := r.handlePacket(packet, r.at)
		if room == nil {
			return true
		}
		if !r.pause(halt{wait: room}) {
			return false
		}
	}
}
