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

// reader is the working memory of the goroutine that owns the socket's read side.
// It cuts frames and decodes them into a run of its own, without the lock, and then
// publishes the run.
type reader struct {
	*connection
	frames *wire.FrameReader
	run    event.Run
	at     time.Time // when the last read of the socket returned
	single bool      // each message is published by itself: the login was not answered
	ahead  bool      // the consumer has a whole batch to read
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

// Read reads from the socket, for the frames. It notes each sign of life at once,
// even a part of a frame.
func (r *reader) Read(p []byte) (n int, err error) {
	if r.ahead {
		// On one processor the consumer would wait until a whole batch is full.
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

// step reads one frame; false means that the connection has ended. The bodies of a
// run lie in the frames' buffer, so the run is published before the next read.
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
	e := r.run.Add(event.KindMessage, body, r.session.options.Limits)
	e.Time = r.at
	if r.single || len(r.run.Events) == decodedAtOnce {
		return r.publish()
	}
	return true
}

// end notes why reading ends.
func (r *reader) end(err error) {
	s := r.session
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.cause == nil {
		r.cause = err
	}
}

// publish puts the run into the batch and acts on it. It waits, without the lock,
// while there is no room; false means that the connection has ended.
func (r *reader) publish() bool {
	defer r.run.Reset()
	for rest := r.run.Events; ; {
		n, halt := r.store(rest)
		rest = rest[n:]
		if halt.ended || halt.wait != nil && !r.pause(halt) {
			return false
		}
		if halt.wait == nil {
			return true
		}
	}
}

// halt is why the reader stops before the end of its run; the zero value is that
// it does not.
type halt struct {
	ended   bool            // the connection has
	wait    <-chan struct{} // until it is closed
	adopted bool            // wait is for the adoption of a probe
}

// store puts events into the batch as far as there is room, and acts on them.
func (r *reader) store(events []event.Event) (stored int, why halt) {
	s := r.session
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	for i := range events {
		switch {
		case r.cause != nil:
			return i, halt{ended: true}
		case r.probe != nil:
			if why = r.inspect(&events[i]); why != (halt{}) {
				return i, why
			}
			continue
		}
		if room := r.noRoom(len(events[i].Message.Body)); room != nil {
			return i, halt{wait: room}
		}
		r.handle(&events[i])
	}
	r.single, r.ahead = !r.loggedIn, s.exchange.filling.Bytes() >= dueBytes
	return len(events), halt{ended: r.cause != nil}
}

// handle puts a message into the batch and acts on it.
func (c *connection) handle(read *event.Event) {
	s := c.session
	s.counters.Messages++
	e := s.exchange.filling.Append(read)
	e.Site = s.options.Site
	e.Connection = c.number
	if e.Kind == event.KindUndecodable {
		s.counters.Undecodable++
	}
	switch {
	case e.Message.Type == wire.EventUserEvent:
		// It carries no one's ReferenceID (SEMANTICS.md, The screen-capture contract).
	case !c.loggedIn:
		c.takeLoginAnswer(e)
	case e.Message.Type == wire.EventLinkConnected:
		c.takeLink(e, true)
	case e.Message.Type == wire.EventLinkDisconnected:
		c.takeLink(e, false)
	default:
		c.takeAnswer(e)
	}
}

// noRoom returns nil if a message of n bytes may be put into the batch, and
// otherwise a channel that is closed when room was made. The session's lock is
// held.
func (c *connection) noRoom(n int) <-chan struct{} {
	x := &c.session.exchange
	if x.takesMore(n) {
		return nil
	}
	room := x.want()
	if x.behind() {
		c.requests.dismiss(ErrBehind)
	}
	c.stopped = true
	return room
}

// pause waits for what the reader halts for, without the lock. false means that the
// connection is given up, for which there is then a cause.
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
		// What stands behind it may have been read already.
		r.cause = ErrClosed
	}
	return false
}

// readPacket handles an ADDP packet, once there is room for the remark about it.
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
