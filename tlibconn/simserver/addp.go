package simserver

import (
	"time"

	"capdeck/tlibconn/wire"
)

// receiveADDP acts on a keep-alive packet of a client.
func (s *Server) receiveADDP(w *world, c *client, packet wire.ADDP) {
	if c.alive.trace {
		w.logf("ADDP from %s: %c %d", c.info, packet.Op, packet.Value)
	}
	mode := c.socket.faults().ADDP
	switch {
	case mode == ADDPOff:
	case packet.Op == wire.ADDPStart && mode == ADDPClose && !c.info.LoggedIn:
		w.logf("%s is disconnected: it starts ADDP", c.info)
		w.finish(c)
	case packet.Op == wire.ADDPStart:
		c.alive.start(packet.Value, time.Now())
		w.sendADDP(c, wire.ADDPAccepted, packet.Value)
		s.watch(c)
	case packet.Op == wire.ADDPPoll && mode != ADDPSilent:
		w.sendADDP(c, wire.ADDPAnswer, packet.Value)
	}
}

func (w *world) sendADDP(c *client, op wire.ADDPOp, value uint32) {
	if c.alive.trace {
		w.logf("ADDP to %s: %c %d", c.info, op, value)
	}
	w.deliver(c, wire.ADDP{Op: op, Value: value}.Append(nil))
}

// watch starts the goroutine that polls the client, or lets it look at the new
// timeout.
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
		s.do(func(w *world) { deadline = w.checkAlive(c, time.Now()) })
		if deadline.IsZero() {
			timer.Stop()
		} else {
			timer.Reset(time.Until(deadline))
		}
	}
}

// checkAlive does what is due on a client's keep-alive and says when to look
// again. While the path is half-open, the server's clock stands still.
func (w *world) checkAlive(c *client, now time.Time) time.Time {
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
		w.sendADDP(c, wire.ADDPPoll, c.alive.polls-1)
	case act == keepAliveDead:
		w.logf("%s is disconnected: nothing came from it, not even an answer to ADDP poll %d", c.info, c.alive.polls-1)
		w.remove(c)
		c.abort()
	}
	return deadline
}
