package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// linkEvent applies a change of the connection: the board replaces what it knew.
func (b *Board) linkEvent(s *site, e *event.Event) {
	if e.Connection > s.connection {
		b.beginConnection(s, e.Connection, e.Time)
	}
	was := s.linked()
	b.updatingSite = s
	if s.link.State != e.Link.State {
		s.linkSince = e.Time
		if s.asking.base.IsZero() {
			s.asking.base = e.Time
		}
	}
	s.link = *e.Link
	s.link.Version = cut(s.link.Version, maxPartyText)
	s.link.Application = cut(s.link.Application, maxPartyText)
	s.link.Reason = cut(s.link.Reason, maxErrorText)
	s.link.Other = cut(s.link.Other, maxErrorText)
	s.link.KeepAlive = cut(s.link.KeepAlive, maxPartyText)
	b.readLink(&s.link)
	b.version++
	lost := s.link.Lost || was && !s.link.State.Connected()
	if was && (lost || !s.linked()) && b.options.Watch&WatchLink != 0 {
		b.alerts.add(Alert{Kind: WatchLink, Key: Key{Site: s.name}})
	}
	if lost || !s.linked() {
		b.reportLink(s, false, e.Time)
	}
	if lost {
		b.endConnection(s, e.Time)
	}
	if lost || was && !s.linked() {
		// What was reported over the connection while the link was down ends with it, too.
		b.linkLost(s, e.Time)
	}
	b.updatingSite = nil
	if lost || was && !s.linked() {
		b.changedSite(s)
	}
	if s.linked() {
		b.reportLink(s, true, e.Time)
	}
	if !was && s.linked() {
		// Changes that were not reported may have followed an indication that arrived without a
		// link.
		b.doubtCaptures(s)
	}
	if s.link.Round != 0 && s.link.Round != s.round {
		b.beginRound(s, s.link.Round, e.Time)
	}
	if !was && s.linked() {
		b.changedSite(s)
	}
}

// beginConnection moves the site to a new connection; what was in flight on the old one is
// lost.
func (b *Board) beginConnection(s *site, number uint32, at time.Time) {
	if s.connection != 0 {
		b.reportLink(s, false, at)
		b.updatingSite = s
		b.endConnection(s, at)
		b.linkLost(s, at)
		b.updatingSite = nil
		b.changedSite(s)
	}
	s.connection = number
	s.echo, s.echoDoubt, s.echoed = EchoUnknown, 0, 0
}

// endConnection ends every command that has left: its answers can no longer arrive.
func (b *Board) endConnection(s *site, at time.Time) {
	b.Expire(at)
	clear(s.asked)
	for _, r := range b.rows {
		if r.site != s {
			continue
		}
		clear(r.echoes)
		r.echoes = r.echoes[:0]
		for i := 0; i < len(r.open); {
			if c := r.open[i]; c.isSent() {
				b.endByLoss(c, at, "connection lost")
			} else {
				i++
			}
		}
		if state := r.registration.State; state.Held() || state == RegistrationLost {
			r.registration = Registration{State: RegistrationPending}
			r.outOfService = false
			b.changed(r)
		}
	}
}

// endByLoss ends a command that has left and whose answers can no longer arrive. An
// indication that has arrived still counts.
func (b *Board) endByLoss(c *command, at time.Time, why string) {
	switch {
	case !c.Indicated.IsZero():
		c.NoACK = true
		b.finish(c, LifeConfirmed, at)
	case c.Life == LifeAccepted:
		c.Why = why
		b.finish(c, LifeUnanswered, at)
	default:
		c.Why = why
		b.finish(c, LifeLost, at)
	}
}

// linkLost drops what ends with the link: calls, agents, and the trust in each capture.
// Commands that have not left are cancelled and never sent later.
func (b *Board) linkLost(s *site, at time.Time) {
	b.Expire(at)
	why := "connection lost"
	switch s.link.State {
	case event.LinkDown:
		why = "link down"
	case event.LinkStandby:
		why = "T-Server is a backup now"
	}
	b.cancelWhere(at, why, func(c *command) bool { return c.row.site == s })
	s.dropQueries(at)
	for _, r := range b.rows {
		if r.site != s {
			continue
		}
		b.forgetCalls(r, at)
	}
	b.doubtCaptures(s)
}

// doubtCaptures makes every known capture of the site stale until its next
// indication.
func (b *Board) doubtCaptures(s *site) {
	for _, r := range b.rows {
		if r.site == s && r.capture.State != StateUnknown {
			r.unvouched |= StaleLink
		}
	}
}

// beginRound begins a registration round: each DN must be registered again.
func (b *Board) beginRound(s *site, round uint32, at time.Time) {
	s.round = round
	s.dropQueries(at)
	s.queryRound = QueryRound{Round: s.queryRound.Round + 1}
	for _, r := range b.rows {
		if r.site == s {
			r.registration = Registration{State: RegistrationPending}
			r.outOfService = false
		}
	}
	b.changedSite(s)
}

// changedSite marks every row of a site as changed, and reports what follows.
func (b *Board) changedSite(s *site) {
	for _, r := range b.rows {
		if r.site == s {
			b.count(r)
			b.reportShown(r, b.at)
			b.schedule(r)
		}
	}
}
