package tlibconn

import (
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// ready reports whether the server is usable: primary, with its link up.
func (c *connection) ready() bool { return c.loggedIn && c.linkUp && c.role == event.RolePrimary }

// reportState reports the state of the link and the server's role; link holds what else is known
// about the server. It begins or ends a registration round (SEMANTICS.md, Sessions and
// registration).
func (c *connection) reportState(link event.Link, at time.Time) {
	s := c.session
	link.Address, link.Role = c.address, c.role
	switch {
	case !c.linkUp:
		link.State, link.Reason = event.LinkDown, "T-Server has no link to the switch"
	case c.role != event.RolePrimary:
		link.State, link.Reason = event.LinkStandby, "T-Server is the backup, and not usable until it is primary"
	default:
		s.round++
		link.State, link.Round = event.LinkUp, s.round
	}
	s.views[c.address] = view{linkDown: !c.linkUp, backup: c.role != event.RolePrimary}
	if link.State == event.LinkUp {
		s.registrar.beginRound(s.round)
	} else {
		s.registrar.suspend()
		c.refuseJobs()
	}
	s.setLink(link, at)
	c.wakeSender()
	c.wakeGuardian()
}

// wakeGuardian makes the session's own goroutine check the connection.
func (c *connection) wakeGuardian() {
	select {
	case c.news <- struct{}{}:
	default:
	}
}

// askRole asks the server for its role (SEMANTICS.md, High availability and
// keep-alive).
func (c *connection) askRole() {
	j := &job{asksRole: true, left: make(chan leaving, 1), Request: Request{
		Message: wire.Message{Type: wire.RequestQueryServer}, Kind: event.RequestOther,
	}}
	if c.session.admit(j) == nil {
		c.queueJob(j)
	}
}

// handleRole acts on the answer to askRole. A missing role means primary; an error leaves the
// role unchanged.
func (c *connection) handleRole(e *event.Event) {
	if e.Message.Type != wire.EventServerInfo {
		return
	}
	link := event.Link{Version: c.session.link.Version, Application: c.session.link.Application}
	readServer(&e.Message, &link)
	if link.Role == c.role {
		return
	}
	c.role = link.Role
	c.reportState(link, e.Time)
}
