package board

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// faultEndsBy reports whether an indication clears the fault of a command: it is the one
// that was asked for, and of that call, or of a present call if that call has ended. A
// rejected command's fault stays.
func (r *Row) faultEndsBy(indication event.Indication, connID uint64) bool {
	switch f := &r.fault; {
	case f.Kind == FaultNone || f.Kind == FaultRejected:
		return false
	case f.asks == event.IndicationNone:
		return true
	case f.asks != indication:
		return false
	}
	return agree(r.faultOf.connID, connID) || r.hasLeft(r.faultOf.connID) && !r.hasLeft(connID)
}

// setFault sets the fault that a command's outcome is. The fault of a newer command stays,
// and a failed query does not replace the fault of a person's command.
func (r *Row) setFault(kind FaultKind, c *command) {
	if r.fault.Kind != FaultNone && (c.automatic || !r.faultOf.automatic && r.faultOf.ID > c.ID) {
		return
	}
	r.fault, r.faultOf = commandFault{Fault{kind, c.Code}, c.Verb.Asks()}, c
}

// commandSent applies a command's KindSent event.
func (b *Board) commandSent(e *event.Event) {
	c := b.commands[CommandID(e.Request.Command)]
	if c == nil || c.Life != LifeQueued {
		return
	}
	at := sentAt(e)
	b.expireRow(c.row, at)
	if c.Life == LifeQueued {
		b.leave(c, at)
	}
}

func sentAt(e *event.Event) time.Time {
	if e.Request.SentAt.IsZero() {
		return e.Time
	}
	return e.Request.SentAt
}

func (b *Board) leave(c *command, at time.Time) {
	r := c.row
	if c.waits() {
		b.waiting--
	}
	if c.Verb != event.VerbQuery {
		r.noteNewer(at)
	}
	if c.Verb == event.VerbStop {
		r.stopOnHold(c.connID, false)
	}
	c.Life, c.Sent = LifeSent, at
	r.moveBehindSent(c)
	r.watchEcho(c)
	if !c.automatic {
		r.turn++
		r.fault = commandFault{}
		r.conflict = [2]State{} // its answer decides
	} else {
		r.queryLeft()
	}
	b.count(r)
	if !c.automatic {
		b.report(r, at, Change{Kind: ChangeSent, Command: &c.Command, ConnID: c.connID})
	}
	b.reportShown(r, at)
	b.schedule(r)
}

// noteNewer records in the commands that have left that a newer start, stop, pause or
// resume was sent at time at.
func (r *Row) noteNewer(at time.Time) {
	for _, c := range r.open {
		if c.isSent() && c.newerAt.IsZero() {
			c.newerAt = at
		}
	}
}

// moveBehindSent keeps r.open in the order of sending, with unsent ones last.
func (r *Row) moveBehindSent(c *command) {
	r.open = without(r.open, c)
	at := 0
	for at < len(r.open) && r.open[at].isSent() {
		at++
	}
	r.open = slices.Insert(r.open, at, c)
}

// commandAnswered applies the answer that the session matched to a command by its
// ReferenceID. A second answer finds the command ended, or changes nothing.
func (b *Board) commandAnswered(e *event.Event) {
	c := b.commands[CommandID(e.Request.Command)]
	if c == nil {
		return
	}
	r := c.row
	b.expireRow(r, e.Time)
	if c.Life.Ended() {
		return
	}
	if c.Life == LifeQueued {
		b.leave(c, sentAt(e))
	}
	switch e.Message.Type {
	case wire.EventACK:
		if c.Life == LifeSent {
			b.accept(c, e.Time)
		}
	case wire.EventError:
		c.Code, c.Text = b.errorOf(e)
		b.finish(c, LifeRejected, e.Time)
	}
	b.schedule(r)
}

func (b *Board) accept(c *command, at time.Time) {
	c.Accepted = at
	if c.automatic && c.row.isNotAsked {
		c.row.forgetNotAsked()
		b.changed(c.row)
	}
	if !c.Indicated.IsZero() {
		b.finish(c, LifeConfirmed, at)
		return
	}
	c.Life = LifeAccepted
	b.changed(c.row)
}

// commandUnsent applies a KindUnsent event: the session did not send it.
func (b *Board) commandUnsent(e *event.Event) {
	c := b.commands[CommandID(e.Request.Command)]
	if c != nil && c.automatic && c.Life == LifeQueued {
		b.queryUnsent(c, e)
		return
	}
	if c != nil && c.Life == LifeQueued {
		b.cancel(e.Time, c, cut(unsentReason(e.Problem), maxErrorText))
		b.schedule(c.row)
	}
}

