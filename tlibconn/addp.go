package tlibconn

import (
	"errors"
	"fmt"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// newKeepAlive returns the keep-alive of a new connection to an address. The caller holds the
// session's lock.
func (s *Session) newKeepAlive(address string) keepAlive {
	o := &s.options
	wanted := o.ADDPTimeout != 0 || o.ADDPRemoteTimeout != 0
	k := keepAlive{refused: wanted && s.withoutADDP[address]}
	k.started = wanted && !k.refused
	if k.started {
		k.timeout = o.ADDPTimeout
	}
	return k
}

// startKeepAlive appends the packet that is sent before the login (WIRE.md, ADDP).
func (c *connection) startKeepAlive(out []byte, now time.Time) []byte {
	c.alive.heard = now
	if !c.alive.started {
		return out
	}
	packet := wire.ADDP{Op: wire.ADDPStart, Value: uint32(c.session.options.ADDPRemoteTimeout.Milliseconds())}
	if c.session.options.ADDPTrace.remote() {
		packet.Value |= wire.ADDPServerTrace
	}
	return c.appendPacket(out, packet, now)
}

// appendAnswers appends the answers to the polls received.
func (c *connection) appendAnswers(out []byte, now time.Time) []byte {
	for c.polls.len() > 0 {
		out = c.appendPacket(out, wire.ADDP{Op: wire.ADDPAnswer, Value: c.polls.pop()}, now)
	}
	return out
}

// checkAlive appends a poll if one is due, and ends a dead connection. It returns when to
// call it again; the zero time means never.
func (c *connection) checkAlive(out []byte, now time.Time) ([]byte, time.Time) {
	heard := c.readAt
	if c.resumedAt.After(heard) {
		heard = c.resumedAt
	}
	act, deadline := c.alive.next(now, heard, c.stopped)
	switch act {
	case keepAlivePoll:
		out = c.appendPacket(out, wire.ADDP{Op: wire.ADDPPoll, Value: c.alive.number()}, now)
	case keepAliveMute:
		c.trace(fmt.Sprintf("no answer to ADDP poll %d; polling stopped", c.alive.number()), now)
		c.reportKeepAlive(now)
	case keepAliveDead:
		silence := now.Sub(c.alive.heard).Round(time.Millisecond)
		if c.cause == nil {
			c.cause = fmt.Errorf("%w: nothing received for %s, not even an answer to ADDP poll %d", ErrSilent, silence, c.alive.number())
		}
		c.cancel()
	}
	return out, deadline
}

func (c *connection) appendPacket(out []byte, packet wire.ADDP, now time.Time) []byte {
	if c.session.options.ADDPTrace.local() {
		c.trace("sent "+packetText(packet), now)
	}
	return packet.Append(out)
}

func packetText(packet wire.ADDP) string {
	return packet.String()
}

// handlePacket handles an ADDP packet. A poll is always answered (WIRE.md, ADDP), except
// that a peer that polls without reading gets no answer to polls beyond maxPolls. If there is
// no room for the remark about the packet, handlePacket does nothing and returns a channel
// that is closed when there is room.
func (c *connection) handlePacket(packet wire.ADDP, at time.Time) (room <-chan struct{}) {
	s := c.session
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	if s.options.ADDPTrace.local() && c.probe == nil {
		if room := c.noRoom(0); room != nil {
			return room
		}
		c.trace("received "+packetText(packet), at)
	}
	before := c.alive.mute
	c.alive.received(packet, at)
	if before {
		c.wakeSender()
	}
	if before || c.alive.news(at) {
		c.reportKeepAlive(at)
	}
	if packet.Op != wire.ADDPPoll {
		return nil
	}
	s.counters.Polls++
	if c.polls.len() < maxPolls {
		c.polls.push(packet.Value)
		c.wakeSender()
	}
	return nil
}

// trace adds a remark about the keep-alive to the batch, if the options ask for it and there
// is room.
func (c *connection) trace(sentence string, now time.Time) {
	s := c.session
	if !s.options.ADDPTrace.local() || c.probe != nil || !s.exchange.accepts(requestBytes) {
		return
	}
	e := s.addEvent(event.KindRemark, now)
	e.Connection = c.number
	e.Problem = sentence
}

// reportKeepAlive reports a change of the keep-alive to the consumer. Before the login's answer
// it does nothing, because the answer's event reports the keep-alive too.
func (c *connection) reportKeepAlive(now time.Time) {
	s := c.session
	if s.connection != c || !s.link.State.Connected() {
		return
	}
	link := s.link
	link.Round, link.Lost = 0, false
	s.setLink(link, now)
}

// describe fills in the keep-alive of a link's state.
func (c *connection) describe(link *event.Link, now time.Time) {
	if !link.State.Connected() {
		return
	}
	link.KeepAlive, link.RoundTrip = c.alive.text(), c.alive.roundTrip
	if c.alive.roundTrip != 0 {
		c.alive.told, c.alive.toldAt = c.alive.roundTrip, now
	}
}

// closedOnStart reports whether the connection probably ended because the peer does not know
// the ADDPStart before the login (WIRE.md, ADDP).
func (c *connection) closedOnStart(err error) bool {
	var refused *LoginError
	return c.alive.started && !c.alive.spoken && c.session.ctx.Err() == nil &&
		errors.As(err, &refused) && refused.Closed
}

// attempt makes one connection to an address with connect, which returns nil if there is
// none. If the peer closes the connection after our ADDPStart, attempt tries once more without
// it, and remembers the address if the login is then answered.
func (s *Session) attempt(address string, connect func() (*connection, error)) (*connection, error) {
	c, err := connect()
	if c == nil || !c.closedOnStart(err) {
		return c, err
	}
	s.dropWithoutADDP(c, address, err)
	c, err = connect()
	var refused *LoginError
	if err != nil && (c == nil || !c.loggedIn && (!errors.As(err, &refused) || refused.Closed)) {
		// The ADDPStart was not the cause.
		s.startWithADDP(address)
	}
	return c, err
}

// dropWithoutADDP settles a connection that the peer closed after the ADDPStart, and remembers
// to omit it on the next connection to the address.
func (s *Session) dropWithoutADDP(c *connection, address string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	s.drop(c, err)
	s.withoutADDP[address] = true
}

func (s *Session) startWithADDP(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.withoutADDP, address)
}
