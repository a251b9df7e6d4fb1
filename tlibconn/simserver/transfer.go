package simserver

import (
	"fmt"
	"slices"

	"capdeck/tlibconn/wire"
)

// Consult lets dn dial a colleague about a call, which is held first: EventHeld,
// EventDialing with CallType 4 and PreviousConnID; the colleague rings.
func (s *Server) Consult(dn string, connID uint64, colleague string) (consultID uint64, err error) {
	err = s.withParty(dn, connID, func(w *world, p *party) error {
		if dn == colleague || w.linkDown {
			return fmt.Errorf("DN %s cannot consult %q about the call %s", dn, colleague, connIDText(connID))
		}
		if p.state == PartyConnected {
			w.change(p, PartyHeld, wire.EventHeld)
		}
		c, failed := w.place(dn, colleague, callConsult, connID)
		if failed == nil {
			consultID = c.id
		}
		return failed
	}, PartyConnected, PartyHeld)
	return consultID, err
}

// CompleteTransfer joins the other parties of a call and of its consult call
// without dn (SEMANTICS.md, Call sequences on an agent's DN): EventReleased of
// both with CallState 1 to dn, EventPartyChanged to the others, in the order that
// the fault word transfer or the seed chooses.
func (s *Server) CompleteTransfer(dn string, connID, consultID uint64) error {
	return s.joinCalls(dn, connID, consultID, func(w *world, p, consulting *party) {
		released := []partyEvent{p.event(wire.EventReleased, callStateTransferred), consulting.event(wire.EventReleased, callStateTransferred)}
		w.leave(p)
		w.leave(consulting)
		moved := w.merge(consulting.call, p.call)
		changed := w.partiesChanged(p.call.parties, moved, consultID, dn)
		if w.chooses(&w.sequences.transfer) == changedReleased {
			w.tellAll(changed, released)
		} else {
			w.tellAll(released, changed)
		}
		w.dropIfForeign(p.call)
	})
}

// Conference joins the parties of a call and of its consult call, dn included
// (SEMANTICS.md, Call sequences on an agent's DN): EventReleased of the consult
// call with CallState 2 or EventPartyChanged to dn, EventPartyChanged to the
// colleague, EventPartyAdded to all, in the order that the fault word conference
// or the seed chooses.
func (s *Server) Conference(dn string, connID, consultID uint64) error {
	return s.joinCalls(dn, connID, consultID, func(w *world, p, consulting *party) {
		sequence := w.chooses(&w.sequences.conference)
		ended := []partyEvent{consulting.event(wire.EventReleased, callStateConferenced)}
		if held := p.state == PartyHeld; held && sequence == releasedRetrievedAdded {
			ended = append(ended, p.event(wire.EventRetrieved, callStateOK))
		}
		p.state = PartyConnected
		w.leave(consulting)
		moved := w.merge(consulting.call, p.call)
		if sequence == changedAdded || sequence == addedChanged {
			ended = w.partiesChanged([]*party{p}, []*party{p}, consultID, dn)
		}
		ended = append(ended, w.partiesChanged(moved, moved, consultID, dn)...)
		var added []partyEvent
		for _, each := range p.call.parties {
			added = append(added, each.event(wire.EventPartyAdded, callStateOK, wire.TextAttribute(wire.AttributeThirdPartyDN, dn)))
		}
		if sequence == addedReleased || sequence == addedChanged {
			w.tellAll(added, ended)
		} else {
			w.tellAll(ended, added)
		}
	})
}

// partiesChanged returns EventPartyChanged for parties of a call, with the old
// name of the call for those that moved to it from another one.
func (w *world) partiesChanged(parties, moved []*party, from uint64, by string) []partyEvent {
	events := make([]partyEvent, 0, len(parties))
	for _, each := range parties {
		var more []wire.Attribute
		if slices.Contains(moved, each) {
			id := wire.AttributePreviousConnID
			if w.chooses(&w.sequences.partyChanged) == namesTransferConnID {
				id = wire.AttributeTransferConnID
			}
			more = append(more, wire.LongAttribute(id, from))
		}
		more = append(more, wire.TextAttribute(wire.AttributeThirdPartyDN, by))
		events = append(events, each.event(wire.EventPartyChanged, callStateOK, more...))
	}
	return events
}

// SingleStepTransfer hands a call to a colleague without asking: EventReleased
// with CallState 1 to dn, EventRinging of the same call to the colleague.
func (s *Server) SingleStepTransfer(dn string, connID uint64, colleague string) error {
	return s.withParty(dn, connID, func(w *world, p *party) error {
		if slices.ContainsFunc(p.call.parties, func(other *party) bool { return other.number == colleague }) {
			return fmt.Errorf("the call %s of DN %s cannot be transferred to %s, which is in it", connIDText(connID), dn, colleague)
		}
		w.tellParty(p, wire.EventReleased, callStateTransferred)
		w.leave(p)
		w.tellParty(w.join(p.call, colleague, PartyRinging), wire.EventRinging, callStateOK)
		w.dropIfForeign(p.call)
		return nil
	}, PartyConnected, PartyHeld)
}

// joinCalls finds dn's parts of a call and of the call that consults about it.
func (s *Server) joinCalls(dn string, connID, consultID uint64, join func(w *world, p, consulting *party)) error {
	return s.withParty(dn, connID, func(w *world, p *party) error {
		consulting, err := w.partyOf(dn, consultID)
		if err != nil {
			return err
		}
		if consulting.call.originalID != connID {
			return fmt.Errorf("the call %s of DN %s does not consult about the call %s", connIDText(consultID), dn, connIDText(connID))
		}
		join(w, p, consulting)
		return nil
	})
}

// merge moves the parties of one call to another and returns those that moved.
func (w *world) merge(from, to *call) []*party {
	moved := from.parties
	from.parties = nil
	for _, p := range moved {
		p.call = to
	}
	to.parties = append(to.parties, moved...)
	delete(w.calls, from.id)
	return moved
}

// chooses returns the sequence in force.
func (w *world) chooses(s *sequence) string {
	if s.word != "" {
		return s.word
	}
	return s.of[w.sequences.random.IntN(len(s.of))]
}

// partyEvent is an event of a call, made when the call was as it tells.
type partyEvent struct {
	at         *address // nil for a number that is no DN of the server
	kind       wire.MessageType
	attributes []wire.Attribute
}

func (p *party) event(kind wire.MessageType, state int32, more ...wire.Attribute) partyEvent {
	e := partyEvent{at: p.at, kind: kind}
	if p.at != nil {
		e.attributes = p.eventAttributes(kind, state, more...)
	}
	return e
}

func (w *world) tellAll(groups ...[]partyEvent) {
	for _, e := range slices.Concat(groups...) {
		if e.at != nil {
			w.tell(e.at, e.kind, e.attributes...)
		}
	}
}
