package simserver

import (
	"time"

	"capdeck/tlibconn/wire"
)

// receiveADDP acts on a client's keep-alive packet.
func (s *Server) receiveADDP(st *state, c *client, packet wire.ADDP) {
	if c.alive.trace {
		st.logf("ADDP from %s: %c %d", c.info, packet.Op, packet.Value)
	}
	mode := c.socket.faults().ADDP
	switch {
	case mode == ADDPOff:
	case packet.Op == wire.ADDPStart && mode == ADDPClose && !c.info.LoggedIn:
		st.logf("%s was disconnected: it started ADDP", c.info)
		st.finish(c)
	case packet.Op == wire.ADDPStart:
		c.alive.start(packet.Value, time.Now())
		st.sendADDP(c, wire.ADDPAccepted, packet.Value)
		s.watch(c)
	case packet.Op == wire.ADDPPoll && mode != ADDPSilent:
		st.sendADDP(c, wire.ADDPAnswer, packet.Value)
	}
}

func (st *state) sendADDP(c *client, op wire.ADDPOp, value uint32) {
	if c.alive.trace {
		st.logf("ADDP to %s: %c %d", c.info, op, value)
	}
	st.deliver(c, wire.ADDP{Op: op, Value: value}.Append(nil))
}

// watch starts the goroutine that polls the client, or wakes it because the timeout
// changed.
func (s *Server) watch(c *client) {
	if c.rewatch != nil {
		select {
		case c.rewatch <- struct{}{}:
		default:
		}
		return
	}
	c.rewatch = make(chan struct{}, 1)
	s.start(func() { s.keepWatch(c, c.rewatch) })
}

func (s *Server) keepWatch(c *client, again <-chan struct{}) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-c.left:
			return
		case <-again:
		case <-timer.C:
		}
		var deadline time.Time
		s.update(func(st *state) { deadline = st.checkAlive(c, time.Now()) })
		if deadline.IsZero() {
			timer.Stop()
		} else {
			timer.Reset(time.Until(deadline))
		}
	}
}

// checkAlive does what is due for a client's keep-alive and returns when to check
// again. The time during which the connection is half-open does not count.
func (st *state) checkAlive(c *client, now time.Time) time.Time {
	path := c.socket.faults()
	heard := c.socket.lastHeard()
	if path.HalfOpen || path.ADDP == ADDPOff || path.ADDP == ADDPSilent {
		heard = now
	}
	act, deadline := c.alive.next(now, heard)
	switch {
	case c.gone:
		return time.Time{}
	case act == keepAlivePoll:
		st.sendADDP(c, wire.ADDPPoll, c.alive.polls-1)
	case act == keepAliveDead:
		st.logf("%s was disconnected: it sent nothing, not even an answer to ADDP poll %d", c.info, c.alive.polls-1)
		st.remove(c)
		c.abort()
	}
	return deadline
}