// offer offers an indication to the row's open commands, oldest first, and reports whether
// it closed a command of a person, or an automatic query.
func (b *Board) offer(r *Row, indication event.Indication, connID uint64, at time.Time) (person, automatic bool) {
	closed := false
	for i := 0; i < len(r.open); {
		c := r.open[i]
		before := len(r.open)
		switch {
		case !c.isSent() || !c.Indicated.IsZero() || !agree(c.connID, connID):
		case c.Verb == event.VerbQuery:
			person, automatic = person || !c.automatic, automatic || c.automatic
			b.indicate(c, indication, at)
		case !closed && c.Verb.Asks() == indication:
			closed = true
			b.indicate(c, indication, at)
		default:
			c.seen, c.seenAt = indication, at
		}
		if len(r.open) == before {
			i++
		}
	}
	return person || closed, automatic
}

// indicate closes the command: no further indication is offered to it.
func (b *Board) indicate(c *command, indication event.Indication, at time.Time) {
	c.Indicated, c.Indication = at, indication
	if c.Life == LifeAccepted {
		b.finish(c, LifeConfirmed, at)
	}
}

// offerLate records an indication that closed no command with a command that ended without
// one: the oldest that asked for it, else the newest that got none.
func (r *Row) offerLate(indication event.Indication, connID uint64, at time.Time) {
	var asked, unasked *command
	for _, c := range r.ended {
		if c.Sent.IsZero() || !c.Indicated.IsZero() || c.Late != event.IndicationNone ||
			!agree(c.connID, connID) || at.Sub(c.Sent) > LateTime {
			continue
		}
		switch {
		case c.Verb == event.VerbQuery || c.Verb.Asks() == indication:
			if asked == nil || c.ID < asked.ID {
				asked = c
			}
		case c.Life == LifeUnanswered || c.Life == LifeLost:
			if unasked == nil || c.ID > unasked.ID {
				unasked = c
			}
		}
	}
	if asked == nil {
		asked = unasked
	}
	if asked != nil {
		asked.Late, asked.LateAfter = indication, at.Sub(asked.Sent)
	}
}

// finish gives the command its one outcome.
func (b *Board) finish(c *command, life Life, at time.Time) {
	r, outer := c.row, b.updating
	b.updating = r
	if c.waits() {
		b.waiting--
	}
	c.Life, c.Ended = life, at
	delete(b.commands, c.ID)
	r.open = without(r.open, c)
	unanswered := b.noteOutcome(c)
	if b.ended != nil {
		b.ended(&c.Command, c.automatic)
	}
	if !c.automatic {
		r.site.whole.counters.OpenCommands--
		b.outcomes = append(b.outcomes, c.Command)
		if len(r.ended) >= b.options.History {
			r.ended = without(r.ended, r.ended[0])
		}
		r.ended = append(r.ended, c)
	}
	b.updating = outer
	b.count(r)
	if unanswered {
		b.report(r, at, Change{Kind: ChangeQueryFailed, Command: &c.Command, ConnID: c.connID})
	}
	if !c.automatic {
		b.report(r, at, Change{Kind: ChangeEnded, Command: &c.Command, ConnID: c.connID})
	}
	b.reportShown(r, at)
}

// noteOutcome applies what an outcome shows about the DN. It returns whether a query went
// unanswered.
func (b *Board) noteOutcome(c *command) (unanswered bool) {
	r := c.row
	timedOut := c.Why == ""
	query := c.Verb == event.VerbQuery
	silent := timedOut && (c.Life == LifeUnanswered || c.Life == LifeLost)
	if c.automatic {
		b.queryEnded(c)
	}
	switch {
	case query && (silent || c.Life == LifeSuperseded):
		unanswered = true
		r.unvouched |= StaleQuery
	case silent && r.capture.State != StateUnknown:
		// The recorder may have done it, or may no longer be there.
		r.unvouched |= StaleCommand
	}
	if c.Life == LifeUnanswered && timedOut {
		b.noteUnanswered(c)
	}
	if c.automatic && silent && (!c.Sent.After(r.site.whole.over) || !c.Sent.After(r.group.over)) {
		// It left before there was a recorder again.
		b.wantQuery(r, c.Ended, false)
	}
	if c.automatic && !silent {
		return unanswered
	}
	if silent && c.Sent.After(r.capture.Heard) {
		// The missing answer is newer than the conflict.
		r.conflict = [2]State{}
	}
	switch c.Life {
	case LifeRejected:
		r.setFault(FaultRejected, c)
	case LifeContradicted:
		r.setFault(FaultContradicted, c)
	case LifeUnanswered:
		r.setFault(FaultNoAnswer, c)
	case LifeLost:
		r.setFault(FaultLost, c)
	}
	return unanswered
}

func without(list []*command, c *command) []*command {
	for i, o := range list {
		if o == c {
			copy(list[i:], list[i+1:])
			list[len(list)-1] = nil
			return list[:len(list)-1]
		}
	}
	return list
}
