package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// echoDoubts is the number of commands in a row that must contradict what is known about a
// server's echo before it is discarded: a single one may be due to another client.
const echoDoubts = 2

// echoesAtOnce is the number of accepted commands without a rival that must be echoed
// before an unknown server counts as echoing without waiting for the end of the windows.
// The automatic queries of a start are enough for that, so that a person's first command
// is not in doubt.
const echoesAtOnce = 3

// watchEcho opens the command's echo window. Commands with the same verb and call whose
// windows overlap teach nothing: an event could belong to any of them.
func (r *Row) watchEcho(c *command) {
	for _, o := range r.echoes {
		if o.Verb == c.Verb && o.connID == c.connID {
			o.echoRival, c.echoRival = true, true
		}
	}
	if len(r.echoes) == maxEchoes {
		r.echoes = without(r.echoes, r.echoes[0])
	}
	r.echoes = append(r.echoes, c)
}

// otherVerb applies an EventUserEvent that carries a command: the echo of one of ours, or
// another client's. automatic reports that it is the echo of an automatic query.
func (b *Board) otherVerb(r *Row, verb event.Verb, connID uint64, at time.Time) (automatic bool) {
	c := r.echoOf(verb, connID)
	if c == nil {
		b.otherCommand(r, verb, connID, at)
		return false
	}
	c.echoes++
	switch {
	case c.echoes > 1:
		// One command has at most one echo, so at least one of the events is another client's,
		// whatever this server does.
		c.echoRival = true
		b.otherCommand(r, verb, connID, at)
		return false
	case r.site.echo == EchoNo:
		b.otherCommand(r, verb, connID, at)
		return false
	case r.site.echo == EchoUnknown:
		c.echoAt = at
		c.Who = WhoUsOrOther
		b.changed(r)
		b.learnAtOnce(r, c)
	}
	if verb == event.VerbQuery && !c.Indicated.IsZero() {
		// It comes after the answer to ours: a further indication answers another client, if it
		// was that client's query.
		b.explain(r, event.IndicationNone, byCommand(event.IndicationNone), at)
	}
	return c.automatic
}

// learnAtOnce counts a command whose first echo has arrived.
func (b *Board) learnAtOnce(r *Row, c *command) {
	if c.Accepted.IsZero() || c.echoRival || !r.registration.State.Held() {
		return
	}
	if r.site.echoed++; r.site.echoed >= echoesAtOnce {
		b.learnEcho(r.site, EchoYes)
	}
}

// echoOf returns the oldest command of ours that the event may echo and that has no echo
// yet, else the oldest that has one; nil if there is none.
func (r *Row) echoOf(verb event.Verb, connID uint64) *command {
	var found *command
	for _, c := range r.echoes {
		if c.Verb != verb || c.connID != connID {
			continue
		}
		if c.echoes == 0 {
			return c
		}
		if found == nil {
			found = c
		}
	}
	return found
}

// closeEchoWindow learns from a command whether the server echoes, and resolves an event
// that was ambiguous until now.
func (b *Board) closeEchoWindow(r *Row, c *command) {
	r.echoes = without(r.echoes, c)
	if !c.Accepted.IsZero() && !c.echoRival && r.registration.State.Held() {
		if c.echoes == 0 {
			b.learnEcho(r.site, EchoNo)
		} else {
			b.learnEcho(r.site, EchoYes)
		}
	}
	if c.Who != WhoUsOrOther {
		return
	}
	switch r.site.echo {
	case EchoYes:
		c.Who = WhoUs
	case EchoNo:
		c.Who = WhoUs
		b.otherCommand(r, c.Verb, c.connID, c.echoAt)
	}
	b.changed(r)
}

func (b *Board) learnEcho(s *site, k EchoKnowledge) {
	switch {
	case s.echo == k:
		s.echoDoubt = 0
		return
	case s.echo != EchoUnknown:
		s.echoDoubt++
		if s.echoDoubt < echoDoubts {
			return
		}
	}
	s.echo, s.echoDoubt = k, 0
	b.version++
}

// otherCommand shows another client's command on the DN. A query of another client changes
// nothing here: it never replaces the last command.
func (b *Board) otherCommand(r *Row, verb event.Verb, connID uint64, at time.Time) {
	b.explain(r, verb.Asks(), byCommand(verb.Asks()), at)
	if verb == event.VerbQuery {
		return
	}
	r.turn++
	r.noteNewer(at)
	if verb == event.VerbStop {
		stops := r.makeStops()
		stops.other, stops.otherID = at, connID
		r.stopOnHold(connID, true)
	}
	if last := r.lastCommand; last == nil || !last.Sent.After(at) && !last.Queued.After(at) {
		r.lastCommand = &command{Command: Command{
			Key: r.key, Verb: verb, Who: WhoOther, Life: LifeSeen, Sent: at, ConnID: connID, Ended: at,
		}}
		r.fault = commandFault{}
	}
	b.count(r)
	b.report(r, at, Change{Kind: ChangeOther, Verb: verb, ConnID: connID})
	b.reportShown(r, at)
	b.schedule(r)
}
