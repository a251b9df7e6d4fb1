package contract

import (
	"context"
	"fmt"
	"time"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/wire"
)

// The outcomes of commands in the journal (ARCHITECTURE.md, How a command travels).
const (
	commandAccepted     = "accepted"
	commandRejected     = "rejected"
	commandConfirmed    = "confirmed"
	commandContradicted = "contradicted"
	commandUnanswered   = "unanswered"
	commandLost         = "lost"
)

// request is what send sends.
type request struct {
	name   string     // in words, such as "start for DN 7001"
	verb   event.Verb // VerbNone for what is no command of the contract
	dn     string
	connID uint64
	pairs  []wire.KeyValue
	typ    wire.MessageType // 0 means RequestSendEvent
}

// exchange is a request and what came of it.
type exchange struct {
	request
	session   string
	from      int // index on the tape from which its answers may come
	reference int32
	command   uint64
	began     time.Time
	answer    *message // EventACK or EventError; nil if neither came
	// indication is the first indication for the DN after the request, nil if none came.
	indication *message
}

// verbRequest returns the request for a verb.
func verbRequest(verb event.Verb, dn string, connID uint64) request {
	r := request{name: fmt.Sprintf("%s for DN %s", verb, dn), verb: verb, dn: dn, connID: connID}
	if connID != 0 {
		r.name += fmt.Sprintf(" and the call %016x", connID)
	}
	r.pairs = []wire.KeyValue{wire.TextPair(event.CaptureKey, verb.String())}
	return r
}

// send sends a request and does not wait. A request that cannot be sent is trouble.
func (b *bench) send(ctx context.Context, p *peer, r request) *exchange {
	x := &exchange{request: r, from: b.tape.length(), began: time.Now()}
	if b.trouble != nil {
		return x // there may be no session
	}
	x.session = p.name
	if r.verb != event.VerbQuery {
		if b.fail(b.inUse(r.dn)); b.trouble != nil {
			return x
		}
	}
	userData, err := wire.ListAttribute(wire.AttributeUserData, r.pairs)
	if err != nil {
		b.fail(fmt.Errorf("%s cannot be sent: %w", r.name, err))
		return x
	}
	message := tlibconn.UserEvent(b.options.Session.Session.EncodeDN(r.dn), r.connID, userData)
	if r.typ != 0 {
		message.Type = r.typ
	}
	x.command = b.commands.next()
	x.reference, err = p.session.SendAs(ctx, r.name, event.Command{
		ID: x.command, Site: b.options.Session.Session.Site, DN: r.dn, ConnID: r.connID,
	}, message)
	if err != nil {
		b.fail(err)
		return x
	}
	b.run.Sent = append(b.run.Sent, p.name+": "+r.name)
	if r.verb != event.VerbNone && r.dn == b.options.DN {
		b.asked++
		counts := b.given[p.name]
		counts[r.verb]++
		b.given[p.name] = counts
	}
	return x
}

// acknowledged waits for T-Server's answer only, and returns it: EventACK, EventError, or nil
// if none came in time.
func (b *bench) acknowledged(ctx context.Context, x *exchange) *message {
	if b.trouble != nil {
		return nil
	}
	m, _, err := b.tape.next(ctx, x.from, x.began.Add(b.options.RequestTimeout), func(m *message) bool { return x.isAnswer(m) })
	b.fail(err)
	x.answer = m
	return m
}

// isAnswer reports whether a message is T-Server's answer to the request.
func (x *exchange) isAnswer(m *message) bool {
	return !m.sent && m.session == x.session && x.reference != 0 && m.reference == x.reference &&
		(m.typ == wire.EventACK || m.typ == wire.EventError)
}

// outcome returns how the command ended, as the journal says it.
func (x *exchange) outcome() string {
	asked := x.verb.Asks()
	switch {
	case x.answer != nil && x.answer.typ == wire.EventError:
		return commandRejected
	case x.indication != nil && (asked == event.IndicationNone || x.indication.indication() == asked):
		return commandConfirmed
	case x.indication != nil:
		return commandContradicted
	case x.answer == nil:
		return commandLost
	case x.verb == event.VerbNone:
		return commandAccepted
	}
	return commandUnanswered
}

// record writes the outcome of a request into the journal. An error is not reported here:
// closing the journal reports what it had no room for.
func (b *bench) record(x *exchange) {
	if x.reference == 0 {
		return
	}
	o := journal.Outcome{
		Time: time.Now(), Site: b.options.Session.Session.Site, DN: x.dn, Command: x.command,
		Verb: x.verb.String(), Outcome: x.outcome(),
	}
	if x.answer != nil {
		o.ToAccepted = x.answer.at.Sub(x.began)
		if o.Outcome == commandRejected {
			o.ToAccepted, o.Code, o.Text = 0, x.answer.code, x.answer.text
		}
	}
	if x.indication != nil {
		o.ToIndication = x.indication.at.Sub(x.began)
	}
	_ = b.options.Journal.Outcome([]journal.Outcome{o})
}
